package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingTest {
  private static final String HEADER = "id,name,price,at\n";
  private static final String CSV = "format: csv";

  @TempDir private Path folder;
  private LandingUnderTest landing;

  @BeforeEach
  void makeFolder() throws IOException {
    landing = new LandingUnderTest(folder);
  }

  @Test
  void aFileIsTakenOnceWhateverItIsCalledAndAChangedOneWins() throws IOException {
    landing.write("b.csv", HEADER + "1,Anna,1,2026-01-01T00:00:00\n2,Bert,2,2026-01-01T00:00:00\n");

    assertThat(take("*.csv")).isEqualTo(result(1, 2, 0, 0));
    assertThat(take("*.csv")).isEqualTo(result(0, 0, 0, 0));

    // A copy under a name that is listed first; and other bytes under the old name.
    landing.write("a.csv", HEADER + "1,Anna,1,2026-01-01T00:00:00\n2,Bert,2,2026-01-01T00:00:00\n");
    landing.write("b.csv", HEADER + "1,Anne,3,2026-01-01T00:00:00\n");
    assertThat(take("*.csv")).isEqualTo(result(1, 1, 0, 1));
    assertThat(landing.rows("silver.item", "id", "name", "price"))
        .containsExactly("1 Anne 3.00", "2 Bert 2.00");

    // What was there first comes again, last.
    landing.write("c.csv", HEADER + "1,Anna,1,2026-01-01T00:00:00\n2,Bert,2,2026-01-01T00:00:00\n");
    assertThat(take("*.csv")).isEqualTo(result(0, 0, 0, 1));
    assertThat(landing.rows("silver.item", "id", "name")).containsExactly("1 Anne", "2 Bert");
    assertThat(landing.rows("silver.item_history", "id", "name"))
        .containsExactly("1 Anna", "1 Anne", "2 Bert");
    assertThat(landing.rows("lakebeam.files", "state"))
        .containsExactly("copy", "copy", "taken", "taken");
  }

  @Test
  void ofRowsWithOneKeyTheLastInTheFileStaysAndHistoryHasAll() throws IOException {
    landing.write(
        "a.csv", HEADER + "1,first,1,2026-01-01T00:00:00\n1,last,1,2020-01-01T00:00:00\n");

    take("*.csv");

    assertThat(landing.rows("silver.item", "id", "name", "_lsn")).containsExactly("1 last 3");
    assertThat(landing.rows("silver.item_history", "name", "_lsn"))
        .containsExactly("first 2", "last 3");
    assertThat(landing.rows("bronze.item", "row", "value"))
        .containsExactly(
            "2 {\"id\":\"1\",\"name\":\"first\",\"price\":\"1\",\"at\":\"2026-01-01T00:00:00\"}",
            "3 {\"id\":\"1\",\"name\":\"last\",\"price\":\"1\",\"at\":\"2020-01-01T00:00:00\"}");
  }

  @Test
  void valuesOfParquetAndAvroAreThoseThatTheirTextsWouldBe() throws IOException {
    for (String format : List.of("parquet", "avro")) {
      landing = new LandingUnderTest(folder.resolve("of-" + format));
      for (String name : List.of("plain", format.equals("avro") ? "blocks" : "int96")) {
        try (InputStream file =
            LandingTest.class.getResourceAsStream("/landing/%s.%s".formatted(name, format))) {
          landing.write(name + "." + format, file.readAllBytes());
        }
      }
      landing.take(RunnerName.DIRECT, "*." + format, "format: " + format);

      List<String> rows = landing.rows("silver.item", "id", "name", "price", "at");
      assertThat(rows.subList(0, 3))
          .isEqualTo(
              format.equals("avro")
                  ? List.of(
                      "100 n100 1.50 2026-01-01T00:00:40.123456",
                      "101 null null null",
                      "102 n102 1.50 2026-01-01T00:00:42.123456")
                  : List.of(
                      "1 Anna 1.50 2026-01-01T00:00:01.123456",
                      "2 null null null",
                      "3 Zoë \uD83D\uDE00 -99999999.99 2026-01-01T00:00:03.123456"));
      assertThat(rows).hasSize(format.equals("avro") ? 53 : 5);
      assertThat(rows.get(3))
          .isEqualTo(
              format.equals("avro")
                  ? "200 n200 1.50 2026-01-01T00:00:20.123456"
                  : "30 Anna 1.00 2026-01-01T00:00:01.123456");
    }
  }

  @Test
  void aRejectedRecordKeepsItsBytes() throws IOException {
    byte[] latin = "9,\u00c4nne,1,2026-01-01T00:00:00".getBytes(StandardCharsets.ISO_8859_1);
    landing.write("a.csv", HEADER + new String(latin, StandardCharsets.ISO_8859_1) + "\n");
    landing.write(
        "b.csv",
        (HEADER
                + "x,\"a\nb\",1,2026-01-01T00:00:00\r\n"
                + new String(latin, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1));

    assertThat(take("*.csv")).isEqualTo(result(2, 1, 2, 0));

    assertThat(landing.letters())
        .containsExactly(
            "x,\"a\nb\",1,2026-01-01T00:00:00", new String(latin, StandardCharsets.ISO_8859_1));
  }

  @Test
  void spellingsOfADefinitionAreRead() throws IOException {
    landing.write(
        "a.csv",
        "at;price;name;id\n01.02.2026 03:04:05;1,50;N/A;1\n01.02.2026 03:04:05;n/a;\"N/A\";2\n"
            .getBytes(StandardCharsets.ISO_8859_1));

    take(
        "*.csv",
        "format: csv, separator: \";\", decimal: \",\", nulls: [N/A, n/a], timestamps: \"dd.MM.yyyy HH:mm:ss\", encoding: ISO-8859-1");

    assertThat(landing.rows("silver.item", "id", "name", "price", "at"))
        .containsExactly("1 null 1.50 2026-02-01T03:04:05", "2 N/A null 2026-02-01T03:04:05");
  }

  @Test
  void filesWithoutAHeaderHaveTheColumnsOfTheTable() throws IOException {
    landing.write("a.csv", "1,Anna,1,2026-01-01T00:00:00\n2,Bert,1,2026-01-01T00:00:00\n");

    assertThat(take("*.csv", "format: csv, header: none")).isEqualTo(result(1, 2, 0, 0));

    assertThat(landing.rows("silver.item", "id", "name")).containsExactly("1 Anna", "2 Bert");
  }

  @Test
  void aRefusedFileIsLookedAtAgainWhenTheDefinitionHasChanged() throws IOException {
    landing.write("a.csv", "id,name\n1,Anna\n");

    LandingResult refused = take("*.csv");
    assertThat(refused.refused())
        .containsExactly("a.csv: line 1: no column 'price', 'at'; found: id, name");
    assertThat(take("*.csv").refused()).isEmpty();

    assertThat(take("*.csv", "format: csv, missing-columns: allow")).isEqualTo(result(1, 1, 0, 0));
    assertThat(landing.rows("silver.item", "id", "name", "price")).containsExactly("1 Anna null");
  }

  @Test
  void aLargeFileIsReadInPartsAndNewlinesWithinQuotesPartNothing() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 300_000; i++) {
      text.append(i).append(",\"a\n,,\"\"line\"\" of ").append("padding ".repeat(8));
      text.append("\",1,2026-01-01T00:00:00\n");
    }
    landing.write("a.csv", text.toString());

    assertThat(landing.take(RunnerName.FLINK, "*.csv", CSV)).isEqualTo(result(1, 300_000, 0, 0));

    assertThat(landing.rows("silver.item_history", "_lsn"))
        .doesNotHaveDuplicates()
        .hasSize(300_000);
  }

  @Test
  void manySmallFilesAreTakenInOneRun() throws IOException {
    for (int i = 0; i < 500; i++) {
      landing.write("f%03d.csv".formatted(i), HEADER + i + ",n,1,2026-01-01T00:00:00\n");
    }

    assertThat(take("*.csv")).isEqualTo(result(500, 500, 0, 0));
    assertThat(landing.rows("lakebeam.files", "state", "rows"))
        .hasSize(500)
        .containsOnly("taken 1");
  }

  @Test
  void aFileThatIsStillWrittenIsLeftAlone() throws IOException {
    landing.write("a.csv", HEADER + "1,Anna,1,2026-01-01T00:00:00\n");
    Path young = Files.writeString(folder.resolve("landing/b.csv.gz"), "\u001f");
    Files.write(young, new byte[] {0x1F, (byte) 0x8B, 8, 0});

    LandingResult result = take("*.csv*");

    assertThat(result.taken()).isEqualTo(1);
    assertThat(result.waiting()).containsExactly(young.toString());
    assertThat(landing.rows("lakebeam.files", "state")).containsExactly("taken");
  }

  @Test
  void aPathThatNothingIsLikeIsAnErrorUntilSomethingWasTaken() throws IOException {
    assertThatThrownBy(() -> take("*.csv"))
        .isInstanceOf(LandingException.class)
        .hasMessage(
            "source landing: no file is like its path, and none ever was; looked into %s"
                .formatted(folder.resolve("landing")));

    Path file = landing.write("a.csv", HEADER + "1,Anna,1,2026-01-01T00:00:00\n");
    take("*.csv");
    Files.delete(file);
    assertThat(take("*.csv")).isEqualTo(result(0, 0, 0, 0));
  }

  @Test
  void textsAreCleanedBeforeTheyAreRead() throws IOException {
    landing.declare(
        "columns: {id: string, name: string, price: \"decimal(10,2)\", at: timestamp}, clean: {id: [trim, upper],"
            + " name: [trim, title, {default: Nobody}], price: {decimal: \",\"}, at: {timestamp: dd.MM.yyyy HH:mm}}");
    landing.write(
        "a.csv",
        HEADER
            + "a1,jan van der berg,\"1.234,5\",31.01.2026 10:00\n"
            + " A1 ,ANNA MCDONALD,7,31.01.2026 11:00\n"
            + "b,\" \",8,31.01.2026 12:00\n"
            + "  ,x,8,31.01.2026 12:00\n"
            + "c,x,1.5,31.01.2026 12:00\n");

    assertThat(take("*.csv")).isEqualTo(result(1, 3, 2, 0));

    assertThat(landing.rows("silver.item", "id", "name", "price", "at"))
        .containsExactly(
            "A1 Anna McDonald 7.00 2026-01-31T11:00", "B Nobody 8.00 2026-01-31T12:00");
    assertThat(landing.rows("silver.item_history", "name"))
        .containsExactly("Anna McDonald", "Jan van der Berg", "Nobody");
    assertThat(landing.rows("bronze.item", "value"))
        .anyMatch(value -> value.contains("ANNA MCDONALD"));
    assertThat(landing.reasons())
        .containsExactly(
            "a.csv line 5: column 'id': found nothing; a key must have a value",
            "a.csv line 6: column 'price': found '1.5'; expected a number with the decimal sign ',', its thousands apart or not");
  }

  @Test
  void recordsThatAreNotAsExpectedAreQuarantinedOrEndTheRun() throws IOException {
    String expect =
        "columns: {id: bigint, name: string, price: \"decimal(10,2)\", at: timestamp}, expect: ["
            + "{column: price, between: [0, 9.99], severity: %s}, {column: at, not-future: true, severity: quarantine}]";
    landing.declare(expect.formatted("fail"));
    landing.write(
        "a.csv",
        HEADER
            + "1,Anna,1,2026-01-01T00:00:00\n"
            + "2,Bert,10,2026-01-01T00:00:00\n"
            + "3,Cleo,-1,2026-01-01T00:00:00\n"
            + "4,Dora,1,2126-01-01T00:00:00\n"
            + "5,Emil,x,2026-01-01T00:00:00\n");

    assertThatThrownBy(() -> take("*.csv"))
        .hasStackTraceContaining(
            "table item: 2 or more records are not as expected, where the severity is fail: a.csv line 3: expectation 'price between 0 and 9.99' is not met: found '10.00'; a.csv line 4: expectation 'price between 0 and 9.99' is not met: found '-1.00'. Nothing of this run's files is in the lake");
    assertThat(landing.rows("silver.item", "id")).isEmpty();
    assertThat(landing.rows("bronze.item", "row")).isEmpty();

    landing.declare(expect.formatted("quarantine"));
    assertThat(take("*.csv")).isEqualTo(result(1, 1, 4, 0));
    assertThat(landing.rows("silver.item", "id")).containsExactly("1");
    assertThat(landing.reasons())
        .containsExactly(
            "a.csv line 3: expectation 'price between 0 and 9.99' is not met: found '10.00'",
            "a.csv line 4: expectation 'price between 0 and 9.99' is not met: found '-1.00'",
            "a.csv line 5: expectation 'at not in the future' is not met: found '2126-01-01T00:00'",
            "a.csv line 6: column 'price': found 'x'; expected a number of up to 8 digits before the '.' and 2 after it");
    assertThat(landing.letters()).contains("2,Bert,10,2026-01-01T00:00:00");
  }

  private LandingResult take(String pattern) throws IOException {
    return take(pattern, CSV);
  }

  private LandingResult take(String pattern, String format) throws IOException {
    return landing.take(RunnerName.DIRECT, pattern, format);
  }

  private static LandingResult result(int taken, long rows, long rejected, int copies) {
    return new LandingResult("landing", taken, rows, rejected, copies, List.of(), List.of());
  }
}
