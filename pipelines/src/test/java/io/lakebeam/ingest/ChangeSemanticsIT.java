package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.local.LocalServers;
import io.lakebeam.reconcile.Reconcile;
import io.lakebeam.reconcile.ReconciledTable;
import io.lakebeam.runner.RunnerName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a change does that is not one whole row of one key, from a real PostgreSQL. */
@ExtendWith(SharedServers.class)
class ChangeSemanticsIT {
  private static final Duration A_WHILE = Duration.ofMinutes(4);
  private static final String WORDS = "(SELECT %s FROM generate_series(1, 2000) n)";

  /** A large value for each column that may be stored outside of its row. */
  private static final Map<String, String> LARGE =
      Map.ofEntries(
          Map.entry("body", WORDS.formatted("string_agg(md5(n::text), '')")),
          Map.entry("data", WORDS.formatted("string_agg(md5(n::text), '')::bytea")),
          Map.entry("js", WORDS.formatted("jsonb_agg(md5(n::text))")),
          Map.entry("num", WORDS.formatted("string_agg('1234567', '')::numeric")),
          Map.entry("note", WORDS.formatted("ROW(1, string_agg(md5(n::text), ''))::note")),
          Map.entry(
              "ranges", WORDS.formatted("numrange(string_agg('1234567', '')::numeric, NULL)")),
          Map.entry("found", WORDS.formatted("to_tsvector(string_agg(md5(n::text), ' '))")),
          Map.entry("page", WORDS.formatted("xmlelement(name a, string_agg(md5(n::text), ''))")),
          Map.entry("multi", WORDS.formatted("range_agg(int4range(n * 3, n * 3 + 1))")),
          Map.entry("words", WORDS.formatted("array_agg(md5(n::text))")),
          Map.entry("names", WORDS.formatted("array_agg(md5(n::text)::varchar(40))")),
          Map.entry("codes", WORDS.formatted("array_agg(md5(n::text)::char(32))")),
          Map.entry("parts", WORDS.formatted("array_agg(to_jsonb(n))")),
          Map.entry("nums", WORDS.formatted("array_agg(n::bigint)")),
          Map.entry("ints", WORDS.formatted("array_agg(n::integer)")),
          Map.entry("ids", WORDS.formatted("array_agg(md5(n::text)::uuid)")));

  private static final LocalServers SERVERS = SharedServers.running();

