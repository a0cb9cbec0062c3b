package io.lakebeam.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebeziumJsonTest {
  private static final RowType ORDERS =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("note", DataTypes.STRING())
          .field("price", DataTypes.DECIMAL(5, 2))
          .build();
  private static final String SOURCE =
      """
      "source": {"version": "3.7.0.Final", "ts_ms": 1700000000123, "snapshot": "false",
        "sequence": "[\\"24023112\\",\\"24023128\\"]", "table": "orders", "txId": 555,
        "lsn": 24023128, "xmin": null}""";

  private final DebeziumJson orders = DebeziumJson.of(ORDERS);

  @Test
  void readsTheRowThatASnapshotFoundBeforeAnyCommitWasDecoded() {
    Change change =
        decode(
            """
            {"before": null, "after": {"id": 7, "note": "a", "price": "1.20"},
             "source": {"ts_ms": 1700000000123, "snapshot": "first_in_data_collection",
               "sequence": "[null,\\"24023128\\"]", "lsn": 24023128},
             "transaction": null, "op": "r", "ts_ms": 1700000000999}""");

    assertThat(change.operation()).isEqualTo(Operation.READ);
    assertThat(change.isOfSnapshot()).isTrue();
    assertThat(change.commitLsn()).isZero();
    assertThat(change.lsn()).isEqualTo(24023128);
    assertThat(change.sourceMillis()).isEqualTo(1_700_000_000_123L);
    assertThat(change.row()).isEqualTo(row(7, "a", "1.20"));
  }

  /** Its transaction was committed after the snapshot was taken, and its place is before. */
  @Test
  void putsAChangeThatASnapshotDidNotSeeBehindTheSnapshotsRow() {
    String event =
        """
        {"before": null, "after": {"id": 7, "note": null, "price": null},
         "source": {"ts_ms": 1700000000123, "sequence": "[null,\\"%1$d\\"]", "lsn": %1$d},
         "op": "%2$s"}""";

    Change found = decode(event.formatted(24023128, "r"));
    Change changed = decode(event.formatted(24023100, "u"));

    assertThat(found.commitLsn()).isLessThan(changed.commitLsn());
  }

  @Test
  void aRowThatWasReadAgainWhileTheStreamWentOnIsOfNoSnapshotBeforeIt() {
    Change change =
        decode(
            """
            {"before": null, "after": {"id": 7, "note": null, "price": null},
             "source": {"ts_ms": 1700000000123, "snapshot": "incremental",
               "sequence": "[null,\\"24023128\\"]", "lsn": 24023128}, "op": "r"}""");

    assertThat(change.isOfSnapshot()).isFalse();
    assertThat(change.commitLsn()).isEqualTo(24023128);
  }

  @Test
  void readsTheRowThatCame() {
    Change change = decode(event("c", "null", "{\"id\": 7, \"note\": null, \"price\": \"-3.00\"}"));

    assertThat(change.operation()).isEqualTo(Operation.CREATE);
    assertThat(change.commitLsn()).isEqualTo(24023112);
    assertThat(change.row()).isEqualTo(row(7, null, "-3.00"));
  }

  @Test
  void readsTheRowAfterAnUpdate() {
    Change change =
        decode(event("u", "{\"id\": 7, \"note\": \"old\"}", "{\"id\": 7, \"note\": \"new\"}"));

    assertThat(change.operation()).isEqualTo(Operation.UPDATE);
    assertThat(change.row()).isEqualTo(row(7, "new", null));
  }

  @Test
  void anUpdateMendsARowWhoseOldVersionCouldNotBeRead() {
    Change change =
        decode(
            event(
                "u",
                "{\"id\": 7, \"note\": \"__debezium_unavailable_value\", \"price\": \"NaN\"}",
                "{\"id\": 7, \"note\": \"new\", \"price\": \"1.00\"}"));

    assertThat(change.row()).isEqualTo(row(7, "new", "1.00"));
  }

  @Test
  void readsTheKeyAloneOfADeletedRowWhateverStandsBesideIt() {
    Change change = decode(event("d", "{\"id\": 7, \"note\": 1, \"price\": \"NaN\"}", "null"));

    assertThat(change.operation()).isEqualTo(Operation.DELETE);
    assertThat(change.row()).isEqualTo(row(7, null, null));
  }

  @Test
  void aTruncationHasAnOrderAndNoRow() {
    Change change = decode("{%s, \"op\": \"t\", \"ts_ms\": 1}".formatted(SOURCE));

    assertThat(change.operation()).isEqualTo(Operation.TRUNCATE);
    assertThat(change.commitLsn()).isEqualTo(24023112);
    assertThat(change.row().getFieldCount()).isZero();
  }

  @Test
  void refusesADecimalOfABillionPlacesWithoutWritingItOut() {
    assertThatThrownBy(() -> decode(event("c", "null", "{\"id\": 7, \"price\": \"1e-999999999\"}")))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining("column 'price'");
    assertThat(decode(event("c", "null", "{\"id\": 7, \"price\": \"0e-999999999\"}")).row())
        .isEqualTo(row(7, null, "0.00"));
  }

  @Test
  void readsFieldsInAnyOrder() {
    Change change =
        decode("{\"op\": \"d\", %s, \"after\": null, \"before\": {\"id\": 7}}".formatted(SOURCE));

    assertThat(change.row()).isEqualTo(row(7, null, null));
  }

  @Test
  void refusesAColumnThatTheTableDidNotHave() {
    assertRefused(
        event("c", "null", "{\"id\": 7, \"colour\": \"red\"}"),
        "column 'colour' is not in the table as it was when capture started");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c | null | {\"id\": 7, \"note\": null, \"price\": null} | true",
        "c | null | {\"id\": 7, \"note\": null} | false",
        "c | null | {\"id\": 7, \"price\": null, \"note\": null} | false",
        "u | {\"id\": 7} | {\"id\": 7, \"note\": null, \"price\": null} | true",
        "d | {\"id\": 7, \"note\": null, \"price\": null} | null | true",
        "d | {\"id\": 7, \"note\": null} | null | false"
      })
  void tellsWhetherTheRowHadTheTablesColumns(
      String operation, String before, String after, boolean hadThem) {
    decode(event(operation, before, after));

    assertThat(orders.hadItsColumns()).isEqualTo(hadThem);
  }

  @Test
  void namesTheColumnsOfARowInItsOrder() {
    byte[] update = event("u", "{\"a\": 1}", "{\"c\": 1, \"b\": [1, 2]}").getBytes(UTF_8);
    byte[] delete = event("d", "{\"b\": {\"x\": 1}, \"a\": 1}", "null").getBytes(UTF_8);

    assertThat(orders.columnNames(update)).containsExactly("c", "b");
    assertThat(orders.columnNames(delete)).containsExactly("b", "a");
    for (String none : List.of("{}", "[]", "x", "", "{\"after\": null}", "{\"after\": {")) {
      assertThatThrownBy(() -> orders.columnNames(none.getBytes(UTF_8)))
          .isInstanceOf(ChangeException.class);
    }
  }

  @Test
  void refusesAValueThatTheSourceDidNotSend() {
    assertRefused(
        event("u", "null", "{\"id\": 7, \"note\": \"__debezium_unavailable_value\"}"),
        "column 'note': the source did not send the unchanged large value;"
            + " ALTER TABLE ... REPLICA IDENTITY FULL makes it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"after\": {\"id\": 1}, \"op\": \"c\"} | an event has op, source.lsn and source.ts_ms",
        "{\"source\": null, \"op\": \"c\", \"after\": {\"id\": 1}} | source is an object",
        "{\"source\": 5, \"op\": \"c\"} | source is an object",
        "{\"source\": [1], \"op\": \"c\"} | source is an object",
        "{\"source\": {\"sequence\": \"[\\\"x\\\"]\"}} | source.sequence",
        "{\"source\": {\"sequence\": \"?\"}} | source.sequence is not a pair",
        "{\"source\": {\"sequence\": \"[\\\"1\\\"]\"}} | source.sequence is not a pair",
        "{\"source\": {\"sequence\": \"[\\\"1\\\",\\\"x\\\"]\"}} | source.sequence is not a pair",
        "{\"source\": {\"sequence\": \"[\\\"1\\\",2]\"}} | source.sequence is not a pair",
        "{\"source\": {\"sequence\": \"[\\\"-1\\\",\\\"2\\\"]\"}} | source.sequence is not a pair",
        "{\"source\": {\"sequence\": \"[\\\"\\\",\\\"2\\\"]\"}} | source.sequence is not a pair",
        "{\"source\": {\"sequence\": \"[,]\"}} | source.sequence is not a pair",
        "{\"source\": {\"sequence\": \"[\\\"1\\\",\\\"1234567890123456789\\\"]\"}} | source.sequence is not a pair",
        "{\"source\": {\"sequence\": \"[\\\"1\\\",\\\"2\\\",\\\"3\\\"]\"}} | source.sequence is not a pair",
        "{\"source\": {\"lsn\": null}} | not JSON",
        "{\"source\": {\"ts_ms\": \"x\"}} | not JSON",
        "{\"op\": \"m\"} | operation 'm' is not one of r, c, u, d, t, x, y",
        "{\"op\": null} | operation 'null' is not one of r, c, u, d, t, x, y",
        "{\"after\": 1} | a row is an object",
        "{\"after\": [1]} | a row is an object",
        "[] | an event is a JSON object",
        "null | an event is a JSON object",
        "'' | an event is a JSON object",
        "plain words | not JSON"
      })
  void refusesWhatIsNoEvent(String value, String reason) {
    assertRefused(value, reason);
  }

  @Test
  void refusesAnEventWithoutAnOperation() {
    assertRefused(
        "{\"after\": {\"id\": 1}, %s}".formatted(SOURCE),
        "an event has op, source.lsn and source.ts_ms; one is missing");
  }

  @ParameterizedTest
  @CsvSource({"c, after", "u, after", "r, after", "d, before"})
  void refusesAnOperationWithoutItsRow(String operation, String side) {
    assertRefused(
        event(operation, "null", "null"),
        "operation '%s' without a row %s it".formatted(operation, side));
  }

  @Test
  void refusesEveryTruncationOfAnEvent() {
    byte[] whole =
        event("c", "null", "{\"id\": 7, \"note\": \"é\"}").getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> orders.decode(part)).isInstanceOf(ChangeException.class);
    }
  }

  @Test
  void refusesWhatFollowsAnEvent() {
    assertRefused(event("c", "null", "{\"id\": 7}") + "{}", "after its end");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin1 =
        event("c", "null", "{\"id\": 7, \"note\": \"é\"}").getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> orders.decode(latin1))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining("not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.234", "1000.00", "1e3", "1e-3", "NaN", "Infinity", "", "1,5", "x"})
  void refusesADecimalThatWouldHaveToBeRounded(String price) {
    assertRefused(event("c", "null", "{\"id\": 7, \"price\": \"%s\"}".formatted(price)), "'price'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2147483647", "1e999999999", "-1e400000000", "1e-2147483647"})
  void refusesADecimalThatWouldFillTheMemory(String price) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertRefused(
                event("c", "null", "{\"id\": 7, \"price\": \"%s\"}".formatted(price)), "'price'"));
  }

  @ParameterizedTest
  @CsvSource({"999.99, 999.99", "-999.99, -999.99", "1, 1.00", "1.5000, 1.50", "5e2, 500.00"})
  void keepsADecimalThatFits(String price, BigDecimal kept) {
    Change change = decode(event("c", "null", "{\"id\": 7, \"price\": \"%s\"}".formatted(price)));

    assertThat(change.row().getDecimal(2, 5, 2).toBigDecimal()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT | 2147483648",
        "INT | \"1\"",
        "INT | 1.0",
        "INT | true",
        "BIGINT | 9223372036854775808",
        "BIGINT | \"1\"",
        "BIGINT | {}",
        "DOUBLE | \"wide\"",
        "DOUBLE | \"1.5d\"",
        "DOUBLE | true",
        "DOUBLE | 1e999",
        "DOUBLE | []",
        "FLOAT | 1e39",
        "FLOAT | 0.12345678901234",
        "FLOAT | \"0x1p3\"",
        "FLOAT | {}",
        "BOOLEAN | 1",
        "BOOLEAN | \"true\"",
        "STRING | 1",
        "STRING | {\"a\": 1}",
        "STRING | true",
        "DATE | \"2024-01-01\"",
        "DATE | 4294967296",
        "DATE | 2147483647",
        "DATE | -2147483648",
        "TIMESTAMP | \"2024-01-01T00:00:00Z\"",
        "TIMESTAMP | 1.5",
        "TIMESTAMP | 9223372036854775807",
        // What 294276-12-31 23:59:59.999999 comes as.
        "TIMESTAMP | -9223372036853775810",
        "TIMESTAMP | -9223372036854775808",
        "TIMESTAMP | -9223372036853775810",
        "BYTES | 5",
        "BYTES | \"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"",
        "TIMESTAMPTZ | 1700000000000000",
        "TIMESTAMPTZ | \"yesterday\"",
        "TIMESTAMPTZ | \"infinity\"",
        "TIMESTAMPTZ | \"2024-01-01T00:00:00\"",
        "TIMESTAMPTZ | \"2024-01-01T00:00:00.123456789Z\"",
        "DECIMAL | true",
        "DECIMAL | {}"
      })
  void refusesAValueOfAnotherType(String type, String json) {
    assertThatThrownBy(() -> value(type(type), json))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining("column 'value'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.5 | 1.5",
        "7 | 7.0",
        "\"NaN\" | NaN",
        "\"Infinity\" | Infinity",
        "\"-Infinity\" | -Infinity",
        "-0.0 | -0.0",
        "4.9E-324 | 4.9E-324"
      })
  void keepsEveryDouble(String json, double kept) {
    assertThat(value(DataTypes.DOUBLE(), json)).isEqualTo(kept);
  }

  @Test
  void keepsAFloatAsItIsWritten() {
    assertThat(value(DataTypes.FLOAT(), "0.1")).isEqualTo(0.1f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01", "0001-01-01", "-4712-01-01", "9999-12-31"})
  void keepsDates(LocalDate date) {
    assertThat(value(DataTypes.DATE(), Long.toString(date.toEpochDay())))
        .isEqualTo((int) date.toEpochDay());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-03-31T01:30:00.123456Z",
        "1969-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z",
        "-4712-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "+294246-12-31T23:59:59.999999Z"
      })
  void keepsTimesToTheMicrosecondNearAndFar(String text) {
    Instant instant = Instant.parse(text);
    long micros =
        Math.addExact(
            Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);

    assertThat(value(type("TIMESTAMP"), Long.toString(micros)))
        .isEqualTo(Timestamp.fromMicros(micros));
    assertThat(value(type("TIMESTAMPTZ"), "\"" + text + "\""))
        .isEqualTo(Timestamp.fromMicros(micros));
  }

  @Test
  void bringsATimeOfAnotherZoneToUtc() {
    assertThat(value(type("TIMESTAMPTZ"), "\"2024-01-01T02:00:00.5+02:00\""))
        .isEqualTo(Timestamp.fromMicros(1_704_067_200_500_000L));
  }

  @Test
  void keepsTextExactly() {
    Map.of(
            "\uD83D\uDE00", "\uD83D\uDE00",
            "\\ud83d\\ude00", "\uD83D\uDE00",
            "a\\u0000b", "a\u0000b",
            "\\\"\\\\\\n", "\"\\\n",
            "é", "é",
            "e\u0301", "e\u0301",
            "\uFFFD", "\uFFFD",
            "", "")
        .forEach(
            (json, text) -> {
              Object kept = value(DataTypes.STRING(), "\"" + json + "\"");

              assertThat(kept).hasToString(text);
              assertThat(((BinaryString) kept).toBytes())
                  .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "a\\ud83db", "\\ude00\\ud83d"})
  void refusesHalfACharacter(String json) {
    assertThatThrownBy(() -> value(DataTypes.STRING(), "\"" + json + "\""))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining("column 'value'")
        .hasMessageContaining("surrogate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMERIC | \"1.10\" | 1.10",
        "NUMERIC | \"NAN\" | NaN",
        "NUMERIC | \"NEGATIVE_INFINITY\" | -Infinity",
        "NUMERIC 3 | \"-1.500\" | -1.500",
        "NUMERIC 0 | \"12300.000\" | 12300",
        "TIME | 0 | 00:00:00",
        "TIME | 86400000000 | 24:00:00",
        "TIME | 45296100000 | 12:34:56.1",
        "TIME | 86399999999 | 23:59:59.999999",
        "INTERVAL | \"P0Y0M0DT0H0M0S\" | PT0S",
        "INTERVAL | \"P-1Y0M3DT-4H-5M-6.000001S\" | P-1Y3DT-4H-5M-6.000001S",
        "INTERVAL | \"P0Y0M0DT100H0M-0.100000S\" | PT100H-0.1S",
        "BIT | true | 1",
        "BIT | false | 0",
        "BITS 5 | \"FQ==\" | 10101",
        "BITS 10 | \"AQI=\" | 1000000001",
        "BITS 9 | \"\" | 000000000",
        "BASE64 | \"e1sxLDMpfQ==\" | {[1,3)}",
        "ARRAY | [1, null, -3] | {1,NULL,-3}",
        "ARRAY | [] | {}",
        "ARRAY | [\"a\", \"b c\", \"\", \"null\", \"x\\\"y\\\\z\"] | {a,\"b c\",\"\",\"null\",\"x\\\"y\\\\z\"}",
        "ARRAY | [\"NAN\"] | {NAN}"
      })
  void keepsTheTextThatPostgresPrints(String form, String json, String text) {
    assertThat(text(form, json)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMERIC | \"1e5\"",
        "NUMERIC | 1",
        "NUMERIC 0 | \"1.5\"",
        "TIME | 86400000001",
        "TIME | -1",
        "TIME | \"12:00\"",
        "INTERVAL | \"P1Y\"",
        "INTERVAL | 5",
        "BIT | \"1\"",
        "BITS 5 | \"IA==\"",
        "BASE64 | \"//8=\"",
        "BASE64 | 1",
        "ARRAY | [[1]]",
        "ARRAY | [1.5]",
        "ARRAY | [true]",
        "ARRAY | \"{1}\""
      })
  void refusesWhatIsNoSuchText(String form, String json) {
    assertThatThrownBy(() -> text(form, json))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining("column 'value'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NUMERIC | \"__debezium_unavailable_value\"",
        "BASE64 | \"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"",
        "ARRAY | [\"__debezium_unavailable_value\"]",
        "ARRAY | [\"b68a35a7-17ad-35b3-af2a-ae46edb4545a\"]",
        "ARRAY | [95,95,100,101,98,101,122,105,117,109,95,117,110,97,118,97,105,108,97,98,108,101,95,118,97,108,117,101]"
      })
  void refusesAnUnchangedLargeValueInEveryForm(String form, String json) {
    assertThatThrownBy(() -> text(form, json))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining("column 'value': the source did not send the unchanged large value");
  }

  @Test
  void keepsBytes() {
    assertThat(value(DataTypes.BYTES(), "\"AP+A\"")).isEqualTo(new byte[] {0, -1, -128});
    assertThat(value(DataTypes.BYTES(), "\"\"")).isEqualTo(new byte[0]);
  }

  private static Object text(String form, String json) {
    String[] parts = form.split(" ", -1);
    TextForm.Kind kind = TextForm.Kind.valueOf(parts[0]);
    int size = parts.length == 1 ? TextForm.ANY : Integer.parseInt(parts[1]);
    return DebeziumJson.of(
            RowType.builder().field("value", DataTypes.STRING()).build(),
            List.of(new TextForm(kind, size)))
        .decode(
            event("c", "null", "{\"value\": %s}".formatted(json)).getBytes(StandardCharsets.UTF_8))
        .row()
        .getField(0);
  }

  private void assertRefused(String value, String reason) {
    assertThatThrownBy(() -> decode(value))
        .isInstanceOf(ChangeException.class)
        .hasMessageContaining(reason);
  }

  private Change decode(String value) {
    return orders.decode(value.getBytes(StandardCharsets.UTF_8));
  }

  private static Object value(DataType type, String json) {
    return DebeziumJson.of(RowType.builder().field("value", type).build())
        .decode(
            event("c", "null", "{\"value\": %s}".formatted(json)).getBytes(StandardCharsets.UTF_8))
        .row()
        .getField(0);
  }

  private static DataType type(String name) {
    return switch (name) {
      case "INT" -> DataTypes.INT();
      case "BIGINT" -> DataTypes.BIGINT();
      case "DOUBLE" -> DataTypes.DOUBLE();
      case "FLOAT" -> DataTypes.FLOAT();
      case "BOOLEAN" -> DataTypes.BOOLEAN();
      case "STRING" -> DataTypes.STRING();
      case "DATE" -> DataTypes.DATE();
      case "TIMESTAMP" -> DataTypes.TIMESTAMP(6);
      case "TIMESTAMPTZ" -> DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6);
      case "BYTES" -> DataTypes.BYTES();
      case "DECIMAL" -> DataTypes.DECIMAL(5, 2);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String event(String operation, String before, String after) {
    return "{\"before\": %s, \"after\": %s, %s, \"op\": \"%s\", \"ts_ms\": 1700000000999}"
        .formatted(before, after, SOURCE, operation);
  }

  private static GenericRow row(long id, String note, String price) {
    return GenericRow.of(
        id,
        note == null ? null : BinaryString.fromString(note),
        price == null ? null : Decimal.fromBigDecimal(new BigDecimal(price), 5, 2));
  }
}
