package io.lakebeam.quickstart;

import io.lakebeam.reconcile.ReconciledTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A report to render. */
final class SampleReport {
  private SampleReport() {}

  static Report passed() {
    return of(
        new Check("training set equals the data file", true, "2 of 2 rows reproduced, 0 extra"),
        Optional.empty());
  }

  static Report of(Check check, Optional<KeptServers> servers) {
    return new Report(
        "shop",
        "DirectRunner",
        42,
        check.passed(),
        61.5,
        OptionalLong.of(2_345),
        List.of(
            new StageTime("servers", 9.04, OptionalLong.empty()),
            new StageTime("ingest", 20, OptionalLong.of(100_000))),
        new TreeMap<>(Map.of("silver.customer", 12_345L, "bronze.events", 7L)),
        1_000,
        true,
        List.of(
            new ReconciledTable(
                "customer",
                1,
                12_345,
                0,
                0,
                12_345,
                0,
                0,
                List.of(),
                ReconciledTable.Repaired.NONE)),
        new TrainingRows(2, 2, 0, ""),
        new TrainedModel.Metrics(0.93931, 0.98, 0.85),
        new TrainedModel.Confusion(6_800, 200, 300, 1_700),
        new Report.Artifacts(
            Path.of("/w/training-set.parquet"),
            Path.of("/w/predictions.parquet"),
            Path.of("/w/model.json"),
            Path.of("/w/card.json")),
        List.of(check),
        servers);
  }
}