  @TempDir private static Path folder;

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void aTruncateEndsEveryRowBeforeItAndNoneAfterIt(RunnerName runner) throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("truncated-" + runner));
      Project project = project(source, lake, "truncated", runner, "line");
      source.makeTables();
      source.insertLines(1, 60);
      try (Ingest ingest = Ingest.start(project, runner)) {
        ingest.awaitCaughtUp(A_WHILE);
        source.execute("DELETE FROM line WHERE order_id = 5");
        source.inOneTransaction(
            "INSERT INTO line VALUES (900, 1, 1, now())",
            "TRUNCATE line",
            "INSERT INTO line VALUES (1, 0, 7, now()), (901, 1, 1, now())");
        source.execute("UPDATE line SET amount = amount + 1");
        ingest.awaitCaughtUp(A_WHILE);

        assertThat(source.lines()).hasSize(2);
        assertThat(lake.lines()).isEqualTo(source.lines());
        assertThat(ingest.rowsPerTable()).containsEntry("silver.line", 2L);
        source.inOneTransaction("TRUNCATE line", "TRUNCATE line");
        ingest.awaitCaughtUp(A_WHILE);
        assertThat(lake.lines()).isEmpty();
        source.insertLines(4, 9);
        ingest.awaitCaughtUp(A_WHILE);
      }
      assertThat(lake.lines()).isEqualTo(source.lines()).hasSize(6);
      assertThat(Reconcile.of(project).run()).allMatch(ReconciledTable::isEqual);
      assertThat(lake.deadLetters()).isEmpty();
      assertThat(lake.foldedHistory("line")).isEqualTo(lake.keys("line"));
      assertThat(lake.bronze("line")).doesNotHaveDuplicates();
      assertThat(Rebuild.of(project, runner).compare().tables())
          .hasSize(2)
          .allMatch(RebuiltTable::isEqual);
    }
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void anUnchangedLargeValueStaysOrItsChangeIsRefusedByName(RunnerName runner) throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("large-" + runner));
      Project project = project(source, lake, "large", runner, "doc");
      makeDocs(source);
      source.execute("ALTER TABLE doc REPLICA IDENTITY FULL");
      insertDocs(source);
      try (Ingest ingest = Ingest.start(project, runner)) {
        ingest.awaitCaughtUp(A_WHILE);
        source.execute("UPDATE doc SET title = 'second'");
        ingest.awaitCaughtUp(A_WHILE);
        assertThat(lake.deadLetters()).isEmpty();
        assertThat(Reconcile.of(project).run()).allMatch(ReconciledTable::isEqual);

        source.execute("ALTER TABLE doc REPLICA IDENTITY DEFAULT");
        source.execute("UPDATE doc SET title = 'third'");
        ingest.awaitCaughtUp(A_WHILE);
        List<String> named = new ArrayList<>();
        lake.deadLetters().values().forEach(reason -> named.add(reason.split("'", -1)[1]));
        assertThat(named).containsExactlyInAnyOrderElementsOf(LARGE.keySet());
        assertThat(lake.deadLetters().values())
            .allMatch(reason -> reason.contains("ALTER TABLE public.doc REPLICA IDENTITY FULL"));

        ReconciledTable repaired = Reconcile.of(project).repairing().run().get(0);
        assertThat(repaired.isEqual()).as("%s", repaired).isTrue();
        assertThat(repaired.repaired().rows()).isEqualTo(LARGE.size());

        source.execute("ALTER TABLE doc REPLICA IDENTITY FULL");
        source.execute("UPDATE doc SET title = 'fourth'");
        ingest.awaitCaughtUp(A_WHILE);
      }
      assertThat(lake.deadLetters()).hasSize(LARGE.size());
      assertThat(Reconcile.of(project).run()).allMatch(ReconciledTable::isEqual);
    }
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void partitionsAreOneTableAndARowMayMoveBetweenThem(RunnerName runner) throws Exception {
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      LakeUnderTest lake = new LakeUnderTest(folder.resolve("parts-" + runner));
      Project project = project(source, lake, "parts", runner, "parted");
      source.execute("DROP TABLE IF EXISTS parted");
      source.execute(
          "CREATE TABLE parted (id int PRIMARY KEY, name text, updated_at timestamptz)"
              + " PARTITION BY RANGE (id)");
      source.execute("CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (100)");
      // Its columns come in another order.
      source.execute(
          "CREATE TABLE parted_high (updated_at timestamptz, name text, id int NOT NULL)");
      source.execute(
          "ALTER TABLE parted ATTACH PARTITION parted_high FOR VALUES FROM (100) TO (200)");
      source.execute(
          "INSERT INTO parted SELECT n, 'name ' || n, now() FROM generate_series(50, 149) n");
      try (Ingest ingest = Ingest.start(project, runner)) {
        ingest.awaitCaughtUp(A_WHILE);
        source.execute("INSERT INTO parted VALUES (150, 'new', now()), (1, 'new', now())");
        source.execute("UPDATE parted SET name = name || '!' WHERE id % 2 = 0");
        source.execute("UPDATE parted SET id = id + 100 WHERE id BETWEEN 51 AND 60");
        source.execute("DELETE FROM parted WHERE id % 10 = 3");
        ingest.awaitCaughtUp(A_WHILE);
        assertThat(Reconcile.of(project).run()).allMatch(ReconciledTable::isEqual);
        source.execute("TRUNCATE parted_high");
        // PostgreSQL does not log it.
        assertThat(Reconcile.of(project).repairing().run())
            .allMatch(ReconciledTable::isEqual)
            .allMatch(table -> table.repaired().tombstones() > 0);
        source.execute("TRUNCATE parted");
        source.execute("INSERT INTO parted VALUES (7, 'after', now())");
        ingest.awaitCaughtUp(A_WHILE);
      }
      assertThat(Reconcile.of(project).run()).allMatch(ReconciledTable::isEqual);
      assertThat(lake.keys("parted")).containsExactly("7");
      assertThat(lake.foldedHistory("parted")).containsExactly("7");
      assertThat(lake.deadLetters()).isEmpty();
    }
  }

  private static void makeDocs(SourceUnderTest source) throws Exception {
    source.execute("DROP TABLE IF EXISTS doc");
    source.execute("DROP TYPE IF EXISTS note");
    source.execute("CREATE TYPE note AS (id int, body text)");
    source.execute(
        """
        CREATE TABLE doc (
          id int PRIMARY KEY, title text, updated_at timestamptz, body text, data bytea, js jsonb,
          num numeric, note note,
          words text[] CHECK (array_ndims(words) = 1 AND array_lower(words, 1) = 1),
          nums bigint[] CHECK (array_ndims(nums) = 1 AND array_lower(nums, 1) = 1),
          ints integer[] CHECK (array_ndims(ints) = 1 AND array_lower(ints, 1) = 1),
          names varchar(40)[] CHECK (array_ndims(names) = 1 AND array_lower(names, 1) = 1),
          codes char(32)[] CHECK (array_ndims(codes) = 1 AND array_lower(codes, 1) = 1),
          parts jsonb[] CHECK (array_ndims(parts) = 1 AND array_lower(parts, 1) = 1),
          ranges numrange, found tsvector, page xml, multi int4multirange,
          ids uuid[] CHECK (array_ndims(ids) = 1 AND array_lower(ids, 1) = 1))""");
  }

  /** One row per column: only that one is so large that it is stored elsewhere. */
  private static void insertDocs(SourceUnderTest source) throws Exception {
    int id = 0;
    for (Map.Entry<String, String> large : LARGE.entrySet()) {
      source.execute(
          "ALTER TABLE doc ALTER COLUMN %s SET STORAGE EXTERNAL".formatted(large.getKey()));
      source.execute(
          "INSERT INTO doc (id, title, updated_at, %s) SELECT %d, 'first', now(), %s"
              .formatted(large.getKey(), ++id, large.getValue()));
    }
  }

  private static Project project(
      SourceUnderTest source, LakeUnderTest lake, String name, RunnerName runner, String table) {
    List<String> key = table.equals("line") ? List.of("order_id", "line") : List.of("id");
    return source.project(
        name + "-" + runner.toString().toLowerCase(Locale.ROOT),
        lake.lake(),
        new TableDefinition(table, "shop.public." + table, key, "updated_at"));
  }
}
