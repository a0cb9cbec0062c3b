package io.lakebeam.quickstart;

import io.lakebeam.reconcile.ReconciledTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stages that pass by themselves, or fail where a test says so; the training set is a copy of a CSV
 * file.
 */
class FakeStages implements Stages {
  double auc = 0.9;
  long differences;
  Throwable failure;
  boolean isClosed;
  private final Supplier<Path> csv;

  FakeStages(Supplier<Path> csv) {
    this.csv = csv;
  }

  @Override
  public String project() {
    return "people";
  }

  @Override
  public Map<String, Double> required(String model) {
    return Map.of("auc", 0.8);
  }

  @Override
  public RunningIngest startIngest() {
    return new FakeIngest();
  }

  @Override
  public Map<String, Long> buildFeatures() {
    return Map.of("gold.person", 3L);
  }

  @Override
  public long writeTrainingSet(String model, Path parquet) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "copy (select row_number() over () - 1 as row, * from read_csv('%s', quote = '\"', escape = '\"')) to '%s' (format parquet)"
              .formatted(csv.get(), parquet));
    }
    return 3;
  }

  @Override
  public TrainedModel train(TrainingOrder order) {
    return new TrainedModel(
        new TrainedModel.Metrics(0.9, auc, 0.9),
        new TrainedModel.Confusion(1, 0, 0, 1),
        0.1,
        new TrainedModel.Files(order.results(), order.results(), order.results()));
  }

  @Override
  public List<ReconciledTable> reconcile() {
    return List.of(
        new ReconciledTable(
            "person", 1, 3, 0, 0, 3, differences, 0, List.of(), ReconciledTable.Repaired.NONE));
  }

  private final class FakeIngest implements RunningIngest {
    @Override
    public void awaitFirstCommit(Duration atMost) {}

    @Override
    public void awaitCaughtUp(Duration atMost) {
      failure()
          .ifPresent(
              e -> {
                throw new QuickstartException("the ingest failed: " + e.getMessage(), e);
              });
    }

    @Override
    public long committedOffsets() {
      return 3;
    }

    @Override
    public Map<String, Long> rowsPerTable() {
      return Map.of("silver.person", 3L);
    }

    @Override
    public Optional<Throwable> failure() {
      return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
