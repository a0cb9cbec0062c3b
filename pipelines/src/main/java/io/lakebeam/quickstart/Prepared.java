package io.lakebeam.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A run whose input has been read and found right, before anything is started.
 *
 * @param example the example's folder
 * @param csv the data, all rows that will be used are right
 * @param rows how many rows that is
 * @param isWholeExample whether that is all of the data that ships with the example
 * @param seed for the example's SQL
 */
record Prepared(
    ExampleFolder example, CheckedCsv csv, long rows, boolean isWholeExample, long seed) {

  /** Reads everything that can be read without servers. */
  static Prepared from(QuickstartOptions options, Stages.Factory stagesOf, Workdir workdir) {
    ExampleFolder example = ExampleFolder.open(options.example());
    Stages dry = stagesOf.open(example.projectFile(), placeholders(workdir), options.runner());
    dry.required(example.script().trainingSet().model());
    Path file = options.data().orElseGet(example::dataFile);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new QuickstartException(
          file + " is missing or cannot be read; --data names a CSV file");
    }
    CheckedCsv csv = new CheckedCsv(file, example.script().data().types());
    long rows = csv.forEachRow(options.rows(), (number, values) -> {});
    return new Prepared(example, csv, rows, isWhole(options, csv, rows), options.seed());
  }

  private static boolean isWhole(QuickstartOptions options, CheckedCsv csv, long rows) {
    return options.data().isEmpty()
        && (rows < options.rows() || csv.forEachRow(rows + 1, (number, values) -> {}) == rows);
  }

  /** What the example's SQL may name. */
  Map<String, Long> numbers() {
    return Map.of("rows", rows, "seed", seed);
  }

  SourceLoad load() {
    return new SourceLoad(example, csv, numbers());
  }

  TrainingRowsWitness witness() {
    return new TrainingRowsWitness(csv.file(), csv.columns(), rows);
  }

  /** What the project file's variables stand for in this run. */
  static Map<String, String> variables(Servers servers, Workdir workdir) {
    return Map.of(
        "POSTGRES_URL", servers.source().url(),
        "POSTGRES_USER", servers.source().user(),
        "POSTGRES_PASSWORD", servers.source().password(),
        "POSTGRES_PASSWORD_REFERENCE", servers.passwordReference(),
        "KAFKA_BOOTSTRAP_SERVERS", servers.bootstrapServers(),
        "CONNECT_URL", servers.connectUrl(),
        "WAREHOUSE", workdir.warehouse().toString());
  }

  /** Values to check a project file with before there are servers. */
  private static Map<String, String> placeholders(Workdir workdir) {
    return Map.of(
        "POSTGRES_URL", "jdbc:postgresql://127.0.0.1:1/postgres",
        "POSTGRES_USER", "nobody",
        "POSTGRES_PASSWORD", "none",
        "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
        "CONNECT_URL", "http://127.0.0.1:1",
        "WAREHOUSE", workdir.warehouse().toString());
  }
}
