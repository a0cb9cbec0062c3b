package io.lakebeam.landing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Rebuild;
import io.lakebeam.ingest.RebuiltTable;
import io.lakebeam.ingest.Replay;
import io.lakebeam.runner.Runner;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandedLettersTest {
  private static final String HEADER = "at,price,name,id\n";
  private static final String CSV = "format: csv";

  @TempDir private Path folder;
  private LandingUnderTest landing;

  @BeforeEach
  void makeFolder() throws IOException {
    landing = new LandingUnderTest(folder);
  }

  @Test
  void areTakenBackOnceTheDeclarationIsMendedThoughTheFileHasGone() throws IOException {
    Path file =
        landing.write(
            "a.csv",
            HEADER
                + "01.02.2026 03:04:05,1,Anna,1\n"
                + "2026-02-01T03:04:05,2,Bert,2\n"
                + "01.02.2026 03:04:05,x,Carl,3\n");
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    Files.delete(file);
    String mended = CSV + ", timestamps: \"dd.MM.yyyy HH:mm:ss\"";

    assertThat(replay(RunnerName.DIRECT, CSV)).isEqualTo(new Replay.Result(2, 0, 2));
    assertThat(replay(RunnerName.FLINK, mended)).isEqualTo(new Replay.Result(2, 1, 1));

    assertThat(landing.rows("silver.item", "id", "name", "at", "_lsn"))
        .containsExactly("1 Anna 2026-02-01T03:04:05 2", "2 Bert 2026-02-01T03:04:05 3");
    assertThat(landing.rows("silver.item_history", "id", "_lsn")).containsExactly("1 2", "2 3");
    assertThat(landing.rows("bronze.item", "row", "value"))
        .contains(
            "2 {\"at\":\"01.02.2026 03:04:05\",\"price\":\"1\",\"name\":\"Anna\",\"id\":\"1\"}");
    assertThat(landing.rows("silver.item", "_commit_lsn", "_source_ts"))
        .as("of one file")
        .hasSize(2)
        .allMatch(landing.rows("silver.item", "_commit_lsn", "_source_ts").get(0)::equals);
    assertThat(landing.rows("bronze.dead_letters", "position", "attempt", "resolved"))
        .containsExactly("2 2 true", "4 2 false");
    assertThat(landing.reasons().get(1)).startsWith("a.csv line 4: column 'price': found 'x'");
    assertThat(replay(RunnerName.DIRECT, mended)).isEqualTo(new Replay.Result(1, 0, 1));
  }

  @Test
  void ofParquetAreTakenBackByTheirTextsAndSilverIsMadeAnewOfThem() throws IOException {
    try (InputStream file =
        LandedLettersTest.class.getResourceAsStream("/landing/other_types.parquet")) {
      landing.write("a.parquet", file.readAllBytes());
    }
    String format = "format: parquet";
    landing.take(RunnerName.DIRECT, "*.parquet", format);
    landing.declare("columns: {id: bigint, name: string, price: \"decimal(12,3)\", at: timestamp}");
    Project mended = landing.project("*.parquet", format);

    assertThat(LandedLetters.replay(mended, RunnerName.DIRECT, Set.of("item")))
        .isEqualTo(new Replay.Result(2, 1, 1));

    assertThat(landing.rows("silver.item", "id", "name", "price", "_lsn"))
        .containsExactly("60 7 1.500 1", "61 7 1.234 3");
    Rebuild.Result rebuilt = LandedRebuild.of(mended, RunnerName.DIRECT).compare(Set.of("item"));
    assertThat(rebuilt.events()).isEqualTo(2);
    assertThat(rebuilt.refused()).isZero();
    assertThat(rebuilt.tables()).hasSize(2).allMatch(RebuiltTable::isEqual);
  }

  @Test
  void thatWereNotAsExpectedAreTakenBackByAMendedExpectationAndARebuildJudgesNone()
      throws IOException {
    String expect =
        "columns: {id: bigint, name: string, price: \"decimal(10,2)\", at: timestamp}, expect: ["
            + "{column: price, between: [%s], severity: quarantine}]";
    landing.declare(expect.formatted("0, 9"));
    landing.write("a.csv", HEADER + ",1,Anna,1\n,10,Bert,2\n,100,Cleo,3\n");
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    assertThat(landing.rows("silver.item", "id")).containsExactly("1");

    landing.declare(expect.formatted("5, 50"));
    assertThat(replay(RunnerName.DIRECT, CSV)).isEqualTo(new Replay.Result(2, 1, 1));

    assertThat(landing.rows("silver.item", "id")).containsExactly("1", "2");
    assertThat(landing.reasons().get(1))
        .isEqualTo("a.csv line 4: expectation 'price between 5 and 50' is not met: found '100.00'");
    Rebuild.Result rebuilt =
        LandedRebuild.of(landing.project("*.csv", CSV), RunnerName.DIRECT).compare(Set.of("item"));
    assertThat(rebuilt.refused()).isZero();
    assertThat(rebuilt.tables()).hasSize(2).allMatch(RebuiltTable::isEqual);
  }

  @Test
  void neverWinAgainstRowsOfFilesThatWereTakenSince() throws IOException {
    landing.write("a.csv", HEADER + "2026-02-01T03:04:05,\"1,5\",first,1\n");
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    landing.write("b.csv", HEADER + "2026-02-01T03:04:05,2,second,1\n");
    landing.take(RunnerName.DIRECT, "*.csv", CSV);

    assertThat(replay(RunnerName.DIRECT, CSV + ", decimal: \",\""))
        .isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(landing.rows("silver.item", "name", "price")).containsExactly("second 2.00");
    assertThat(landing.rows("silver.item_history", "name", "price"))
        .containsExactly("first 1.50", "second 2.00");
  }

  @Test
  void areReadInTheirFilesEncodingOrInTheOneThatIsDeclaredNow() throws IOException {
    landing.write("a.csv", (HEADER + "2026-02-01T03:04:05,1,\u00c4nne,1\n").getBytes(ISO_8859_1));
    landing.write(
        "b.csv",
        ("\uFEFF" + HEADER + "2026-02-01T03:04:05,\"1,5\",\u00c4nne,2\n").getBytes(UTF_16LE));
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    String latin = CSV + ", encoding: ISO-8859-1";

    assertThat(replay(RunnerName.DIRECT, latin)).isEqualTo(new Replay.Result(2, 1, 1));
    assertThat(replay(RunnerName.DIRECT, latin + ", decimal: \",\""))
        .isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(landing.rows("silver.item", "id", "name"))
        .containsExactly("1 \u00c4nne", "2 \u00c4nne");
  }

  @Test
  void areSeveralRecordsWhereAnotherQuoteTellsThatTheyAre() throws IOException {
    landing.write(
        "a.csv", HEADER + "2026-02-01T03:04:05,1,\"5 inch,1\n2026-02-01T03:04:05,1,6\" tall,2\n");
    landing.take(RunnerName.DIRECT, "*.csv", CSV);
    assertThat(landing.letters()).hasSize(1);

    assertThat(replay(RunnerName.DIRECT, CSV + ", quote: \"'\""))
        .isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(landing.rows("silver.item", "id", "name", "_lsn"))
        .containsExactly("1 \"5 inch 2", "2 6\" tall 3");
  }

  @Test
  void linesOfJsonAreTakenBackAndColumnsThatWereDeclaredSinceAreRead() throws IOException {
    landing.write("a.json", "{\"id\": 1, \"name\": \"Anna\", \"price\": 1.234}\n");
    landing.take(RunnerName.DIRECT, "*.json", "format: json");

    landing.declare(
        "columns: {id: bigint, name: string, price: \"decimal(10,3)\", at: timestamp, more: string}");

    assertThat(
            LandedLetters.replay(
                landing.project("*.json", "format: json"), RunnerName.DIRECT, Set.of("item")))
        .isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(landing.rows("silver.item", "id", "price", "more")).containsExactly("1 1.234 null");
  }

  private Replay.Result replay(Runner runner, String format) throws IOException {
    return LandedLetters.replay(landing.project("*.csv", format), runner, Set.of("item"));
  }
}
