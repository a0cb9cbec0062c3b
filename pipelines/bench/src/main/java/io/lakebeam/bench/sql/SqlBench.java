package io.lakebeam.bench.sql;

import io.lakebeam.bench.TextTable;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.sql.FirstRows;
import io.lakebeam.sql.LakeQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/bench sql}. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description =
        "An aggregate over a keyed table with nothing compacted, compacted, and with one commit of changes over that: the verb sql's engine, beside DuckDB on plain Parquet of the same rows. The answers must be equal.")
public final class SqlBench implements Callable<Integer> {
  @Option(names = "--rows", description = "Of the table. Default: ${DEFAULT-VALUE}")
  private long rows = 10_000_000;

  @Option(names = "--commits", description = "That load it. Default: ${DEFAULT-VALUE}")
  private int commits = 10;

  @Option(
      names = "--in-order",
      description = "Load the rows by key, so that only the changes' files overlap others.")
  private boolean isInOrder;

  @Option(names = "--runs", description = "Of each; medians count. Default: ${DEFAULT-VALUE}")
  private int runs = 3;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Everything is written into a new folder in it. Default: ${DEFAULT-VALUE}")
  private Path work = Path.of(".lakebeam", "bench");

  @Spec private CommandSpec spec;

  private final TextTable report = new TextTable();
  private Path folder;

  @Override
  public Integer call() throws Exception {
    if (rows < 1 || commits < 1 || runs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--rows, --commits and --runs must be 1 or more");
    }
    Files.createDirectories(work);
    folder = Files.createTempDirectory(work.toRealPath(), "sql-");
    Lake lake = Lake.at(folder.resolve("lake").toString());
    System.err.printf("loading %,d rows into %s%n", rows, folder);
    PaymentTable table = PaymentTable.load(lake, rows, commits, !isInOrder);
    table.change(1);
    report.row(List.of("the table is", "ours s", "DuckDB s", "times"));
    measure(lake, table, 1, "not compacted");
    Maintenance.of(lake).compactingFully().run(PaymentTable.NAME);
    measure(lake, table, 1, "compacted");
    table.change(2);
    measure(lake, table, 2, "compacted, then changed");
    System.out.print(report);
    return 0;
  }

  private void measure(Lake lake, PaymentTable table, int version, String state)
      throws IOException, SQLException {
    Path plain = folder.resolve("plain-" + version + ".parquet");
    table.writePlain(plain, version);
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      List<String> answer = answer(lake);
      ours.add((System.nanoTime() - start) / 1e9);
      start = System.nanoTime();
      List<String> expected = answer(plain);
      theirs.add((System.nanoTime() - start) / 1e9);
      if (!answer.equals(expected)) {
        throw new IllegalStateException(
            "%s: ours answered %s, DuckDB %s".formatted(state, answer, expected));
      }
      System.err.printf(
          Locale.ROOT, "%s: ours %.2f s, DuckDB %.2f s%n", state, ours.get(run), theirs.get(run));
    }
    double our = median(ours);
    double their = median(theirs);
    report.row(List.of(state, number(our), number(their), number(our / their)));
  }

  private List<String> answer(Lake lake) throws IOException {
    FirstRows found = new FirstRows(1_000);
    try (LakeQuery query =
        LakeQuery.open(
            lake, PaymentTable.AGGREGATE.formatted(PaymentTable.NAME), folder.resolve("spill"))) {
      query.forEach(found);
    }
    List<String> rows = new ArrayList<>();
    for (Map<String, Object> row : found.rows()) {
      rows.add(
          "%s %s %s %s %s"
              .formatted(
                  row.get("city"),
                  row.get("n"),
                  row.get("amount"),
                  row.get("score"),
                  row.get("latest")));
    }
    return rows;
  }

  private static List<String> answer(Path parquet) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet row =
            statement.executeQuery(PaymentTable.AGGREGATE.formatted("'" + parquet + "'"))) {
      while (row.next()) {
        rows.add(
            "%s %d %s %s %s"
                .formatted(
                    row.getString(1),
                    row.getLong(2),
                    row.getBigDecimal(3).toPlainString(),
                    row.getDouble(4),
                    row.getObject(5, LocalDateTime.class)));
      }
    }
    return rows;
  }

  private static double median(List<Double> seconds) {
    return seconds.stream().sorted().toList().get(seconds.size() / 2);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
