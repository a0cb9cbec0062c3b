package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.change.ChangeException;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns that come, go and change while capture runs, and while it does not. */
@ExtendWith(SharedServers.class)
class ColumnChangesIT {
  private static final Duration A_WHILE = Duration.ofMinutes(4);

  private static final LocalServers SERVERS = SharedServers.running();

  @TempDir private static Path folder;

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void theLakesColumnsFollowThoseOfTheSource(RunnerName runner) throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("columns-" + runner));
      Project project = project(source, lake, runner);
      makeTable(source);
      try (Ingest ingest = Ingest.start(project, runner)) {
        ingest.awaitCaughtUp(A_WHILE);
        source.execute("ALTER TABLE evolving ADD COLUMN note text");
        source.execute("UPDATE evolving SET note = 'noted' WHERE id IN (1, 2)");
        ingest.awaitCaughtUp(A_WHILE);
        changeColumns(source);
        ingest.awaitCaughtUp(A_WHILE);
        assertSame(project, lake);
        assertThat(columns(lake))
            .contains("title", "amount", "price", "note")
            .doesNotContain("name");
      }
      changeColumnsWhileNobodyReads(source);
      try (Ingest ingest = Ingest.start(project, runner)) {
        ingest.awaitCaughtUp(A_WHILE);
        assertSame(project, lake);
        assertThat(columns(lake)).contains("headline", "colour").doesNotContain("title");

        source.execute("ALTER TABLE evolving ADD COLUMN note int");
        source.execute("UPDATE evolving SET note = 7 WHERE id IN (1, 8)");
        ingest.awaitCaughtUp(A_WHILE);
        assertSame(project, lake);
        assertThat(columns(lake)).contains("note", "note_was_7");
        Rebuild.Result rebuilt = Rebuild.of(project, runner).compare();
        assertThat(rebuilt.reasons()).isEmpty();
        assertThat(rebuilt.tables()).hasSize(2).allMatch(RebuiltTable::isEqual);

        source.execute("ALTER TABLE evolving ALTER COLUMN amount TYPE text");
        source.execute("INSERT INTO evolving (id, headline, amount) VALUES (100, 'x', 'many')");
        ingest.awaitCaughtUp(A_WHILE);
        assertThat(lake.deadLetters().values())
            .singleElement()
            .asString()
            .startsWith("table silver.evolving, column 'amount': found type STRING in the rows,");
      }
    }
  }

  @Test
  void aValueOfAWiderTypeIsReadThoughAnotherHasJustBeenRefused() throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      source.execute(
          "CREATE TABLE widening (id int PRIMARY KEY, amount int, updated_at timestamptz)");
      Lake lake = new LakeUnderTest(folder.resolve("widening")).lake();
      Project project =
          source.project(
              "widening",
              lake,
              new TableDefinition("widening", "shop.public.widening", List.of("id"), "updated_at"));
      CapturedSource captured =
          CapturedSource.describe(project, project.sources().get("shop"), lake);
      TableRows rows = new TableRows(lake, 1, captured.tables().get(0));

      assertThatThrownBy(() -> rows.of(new SourcePosition("widening-0", 0), event("\"much\"")))
          .isInstanceOf(ChangeException.class);
      source.execute("ALTER TABLE widening ALTER COLUMN amount TYPE bigint");
      assertThat(rows.of(new SourcePosition("widening-0", 1), event("5000000000"))).hasSize(3);
    }
  }

  /** Committed now. */
  private static KV<byte[], byte[]> event(String amount) {
    String value =
        """
        {"before": null, "after": {"id": 1, "amount": %s, "updated_at": null}, "op": "c",
         "source": {"ts_ms": %d, "lsn": 8, "sequence": "[\\"8\\",\\"8\\"]"}}"""
            .formatted(amount, System.currentTimeMillis());
    return KV.of("{\"id\": 1}".getBytes(UTF_8), value.getBytes(UTF_8));
  }

  private static void makeTable(SourceUnderTest source) throws Exception {
    source.execute("DROP TABLE IF EXISTS evolving");
    source.execute(
        "CREATE TABLE evolving (id int PRIMARY KEY, name text, amount int, price numeric(6,2),"
            + " extra text, updated_at timestamptz)");
    source.execute(
        "INSERT INTO evolving SELECT n, 'name ' || n, n, n * 1.5, 'more', now() FROM generate_series(1, 30) n");
  }

  private static void changeColumns(SourceUnderTest source) throws Exception {
    source.execute("ALTER TABLE evolving RENAME COLUMN name TO title");
    source.execute("UPDATE evolving SET title = title || '!' WHERE id IN (2, 3)");
    source.execute("ALTER TABLE evolving ALTER COLUMN amount TYPE bigint");
    source.execute("UPDATE evolving SET amount = 5000000000 WHERE id IN (3, 4)");
    source.execute("ALTER TABLE evolving ALTER COLUMN price TYPE numeric(12,4)");
    source.execute("UPDATE evolving SET price = 12345678.1234 WHERE id IN (4, 5)");
    source.execute("ALTER TABLE evolving DROP COLUMN note");
    source.execute("DELETE FROM evolving WHERE id IN (5, 6)");
    source.execute("UPDATE evolving SET title = 'gone' WHERE id = 7");
  }

  /** The last events of the old columns are read when the source has the new ones. */
  private static void changeColumnsWhileNobodyReads(SourceUnderTest source) throws Exception {
    source.execute("UPDATE evolving SET title = 'before the rename' WHERE id = 9");
    source.execute("ALTER TABLE evolving RENAME COLUMN title TO headline");
    source.execute("UPDATE evolving SET headline = 'after the rename' WHERE id = 10");
    source.execute("ALTER TABLE evolving ADD COLUMN colour text");
    source.execute("UPDATE evolving SET colour = 'red' WHERE id IN (10, 11)");
    source.execute("DELETE FROM evolving WHERE id = 12");
    source.execute("ALTER TABLE evolving DROP COLUMN extra");
    source.execute("UPDATE evolving SET colour = 'blue' WHERE id IN (8, 13)");
  }

  private static void assertSame(Project project, LakeUnderTest lake) {
    assertThat(lake.deadLetters()).isEmpty();
    assertThat(Reconcile.of(project).run())
        .allSatisfy(table -> assertThat(table.first()).isEmpty());
    assertThat(Reconcile.of(project).run()).allMatch(ReconciledTable::isEqual);
  }

  private static List<String> columns(LakeUnderTest lake) {
    List<String> columns = lake.lake().type(Zones.current("evolving")).getFieldNames();
    assertThat(lake.lake().type(Zones.history("evolving")).getFieldNames())
        .containsExactlyInAnyOrderElementsOf(columns);
    return columns;
  }

  private static Project project(SourceUnderTest source, LakeUnderTest lake, RunnerName runner) {
    return source.project(
        "columns-" + runner.toString().toLowerCase(Locale.ROOT),
        lake.lake(),
        new TableDefinition("evolving", "shop.public.evolving", List.of("id"), "updated_at"));
  }
}
