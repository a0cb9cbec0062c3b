package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.privacy.MaskKeys;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.privacy.Seal;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.secret.Secret;
import io.lakebeam.source.SourceColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a table with masks, and what is left of them in the lake. */
class MaskedEventsTest {
  private static final String CANARY = "ebenezer.canary@example.org";
  private static final String NAME = "Ebenezer Canary";
  private static final MaskKeys FIRST = keys(1);
  private static final SourceColumn ID =
      new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull());
  private static final SourceColumn EMAIL = new SourceColumn("email", "text", DataTypes.STRING());
  private static final SourceColumn BORN = new SourceColumn("born", "date", DataTypes.DATE());
  private static final SourceColumn NAMED = new SourceColumn("name", "text", DataTypes.STRING());
  private static final SourceColumn UPDATED =
      new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6));
  private static final Map<String, MaskRule> RULES =
      Map.of(
          "email", MaskRule.hmac(),
          "name", MaskRule.constant("hu25"),
          "born", MaskRule.truncate("year"));
  private static final CapturedTable TABLE = table(FIRST);

  @TempDir private Path folder;
  private CustomerLake customers;
  private Lake lake;
  private long offset;

  @BeforeEach
  void makeLake() {
    customers = new CustomerLake(folder.resolve("lake"));
    lake = customers.lake();
  }

  @Test
  void areStoredMaskedInBronzeCurrentAndHistory() throws IOException {
    customers.ingest(
        TABLE,
        1,
        List.of(
            event(1, "c", "null", row(1, CANARY), 10),
            event(1, "u", row(1, CANARY), row(1, " Ebenezer.CANARY@example.org "), 11),
            event(2, "c", "null", row(2, CANARY), 12),
            event(2, "d", row(2, CANARY), "null", 13)));

    String masked = hmac(FIRST);
    assertThat(customers.rows("silver.customer", "id", "email", "name", "born", "_deleted"))
        .containsExactly("1 %s hu25 1960-01-01 false".formatted(masked), "2 null null null true");
    assertThat(customers.rows("silver.customer_history", "email"))
        .containsExactly(masked, masked, masked, "null");
    assertThat(customers.rows("bronze.customer", "value"))
        .hasSize(4)
        .allMatch(value -> value.contains(masked) && value.contains("hu25"));
    assertNothingIsLeft();
    assertThat(compare(TABLE)).hasSize(2).allMatch(RebuiltTable::isEqual);
  }

  @Test
  void thatCannotBeReadAreKeptEncryptedAndTheirReasonsTellNoValue() throws IOException {
    List<KafkaRecord<byte[], byte[]>> records =
        List.of(
            record("{\"id\": 1}", "{\"after\": {\"id\": 1, \"email\": " + CANARY),
            record(CANARY, "not JSON: " + NAME),
            event(2, "c", "null", row(2, CANARY).replace("-3333", "\"" + NAME + "\""), 14),
            event(3, "c", "null", "{\"id\": \"x\", \"email\": \"%s\"}".formatted(CANARY), 15));
    customers.ingest(TABLE, 1, records);

    assertThat(customers.rows("bronze.dead_letters", "position", "reason"))
        .hasSize(4)
        .anyMatch(reason -> reason.startsWith("0 the event is not JSON, at byte "))
        .anyMatch(reason -> reason.startsWith("1 the event is not JSON, at byte "))
        .contains(
            "2 column 'born' has type DATE, and the value does not fit it; it is masked, so it is not shown",
            "3 column 'id': an integer is wanted; found x");
    assertNothingIsLeft();
    assertThat(opened(FIRST)).contains(records.get(1).getKV().getValue());
    assertThat(opened(keys(2))).as("after a rotation").hasSize(4);
  }

  @Test
  void areMaskedWhenTheirLettersAreDecodedAgain() throws IOException {
    CapturedTable before =
        CustomerLake.table(ID, EMAIL, BORN, UPDATED)
            .ruled(CustomerLake.masked(masks(FIRST, "email")));
    customers.ingest(before, 1, List.of(event(1, "c", "null", row(1, CANARY), 10)));
    assertThat(customers.rows("bronze.dead_letters", "position")).hasSize(1);
    TABLE.lakeTables().forEach(lake::createOrEvolve);
    CapturedTable rotated = table(keys(2));

    assertThat(
            Replay.run(lake, RunnerName.DIRECT, "replay", List.of(new ReplayedTable(rotated, 1))))
        .isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(customers.rows("silver.customer", "email", "name"))
        .containsExactly(hmac(keys(2)) + " hu25");
    assertNothingIsLeft();
  }

  @Test
  void stayLettersWhereTheKeyIsNotThere() {
    customers.ingest(TABLE, 1, List.of(record("{\"id\": 1}", NAME)));
    CapturedTable other =
        table(new MaskKeys(Map.of(3, new Secret("the third key of thirty-two letters")), 3));

    assertThat(Replay.run(lake, RunnerName.DIRECT, "replay", List.of(new ReplayedTable(other, 1))))
        .isEqualTo(new Replay.Result(1, 0, 1));

    assertThat(customers.rows("bronze.dead_letters", "reason"))
        .allMatch(reason -> reason.startsWith("it is encrypted under version 1 of the key"));
    assertThat(opened(FIRST)).containsExactly(NAME.getBytes(UTF_8));
  }

  @Test
  void areMaskedByTheColumnsNumberWhateverItsNameWasOrIs() throws IOException {
    List<SourceColumn> columns =
        List.of(numbered(ID, "id", 1), numbered(EMAIL, "email", 2), numbered(UPDATED, "at", 3));
    CapturedTable described =
        CustomerLake.table(
                numbered(ID, "id", 1),
                numbered(EMAIL, "email", 2),
                numbered(UPDATED, "updated_at", 3))
            .ruled(CustomerLake.masked(masks(FIRST, "email")));

    assertThat(described.masksOf(columns)).containsExactly(null, MaskRule.hmac(), null);
    assertThat(
            described.masksOf(
                List.of(
                    numbered(EMAIL, "mail", 2),
                    numbered(EMAIL, "email", 7),
                    numbered(ID, "id", 1))))
        .containsExactly(MaskRule.hmac(), MaskRule.hmac(), null);
  }

  private void assertNothingIsLeft() throws IOException {
    for (TableName table : lake.tables()) {
      assertThat(
              customers.rows(
                  table.toString(), lake.type(table).getFieldNames().toArray(new String[0])))
          .as("rows of %s", table)
          .noneMatch(row -> row.contains("anary") || row.contains("CANARY"));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), ISO_8859_1))
            .as("%s", file)
            .doesNotContain("anary", "CANARY");
      }
    }
  }

  private List<byte[]> opened(MaskKeys keys) {
    Seal seal = new Seal(keys);
    List<byte[]> values = new ArrayList<>();
    lake.read(Zones.DEAD_LETTERS, DeadLetters.columns())
        .forEach(
            row -> {
              DeadLetter letter = DeadLetters.decode(row);
              assertThat(Seal.isSealed(letter.value())).isTrue();
              values.add(letter.openedBy(seal).value());
            });
    return values;
  }

  private List<RebuiltTable> compare(CapturedTable table) {
    return Rebuild.compare(
            lake,
            RunnerName.DIRECT,
            "rebuild",
            List.of(new CapturedEvents(table, 1)),
            RebuildStart.first(),
            () -> {})
        .tables();
  }

  private KafkaRecord<byte[], byte[]> event(
      long id, String operation, String before, String after, long lsn) {
    return record("{\"id\": %d}".formatted(id), CustomerLake.event(operation, before, after, lsn));
  }

  private KafkaRecord<byte[], byte[]> record(String key, String value) {
    return CustomerLake.record(offset++, key, value);
  }

  private static String row(long id, String email) {
    return "{\"id\": %d, \"email\": \"%s\", \"name\": \"%s\", \"born\": -3333, \"updated_at\": 1}"
        .formatted(id, email, NAME);
  }

  private static String hmac(MaskKeys keys) {
    return MaskRule.hmac()
        .on(DataTypes.STRING(), keys)
        .of(BinaryString.fromString(CANARY))
        .toString();
  }

  private static CapturedTable table(MaskKeys keys) {
    return CustomerLake.table(ID, EMAIL, NAMED, BORN, UPDATED)
        .ruled(CustomerLake.masked(new ColumnMasks(RULES, keys)));
  }

  private static ColumnMasks masks(MaskKeys keys, String column) {
    return new ColumnMasks(Map.of(column, RULES.get(column)), keys);
  }

  private static SourceColumn numbered(SourceColumn column, String name, int number) {
    return new SourceColumn(name, column.type(), column.lakeType(), column.form(), number);
  }

  private static MaskKeys keys(int current) {
    return new MaskKeys(
        Map.of(
            1, new Secret("a key of thirty-two letters, or more"),
            2, new Secret("another key of thirty-two letters, or more")),
        current);
  }
}
