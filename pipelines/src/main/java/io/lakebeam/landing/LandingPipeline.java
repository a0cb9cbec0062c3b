package io.lakebeam.landing;

import io.lakebeam.lake.CommittedRows;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.WriteRecords;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Wait;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/** Files to bronze and silver; when all is committed, they are taken. */
final class LandingPipeline {
  /**
   * Of a load: 8 MiB of files; small ones are read together. A runner deals loads out evenly, and
   * what it reads as one is written as one file per table, if memory allows.
   */
  private static final long LOAD = 8 << 20;

  private LandingPipeline() {}

  // Loads are not shuffled: random keys gave one of two workers up to twice as many as the other.
  static void build(
      Pipeline pipeline,
      Lake lake,
      LandingTable table,
      Map<FileEntry, List<TakenPart>> files,
      WriteRecords write) {
    PCollectionTuple read =
        pipeline
            .apply(
                "Files",
                Create.of(loads(files))
                    .withCoder(ListCoder.of(SerializableCoder.of(TakenPart.class))))
            .apply(
                "Write",
                write.of(new FilesToRows(lake, table, Clock.systemUTC()), FilesToRows.COUNTS));
    PCollection<CommittedRows> committed = read.get(WriteRecords.COMMITTED);
    read.get(FilesToRows.COUNTS)
        .setCoder(SerializableCoder.of(PartCount.class))
        .apply("OneKey", WithKeys.of("files"))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(PartCount.class)))
        .apply("Together", GroupByKey.create())
        .apply("After their rows", Wait.on(committed))
        .apply("Taken", ParDo.of(new MarkTaken(lake, List.copyOf(files.keySet()))));
  }

  private static List<List<TakenPart>> loads(Map<FileEntry, List<TakenPart>> files) {
    List<List<TakenPart>> loads = new ArrayList<>();
    List<TakenPart> load = new ArrayList<>();
    long size = 0;
    for (List<TakenPart> parts : files.values()) {
      for (TakenPart part : parts) {
        load.add(part);
        size +=
            part.part().to() < 0
                ? part.part().file().size()
                : part.part().to() - part.part().from();
        if (size >= LOAD) {
          loads.add(List.copyOf(load));
          load.clear();
          size = 0;
        }
      }
    }
    if (!load.isEmpty()) {
      loads.add(List.copyOf(load));
    }
    return loads;
  }

  /** Keeps in the manifest that files are in the lake. */
  private static final class MarkTaken extends DoFn<KV<String, Iterable<PartCount>>, Void> {
    private static final long serialVersionUID = 1L;
    private final Lake lake;
    private final List<FileEntry> files;

    private MarkTaken(Lake lake, List<FileEntry> files) {
      this.lake = lake;
      this.files = files;
    }

    @ProcessElement
    public void mark(@Element KV<String, Iterable<PartCount>> element) {
      Map<String, PartCount> counts = new HashMap<>();
      element.getValue().forEach(count -> counts.merge(count.hash(), count, PartCount::plus));
      Manifest.write(
          lake, files.stream().map(file -> file.taken(counts.get(file.hash()))).toList());
    }
  }
}
