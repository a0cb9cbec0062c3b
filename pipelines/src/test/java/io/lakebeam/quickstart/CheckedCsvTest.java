package io.lakebeam.quickstart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedCsvTest {
  @TempDir private Path folder;

  @Test
  void handsOnTheRowsInTheOrderOfTheFile() throws IOException {
    List<String> rows = new ArrayList<>();

    long count =
        csv("city,age\n\"Bergen, Norway\",7\nOslo,8.0\n")
            .forEachRow(9, (n, row) -> rows.add(n + " " + row));

    assertThat(count).isEqualTo(2);
    assertThat(rows).containsExactly("0 [Bergen, Norway, 7]", "1 [Oslo, 8.0]");
  }

  @Test
  void readsOnlyAsManyRowsAsAskedFor() throws IOException {
    assertThat(read(csv("age,city\n1,a\n2,b\nwrong,c\n"), 2)).isEqualTo(2);
  }

  @Test
  void readsGzip() throws IOException {
    Path file = Files.write(folder.resolve("data.csv.gz"), gzip("age,city\n1,a\n"));

    assertThat(read(new CheckedCsv(file, columns()), 9)).isEqualTo(1);
  }

  @Test
  void passesOverAByteOrderMark() throws IOException {
    assertThat(csv("\uFEFFage,city\n1,a\n").header()).containsExactly("age", "city");
  }

  @Test
  void namesTheMissingColumnWithWhatWasFoundAndTheNearest() {
    refuses(
        "agee,city\n1,a\n",
        "line 1: column 'age' is missing; found: agee, city; did you mean 'agee'?");
  }

  @Test
  void refusesAColumnThatNobodyAskedFor() {
    refuses("age,city,mood\n1,a,b\n", "line 1: column 'mood' is not known; allowed: age, city");
  }

  @Test
  void refusesAColumnThatIsThereTwice() {
    refuses("age,city,age\n1,a,1\n", "line 1: a column is there twice: age, city, age");
  }

  @Test
  void namesLineAndColumnOfABadValue() {
    refuses(
        "age,city\n1,a\n\"2\",\"b\nc\"\nold,d\n",
        "line 5: column 'age': found 'old', expected numeric");
  }

  @Test
  void refusesAnEmptyValue() {
    refuses("age,city\n1,\n", "line 2: column 'city': found '', expected text");
  }

  @Test
  void refusesARowWithTooFewValues() {
    refuses("age,city\n1\n", "line 2: found 1 values, expected 2");
  }

  @Test
  void refusesAFileWithoutRows() {
    refuses("age,city\n", "line 1: the file has a header but no rows");
  }

  @Test
  void refusesAnEmptyFile() {
    refuses("", "line 1: the file is empty; expected a header with age, city");
  }

  @Test
  void refusesTruncatedGzip() throws IOException {
    byte[] whole = gzip("age,city\n1,a\n".repeat(1));
    Path file = Files.write(folder.resolve("data.csv.gz"), Arrays.copyOf(whole, whole.length - 9));

    assertThatThrownBy(() -> read(new CheckedCsv(file, columns()), 9))
        .isInstanceOf(QuickstartException.class)
        .hasMessage(file + " cannot be read: its gzip data is damaged or ends too early");
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Path file =
        Files.write(folder.resolve("data.csv"), "age,city\n1,Tromsø\n".getBytes(ISO_8859_1));

    assertThatThrownBy(() -> read(new CheckedCsv(file, columns()), 9))
        .isInstanceOf(QuickstartException.class)
        .hasMessage(file + " cannot be read: it is not UTF-8 text");
  }

  @ParameterizedTest
  @CsvSource({
    "integer, 2147483647, true",
    "integer, 2147483648, false",
    "integer, 1.0, false",
    "smallint, 32768, false",
    "bigint, 9223372036854775807, true",
    "numeric, 1.50, true",
    "numeric, 1e999999999, false",
    "numeric, NaN, false",
    "boolean, yes, false",
    "boolean, true, true",
    "date, 2024-02-29, true",
    "date, 2023-02-29, false",
    "double precision, -1.5e3, true"
  })
  void holdsValuesAgainstTheirType(String type, String value, boolean accepted) {
    assertThat(ColumnType.named(type).orElseThrow().accepts(value)).isEqualTo(accepted);
  }

  private void refuses(String text, String message) {
    assertThatThrownBy(() -> read(csv(text), 9))
        .isInstanceOf(QuickstartException.class)
        .hasMessage(folder.resolve("data.csv") + " " + message);
  }

  private static long read(CheckedCsv csv, long limit) {
    return csv.forEachRow(limit, (number, values) -> {});
  }

  private CheckedCsv csv(String text) throws IOException {
    return new CheckedCsv(Files.writeString(folder.resolve("data.csv"), text), columns());
  }

  private static Map<String, ColumnType> columns() {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("age", ColumnType.NUMERIC);
    columns.put("city", ColumnType.TEXT);
    return columns;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
