package io.lakebeam.landing;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.ingest.Rebuild;
import io.lakebeam.ingest.RebuildStart;
import io.lakebeam.ingest.RebuiltTable;
import io.lakebeam.runner.Runner;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LandedRebuildTest {
  private static final String HEADER = "id,name,Price,at,more\n";
  private static final Set<String> ITEM = Set.of("item");

  @TempDir private Path folder;
  private LandingUnderTest landing;

  @BeforeEach
  void makeFolder() throws IOException {
    landing = new LandingUnderTest(folder);
  }

  @Test
  void recordsComeOutAsTheyWereTakenQuotedNullsAmongThem() throws IOException {
    String csv = "format: csv, nulls: [\"\", N/A]";
    landing.write(
        "a.csv",
        HEADER
            + "1,\"\",1,2026-01-01T00:00:00,\"\"\n"
            + "2,,N/A,,x\n"
            + "3,\"N/A\",\"N/A\",,\n"
            + "4,N/A,2,,\"a \"\"b\"\"\nc\"\n"
            + "1,again,1,,\n");
    landing.take(RunnerName.DIRECT, "*.csv", csv);
    assertThat(landing.rows("silver.item", "id", "name", "price"))
        .containsExactly("1 again 1.00", "2 null null", "3 N/A null", "4 null 2.00");

    Rebuild.Result found = rebuild(RunnerName.DIRECT, csv).compare(ITEM);

    assertThat(found.isGood()).as("%s", found).isTrue();
    assertThat(found.events()).isEqualTo(5);
    assertThat(found.tables()).extracting(RebuiltTable::equal).containsExactly(5L, 4L);
    assertThat(landing.rows("bronze.item", "row", "value"))
        .contains(
            "4 {\"id\":\"3\",\"name\":\"N/A\",\"Price\":\"N/A\",\"at\":\"\",\"more\":\"\",\"\":[\"name\"]}");
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void aMendedDeclarationIsAppliedToThePastOrToWhatWasTakenSince(RunnerName runner)
      throws IOException {
    String wrong = "format: csv, timestamps: \"MM.dd.yyyy HH:mm\"";
    String right = "format: csv, timestamps: \"dd.MM.yyyy HH:mm\"";
    landing.write("a.csv", HEADER + "1,Anna,1,01.02.2026 03:04,\n2,Bert,1,05.02.2026 03:04,\n");
    landing.take(RunnerName.DIRECT, "*.csv", wrong);
    landing.write("b.csv", HEADER + "2,Bert,2,01.02.2026 03:04,\n3,Carl,1,02.02.2026 03:04,\n");
    landing.take(RunnerName.DIRECT, "*.csv", wrong);
    Instant second =
        LocalDateTime.parse(landing.rows("silver.item", "_source_ts").get(2)).toInstant(UTC);

    Rebuild.Result since = rebuild(runner, right).from(RebuildStart.at(second)).replace(ITEM);

    assertThat(since.tables()).allMatch(RebuiltTable::replaced);
    assertThat(since.tables()).extracting(RebuiltTable::kept).containsExactly(2L, 1L);
    assertThat(landing.rows("silver.item", "id", "price", "at"))
        .containsExactly(
            "1 1.00 2026-01-02T03:04", "2 2.00 2026-02-01T03:04", "3 1.00 2026-02-02T03:04");

    assertThat(rebuild(runner, right).replace(ITEM).isGood()).isTrue();
    assertThat(landing.rows("silver.item_history", "id", "at"))
        .containsExactly(
            "1 2026-02-01T03:04", "2 2026-02-01T03:04", "2 2026-02-05T03:04", "3 2026-02-02T03:04");
  }

  @Test
  void nothingIsReplacedWhileARecordDoesNotFitTheDeclaration() throws IOException {
    landing.write("a.json", "{\"id\": 1, \"at\": \"2026-01-02T00:00:00\"}\n{\"id\": 2}\n");
    landing.take(RunnerName.DIRECT, "*.json", "format: json");

    Rebuild.Result found =
        rebuild(RunnerName.DIRECT, "format: json, timestamps: \"dd.MM.yyyy HH:mm\"").replace(ITEM);

    assertThat(found.refused()).isEqualTo(1);
    assertThat(found.reasons()).singleElement().asString().contains(" line 1: column 'at': found");
    assertThat(found.tables()).noneMatch(RebuiltTable::replaced);
    assertThat(landing.rows("silver.item", "id", "at"))
        .containsExactly("1 2026-01-02T00:00", "2 null");
  }

  @Test
  void filesHaveNoLog() throws IOException {
    landing.write("a.json", "{\"id\": 1}\n");
    landing.take(RunnerName.DIRECT, "*.json", "format: json");

    assertThatThrownBy(
            () ->
                rebuild(RunnerName.DIRECT, "format: json")
                    .from(RebuildStart.afterLsn(1))
                    .compare(ITEM))
        .isInstanceOf(LandingException.class)
        .hasMessage("table item: it comes from files, which have no log; say from which time");
  }

  private LandedRebuild rebuild(Runner runner, String format) throws IOException {
    String files = format.startsWith("format: json") ? "*.json" : "*.csv";
    return LandedRebuild.of(landing.project(files, format), runner);
  }
}
