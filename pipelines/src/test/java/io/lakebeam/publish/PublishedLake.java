package io.lakebeam.publish;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.Runner;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A lake with silver's table of customers, a project over it, and a reader that is not ours. */
final class PublishedLake {
  static final RowType SOURCE =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("name", DataTypes.STRING())
          .field("country", DataTypes.STRING())
          .field("version", DataTypes.INT())
          .field("paid", DataTypes.DECIMAL(12, 2))
          .field("ratio", DataTypes.DOUBLE())
          .field("open", DataTypes.BOOLEAN())
          .field("born", DataTypes.DATE())
          .field("seen", DataTypes.TIMESTAMP(6))
          .field("updated_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
          .build();
  private static final TableName CURRENT = Zones.current("customer");
  private static final String[] COUNTRIES = {"HU", "AT", "a/b=c", null};

  private final Path folder;
  private final Lake lake;
  private String secret = "none";

  PublishedLake(Path folder) {
    this.folder = folder;
    this.lake = Lake.at(folder.resolve("lake").toString());
    create(SOURCE);
  }

  /** What the project file's variable PASSWORD is. */
  void secret(String value) {
    secret = value;
  }

  /** Makes the table, or gives it these columns. */
  void create(RowType source) {
    lake.createOrEvolve(
        LakeTable.of(CURRENT, ChangeColumns.addTo(source))
            .withPrimaryKey(List.of("id"))
            .withSequence(ChangeColumns.ORDER)
            .withBuckets(2));
  }

  /** Rows 1 to {@code last}, all of that version. */
  void commit(long last, int version) {
    commit(LongStream.rangeClosed(1, last).mapToObj(id -> row(id, version)).toList());
  }

  void commit(List<GenericRow> rows) {
    commit(SOURCE, rows);
  }

  void commit(RowType source, List<GenericRow> rows) {
    try (RowBatch batch = RowBatch.in(lake)) {
      RowEncoder encoder = RowEncoder.of(lake, CURRENT, ChangeColumns.addTo(source));
      rows.forEach(row -> batch.write(encoder.encode(row)));
      batch.commit();
    }
  }

  /** A row whose other values tell its id, its country the rest of its division by four. */
  static GenericRow row(long id, int version) {
    String country = COUNTRIES[(int) (id % COUNTRIES.length)];
    return GenericRow.of(
        id,
        text("Anna \"%d\", of\nnowhere".formatted(id)),
        text(country),
        version,
        Decimal.fromBigDecimal(BigDecimal.valueOf(id, 2), 12, 2),
        id / 4.0,
        id % 2 == 0,
        (int) id,
        Timestamp.fromMicros(id),
        Timestamp.fromMicros(-id),
        text("c"),
        false,
        1,
        0L,
        (long) version,
        Timestamp.fromEpochMillis(version));
  }

  static GenericRow deletion(long id, int version) {
    GenericRow row = row(id, version);
    for (int i = 1; i < SOURCE.getFieldCount(); i++) {
      row.setField(i, null);
    }
    row.setField(SOURCE.getFieldCount() + 1, true);
    return row;
  }

  private static @Nullable BinaryString text(@Nullable String text) {
    return text == null ? null : BinaryString.fromString(text);
  }

  /** A project with one output, {@code customers}. */
  Project project(String output) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("project.yaml"),
            """
            project: published
            lake: {warehouse: ./lake}
            sources:
              landing: {type: files, path: "./landing/*.csv", format: csv}
            tables:
              customer: {from: landing, key: [id], columns: {id: bigint, name: string}}
            outputs:
              customers: {from: customer, %s}
            """
                .formatted(output));
    return ProjectFile.read(file, Map.of("PASSWORD", secret));
  }

  /** Publishes it; what is said of it. */
  @SuppressWarnings("unchecked")
  Map<String, Object> publish(Runner runner, String output) throws IOException {
    return (Map<String, Object>)
        Publish.of(project(output), runner).run(List.of()).get("customers");
  }

  Path out() {
    return folder.resolve("out").resolve("customers");
  }

  /** The rows of a query of DuckDB, each as text. */
  static List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            values.add(result.getString(i));
          }
          rows.add(String.join("|", values));
        }
      }
    }
    return rows;
  }

  /** The regular files below the data set's publications, by their paths there. */
  Map<String, Long> files() throws IOException {
    Map<String, Long> files = new LinkedHashMap<>();
    Path base = out().resolveSibling(".customers.publications");
    try (var all = Files.walk(base)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.put(base.relativize(file).toString(), Files.size(file));
      }
    }
    return files;
  }
}
