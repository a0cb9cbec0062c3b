package io.lakebeam.publish;

import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Writes the rows of a bundle into files, one for each folder that rows go to. None is there before
 * its {@link WrittenFile} is committed: a bundle that is done twice leaves nothing of the first.
 *
 * <p>No more than {@link #OPEN} files are open at once; of more folders the one whose file was
 * begun first gets another file later.
 */
final class WriteFiles extends DoFn<LakeRow, WrittenFile> {
  /** How many files a bundle has open; each holds a row group in memory. */
  static final int OPEN = 8;

  private static final long serialVersionUID = 1L;

  private final FilesPlan plan;
  private transient @Nullable RowCodec codec;
  private transient Map<String, OpenFile> open;
  private transient List<ValueText> partition;
  private transient ProjectedRow inFile;

  WriteFiles(FilesPlan plan) {
    this.plan = plan;
  }

  @Setup
  public void setUp() {
    codec = RowCodec.of(plan.type());
    partition =
        plan.partitionBy().stream().map(column -> ValueText.of(plan.type(), column)).toList();
    inFile = ProjectedRow.from(plan.inFiles());
  }

  @StartBundle
  public void start() {
    open = new LinkedHashMap<>();
  }

  @ProcessElement
  public void write(@Element LakeRow element, OutputReceiver<WrittenFile> out) throws IOException {
    InternalRow row = codec.decode(element.row());
    String where = plan.folderOf(partition.stream().map(value -> value.of(row)).toList());
    OpenFile file = open.get(where);
    if (file == null) {
      if (open.size() == OPEN) {
        out.output(open.remove(open.keySet().iterator().next()).end());
      }
      file = OpenFile.begin(plan, where);
      open.put(where, file);
    }
    file.write(inFile.replaceRow(row));
  }

  @FinishBundle
  public void finish(FinishBundleContext context) throws IOException {
    for (OpenFile file : new ArrayList<>(open.values())) {
      context.output(file.end(), BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }
    open.clear();
  }

  @Teardown
  public void tearDown() throws IOException {
    if (open != null) {
      for (OpenFile file : open.values()) {
        file.discard();
      }
    }
  }
}
