package io.lakebeam.ingest;

import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.ReadRows;
import io.lakebeam.lake.Shadow;
import io.lakebeam.lake.TableName;
import io.lakebeam.runner.Runner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/** The shadows of some tables' silver while they are filled, compared and swapped in. */
final class RebuiltTables implements AutoCloseable {
  private final Lake lake;
  private final List<BronzeEvents> tables;

  /** Before which rows are taken over, by current table; none where all are made anew. */
  private final Map<TableName, TransactionCut> starts = new LinkedHashMap<>();

  /** By the name of the silver table; a history comes before its current table. */
  private final Map<TableName, Shadow> shadows = new LinkedHashMap<>();

  /** The silver tables' snapshots at the start. */
  private final Map<TableName, Long> since = new LinkedHashMap<>();

  private RebuiltTables(Lake lake, List<? extends BronzeEvents> tables) {
    this.lake = lake;
    // In one order: two runs of the same tables must not wait for each other crosswise.
    List<BronzeEvents> inOrder = new ArrayList<>(tables);
    inOrder.sort(Comparator.comparing(table -> table.current().name()));
    this.tables = List.copyOf(inOrder);
  }

  /** Empty shadows. */
  static RebuiltTables open(Lake lake, List<? extends BronzeEvents> tables) {
    RebuiltTables opened = new RebuiltTables(lake, tables);
    try {
      for (BronzeEvents table : opened.tables) {
        opened.shadows.put(table.history().name(), Shadow.of(lake, table.history()));
        opened.shadows.put(table.current().name(), Shadow.of(lake, table.current()));
      }
      opened.shadows.keySet().forEach(name -> opened.since.put(name, lake.snapshot(name)));
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Fills them from bronze, from {@code start} on; the result has no tables yet. */
  Rebuild.Result decode(Runner runner, String job, RebuildStart start) {
    Pipeline pipeline = Pipeline.create(runner.batch(job));
    List<PCollection<LakeRecord>> records = new ArrayList<>();
    for (BronzeEvents table : tables) {
      String name = table.current().name().table();
      ReadRows events = LakeIO.read(lake, table.bronze().name()).withColumns(table.columns());
      Optional<TransactionCut> cut = start.among(lake, table);
      if (cut.isPresent()) {
        starts.put(table.current().name(), cut.get());
        events = events.withFilter(table.after(cut.get()));
        records.add(pipeline.apply("Before, " + name, before(table, cut.get())));
      }
      LakeTable current = shadow(table.current());
      records.add(
          pipeline
              .apply("Events of " + name, events)
              .apply(
                  "Decode " + name,
                  ParDo.of(
                      new EventsToRows(
                          lake, table, current, shadow(table.history()), events.type())))
              .setCoder(LakeRecordCoder.of()));
    }
    PCollectionList.of(records)
        .apply("All", Flatten.pCollections())
        .apply("Write", LakeIO.write(lake));
    PipelineResult result = runner.runToEnd(pipeline);
    tables.forEach(this::bury);
    return counted(result);
  }

  private RowsBefore before(BronzeEvents table, TransactionCut cut) {
    return new RowsBefore(
        lake, table, cut, shadow(table.current()).name(), shadow(table.history()).name());
  }

  private void bury(BronzeEvents table) {
    Truncations.bury(
        lake,
        table.current().name().table(),
        starts.get(table.current().name()),
        shadow(table.current()).name(),
        shadow(table.history()).name());
  }

  private Rebuild.Result counted(PipelineResult result) {
    long events = 0;
    long refused = 0;
    List<String> reasons = new ArrayList<>();
    for (BronzeEvents table : tables) {
      RebuildMetrics metrics = RebuildMetrics.of(table.bronze().name());
      events += metrics.count(result, "events");
      refused += metrics.count(result, "refused");
      reasons.addAll(metrics.texts(result, "reasons"));
    }
    return new Rebuild.Result(events, refused, reasons, List.of());
  }

  private LakeTable shadow(LakeTable table) {
    return shadows.get(table.name()).table();
  }

  /** Compares each with its table. */
  List<RebuiltTable> compare(Runner runner, String job) {
    Pipeline pipeline = Pipeline.create(runner.batch(job));
    for (BronzeEvents table : tables) {
      TransactionCut start = starts.get(table.current().name());
      for (TableName name : List.of(table.history().name(), table.current().name())) {
        TableName rebuilt = shadows.get(name).table().name();
        pipeline.apply(
            "Compare " + name, new CompareTables(lake, name, rebuilt, since.get(name), start));
      }
    }
    PipelineResult result = runner.runToEnd(pipeline);
    return shadows.keySet().stream().map(name -> compared(name, result)).toList();
  }

  private static RebuiltTable compared(TableName name, PipelineResult result) {
    RebuildMetrics metrics = RebuildMetrics.of(name);
    return new RebuiltTable(
        name,
        metrics.count(result, "kept"),
        metrics.count(result, "equal"),
        metrics.count(result, "changed"),
        metrics.count(result, "only in the lake"),
        metrics.count(result, "only rebuilt"),
        metrics.count(result, "since"),
        metrics.countsOf(result, "column "),
        metrics.texts(result, "first"),
        false);
  }

  /** Lets those that differ take their tables' place. */
  List<RebuiltTable> replace(List<RebuiltTable> compared) {
    List<RebuiltTable> replaced = new ArrayList<>();
    for (RebuiltTable table : compared) {
      if (table.isEqual()) {
        replaced.add(table);
      } else {
        shadows.get(table.table()).takePlace(since.get(table.table()));
        replaced.add(table.asReplaced());
      }
    }
    return replaced;
  }

  @Override
  public void close() {
    RuntimeException failure = null;
    for (Shadow shadow : shadows.values()) {
      try {
        shadow.close();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
