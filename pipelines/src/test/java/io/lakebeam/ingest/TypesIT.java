package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.RowReader;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type of docs/types.md, its worst values, from a real PostgreSQL into the lake. */
@ExtendWith(SharedServers.class)
class TypesIT {
  private static final Duration A_WHILE = Duration.ofMinutes(4);
  private static final int STREAMED = 100;

  private static final LocalServers SERVERS = SharedServers.running();

  @TempDir private static Path folder;

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void everyValueIsInTheLakeAsSqlSaysItOrItsDeadLetterNamesTheColumn(RunnerName runner)
      throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("lake-" + runner));
      Project project =
          source.project(
              "types-" + runner.toString().toLowerCase(Locale.ROOT),
              lake.lake(),
              new TableDefinition("typed", "shop.public.typed", List.of("id"), "updated_at"));
      makeTable(source);
      insert(source, 0);
      try (Ingest ingest = Ingest.start(project, runner)) {
        ingest.awaitCaughtUp(A_WHILE);
        insert(source, STREAMED);
        source.execute("UPDATE typed SET updated_at = now() WHERE id % 2 = 0 AND id < 1000");
        source.execute("DELETE FROM typed WHERE id >= 1000");
        ingest.awaitCaughtUp(A_WHILE);
        assertTypes(source, lake);
        assertThat(Reconcile.of(project).run()).allMatch(ReconciledTable::isEqual);

        ReconciledTable rewritten = Reconcile.of(project).rewriting().run().get(0);
        assertThat(rewritten.isEqual()).as("%s", rewritten).isTrue();
        assertThat(rewritten.repaired())
            .isEqualTo(new ReconciledTable.Repaired(rewritten.sourceRows(), 0, 0));
        assertTypes(source, lake);
      }
      assertThat(lake.deadLetters().values())
          .hasSize(2 * SourceType.REFUSED.size())
          .allMatch(reason -> reason.contains("column 'c_"));
    }
  }

  private static void assertTypes(SourceUnderTest source, LakeUnderTest lake) throws Exception {
    Map<String, List<String>> found = inLake(lake);
    source.execute("SET intervalstyle = 'iso_8601'");
    source.execute("SET TimeZone = 'UTC'");
    SoftAssertions types = new SoftAssertions();
    for (SourceType type : SourceType.ALL) {
      types
          .assertThat(found.get(type.column()))
          .as(type.sql())
          .isEqualTo(source.strings(type.expected("typed WHERE id < 1000")));
    }
    types.assertAll();
  }

  private static void makeTable(SourceUnderTest source) throws Exception {
    source.execute("DROP TABLE IF EXISTS typed");
    source.execute("DROP TYPE IF EXISTS mood, pair CASCADE");
    source.execute("DROP DOMAIN IF EXISTS price, positive, note CASCADE");
    source.execute("CREATE TYPE mood AS ENUM ('sad', E'it''s \"x\", \\\\ {y}')");
    source.execute("CREATE TYPE pair AS (a int, b text)");
    source.execute("CREATE DOMAIN positive AS int CHECK (VALUE > 0)");
    source.execute("CREATE DOMAIN price AS numeric");
    source.execute("CREATE DOMAIN note AS text");
    StringBuilder columns = new StringBuilder("id int PRIMARY KEY, updated_at timestamptz");
    for (SourceType type : SourceType.ALL) {
      columns.append(", ").append(type.column()).append(' ').append(type.sql());
      if (type.sql().endsWith("[]")) {
        columns.append(
            " CHECK (array_ndims(%1$s) = 1 AND array_lower(%1$s, 1) = 1)".formatted(type.column()));
      }
    }
    source.execute("CREATE TABLE typed (" + columns + ")");
  }

  private static void insert(SourceUnderTest source, int from) throws Exception {
    int rows = SourceType.ALL.stream().mapToInt(type -> type.values().size()).max().orElseThrow();
    for (int row = 0; row < rows; row++) {
      StringBuilder values = new StringBuilder((from + row) + ", now()");
      for (SourceType type : SourceType.ALL) {
        values.append(", ").append(type.values().get(row % type.values().size()));
      }
      source.execute("INSERT INTO typed VALUES (" + values + ")");
    }
    source.execute("INSERT INTO typed (id, updated_at) VALUES (%d, now())".formatted(from + 99));
    int refused = 1_000 + from;
    for (Map.Entry<String, String> value : SourceType.REFUSED) {
      source.execute(
          "INSERT INTO typed (id, updated_at, %s) VALUES (%d, now(), %s)"
              .formatted(value.getKey(), refused++, value.getValue()));
    }
  }

  /** Each column's values in rows that are there, {@code id|value}, in order. */
  private static Map<String, List<String>> inLake(LakeUnderTest lake) {
    List<String> columns = new ArrayList<>(List.of("id", ChangeColumns.DELETED));
    SourceType.ALL.forEach(type -> columns.add(type.column()));
    Map<String, List<String>> found = new TreeMap<>();
    RowReader rows =
        lake.lake()
            .read(Zones.current("typed"), columns, RowFilter.isNotTrue(ChangeColumns.DELETED));
    rows.forEach(
        row -> {
          for (int i = 2; i < columns.size(); i++) {
            found
                .computeIfAbsent(columns.get(i), column -> new ArrayList<>())
                .add(row.getInt(0) + "|" + text(row, rows.type().getTypeAt(i), i));
          }
        });
    found.values().forEach(values -> values.sort(null));
    return found;
  }

  private static String text(InternalRow row, DataType type, int at) {
    Object value = InternalRow.createFieldGetter(type, at).getFieldOrNull(row);
    if (value == null) {
      return "null";
    } else if (value instanceof Timestamp time) {
      return Long.toString(time.toMicros());
    } else if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    } else if (value instanceof Double number) {
      return HexFormat.of().toHexDigits(Double.doubleToLongBits(number));
    } else if (value instanceof Float number) {
      return HexFormat.of().toHexDigits(Float.floatToIntBits(number));
    }
    return value.toString();
  }
}
