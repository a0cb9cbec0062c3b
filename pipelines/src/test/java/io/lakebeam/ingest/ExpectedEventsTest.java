package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.ColumnCleaning;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expectation.Kind;
import io.lakebeam.quality.Expectation.Severity;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceColumn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a table that expects something of its rows, and what the lake has of them. */
class ExpectedEventsTest {
  private static final CapturedTable PLAIN =
      CustomerLake.table(
          new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull()),
          new SourceColumn("name", "text", DataTypes.STRING()),
          new SourceColumn("age", "int", DataTypes.INT()),
          new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6)));
  private static final CapturedTable TABLE =
      PLAIN.ruled(CustomerLake.expecting(adult(Severity.QUARANTINE)));

  @TempDir private Path folder;
  private CustomerLake customers;
  private long offset;

  @BeforeEach
  void makeLake() {
    customers = new CustomerLake(folder.resolve("lake"));
  }

  @Test
  void thatAreNotAsExpectedAreQuarantinedAndWhatWasThereBeforeStays() {
    customers.ingest(
        TABLE,
        1,
        List.of(
            event("c", "null", row(1, "a", 20), 10),
            event("u", row(1, "a", 20), row(1, "b", 17), 11),
            event("c", "null", row(2, "c", 101), 12),
            event("c", "null", row(3, "d", 100), 13)));

    assertThat(customers.rows("silver.customer", "id", "name")).containsExactly("1 a", "3 d");
    assertThat(customers.rows("silver.customer_history", "name")).containsExactly("a", "d");
    assertThat(customers.rows("bronze.customer", "lsn")).containsExactly("10", "13");
    assertThat(customers.rows("bronze.dead_letters", "position", "reason"))
        .containsExactly(
            "1 expectation 'age between 18 and 100' is not met: found '17'",
            "2 expectation 'age between 18 and 100' is not met: found '101'");
  }

  @Test
  void aDeleteEndsARowWhateverIsExpected() {
    customers.ingest(
        PLAIN.ruled(
            CustomerLake.expecting(
                new Expectation("age", Kind.NOT_NULL, List.of(), Severity.QUARANTINE))),
        1,
        List.of(event("c", "null", row(1, "a", 20), 10), event("d", row(1, "a", 20), "null", 11)));

    assertThat(customers.rows("silver.customer", "id", "_deleted")).containsExactly("1 true");
    assertThat(customers.rows("bronze.dead_letters", "reason")).isEmpty();
  }

  @Test
  void areTakenBackByAMendedExpectationAndNeverBeatWhatCameAfterThem() {
    customers.ingest(
        TABLE,
        1,
        List.of(
            event("c", "null", row(1, "a", 17), 10),
            event("u", row(1, "a", 17), row(1, "b", 18), 11),
            event("c", "null", row(2, "c", 16), 12),
            event("c", "null", row(3, "d", 3), 13)));
    CapturedTable mended =
        PLAIN.ruled(
            CustomerLake.expecting(
                new Expectation("age", Kind.BETWEEN, List.of("16", ""), Severity.QUARANTINE)));

    assertThat(replay(mended)).isEqualTo(new Replay.Result(3, 2, 1));

    assertThat(customers.rows("silver.customer", "id", "name")).containsExactly("1 b", "2 c");
    assertThat(customers.rows("silver.customer_history", "name")).containsExactly("a", "b", "c");
    assertThat(customers.rows("bronze.dead_letters", "position", "reason", "resolved"))
        .contains("3 expectation 'age at least 16' is not met: found '3' false");
    assertThat(replay(PLAIN.ruled(CustomerLake.expecting(adult(Severity.FAIL)))))
        .isEqualTo(new Replay.Result(1, 0, 1));
  }

  @Test
  void endTheIngestWhereThatIsTheSeverityAndNothingOfThemIsStored() {
    CapturedTable strict = PLAIN.ruled(CustomerLake.expecting(adult(Severity.FAIL)));
    List<KafkaRecord<byte[], byte[]>> records = List.of(event("c", "null", row(1, "a", 17), 10));

    assertThatThrownBy(() -> customers.ingest(strict, 1, records))
        .hasStackTraceContaining(
            "table customer: expectation 'age between 18 and 100' is not met: found '17', in the event at shop.public.customer-0, offset 0; its severity is fail, so the ingest ends. Mend the expectation, or let it quarantine such rows (severity: quarantine), and start the ingest again");

    assertThat(customers.rows("silver.customer", "id")).isEmpty();
    assertThat(customers.rows("bronze.customer", "lsn")).isEmpty();
    assertThat(customers.rows("bronze.dead_letters", "reason")).isEmpty();
  }

  @Test
  void areJudgedWhenTheyAreCleanAndNotAgainByARebuild() {
    CapturedTable clean =
        PLAIN.ruled(
            new TableRules(
                null,
                new ColumnCleaning(
                    Map.of("age", List.of(new CleanStep(CleanStep.Kind.DEFAULT, "18")))),
                List.of(adult(Severity.QUARANTINE))));
    customers.ingest(clean, 1, List.of(event("c", "null", row(1, "a", null), 10)));
    assertThat(customers.rows("silver.customer", "age")).containsExactly("18");
    CapturedTable stricter =
        PLAIN.ruled(
            new TableRules(
                null,
                clean.rules().cleaning(),
                List.of(
                    new Expectation("age", Kind.BETWEEN, List.of("50", ""), Severity.QUARANTINE))));

    assertThat(
            Rebuild.compare(
                    customers.lake(),
                    RunnerName.DIRECT,
                    "rebuild",
                    List.of(new CapturedEvents(stricter, 1)),
                    RebuildStart.first(),
                    () -> {})
                .tables())
        .hasSize(2)
        .allMatch(RebuiltTable::isEqual);
  }

  @Test
  void thatAreOnlyWarnedOfAreTakenAndFoundOnceHoweverOftenTheyCome() {
    CapturedTable warned =
        PLAIN.ruled(
            new TableRules(
                null,
                ColumnCleaning.NONE,
                List.of(
                    adult(Severity.WARN),
                    new Expectation("name", Kind.NOT_NULL, List.of(), Severity.WARN),
                    new Expectation("age", Kind.NOT_NULL, List.of(), Severity.QUARANTINE))));
    List<KafkaRecord<byte[], byte[]>> records =
        List.of(
            event("c", "null", row(1, "a", 20), 10),
            event("u", row(1, "a", 20), row(1, "b", 17), 11),
            event("c", "null", row(2, "c", 101).replace("\"c\"", "null"), 11),
            event("c", "null", row(3, "d", null).replace("\"d\"", "null"), 12),
            event("d", row(1, "b", 17), "null", 13));
    customers.ingest(warned, 1, records);
    List<String> found =
        customers.rows("lakebeam.findings", "table_name", "expectation", "position", "lsn");
    assertThat(found)
        .containsExactly(
            "customer age between 18 and 100 1 11",
            "customer age between 18 and 100 2 11",
            "customer name not null 2 11");
    assertThat(customers.rows("silver.customer", "id", "_deleted"))
        .containsExactly("1 true", "2 false");
    assertThat(customers.rows("bronze.dead_letters", "position")).containsExactly("3");

    // Again, as after a kill, and once more under other offsets, as from a connector's restart.
    customers.ingest(warned, 1, records);
    customers.ingest(warned, 1, List.of(event("u", row(1, "a", 20), row(1, "b", 17), 11)));

    assertThat(customers.rows("lakebeam.findings", "expectation", "lsn"))
        .containsExactly(
            "age between 18 and 100 11", "age between 18 and 100 11", "name not null 11");
  }

  @Test
  void thatNobodyIsWarnedOfMakeNoTableOfFindings() {
    customers.ingest(TABLE, 1, List.of(event("c", "null", row(1, "a", 17), 10)));

    assertThat(customers.lake().exists(RowFindings.NAME)).isFalse();
  }

  @Test
  void thatAreTakenBackAreWarnedOfThen() {
    customers.ingest(TABLE, 1, List.of(event("c", "null", row(1, "a", 17), 10)));

    assertThat(replay(PLAIN.ruled(CustomerLake.expecting(adult(Severity.WARN)))))
        .isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(customers.rows("silver.customer", "id")).containsExactly("1");
    assertThat(customers.rows("lakebeam.findings", "source_partition", "position"))
        .containsExactly("shop.public.customer-0 0");
  }

  private Replay.Result replay(CapturedTable table) {
    return Replay.run(
        customers.lake(), RunnerName.DIRECT, "replay", List.of(new ReplayedTable(table, 1)));
  }

  private static Expectation adult(Severity severity) {
    return new Expectation("age", Kind.BETWEEN, List.of("18", "100"), severity);
  }

  private KafkaRecord<byte[], byte[]> event(
      String operation, String before, String after, long lsn) {
    String id = (after.equals("null") ? before : after).replaceAll(".*\"id\": (\\d+).*", "$1");
    return CustomerLake.record(
        offset++, "{\"id\": %s}".formatted(id), CustomerLake.event(operation, before, after, lsn));
  }

  private static String row(long id, String name, Integer age) {
    return "{\"id\": %d, \"name\": \"%s\", \"age\": %s, \"updated_at\": 1}"
        .formatted(id, name, age);
  }
}
