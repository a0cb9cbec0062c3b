package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.privacy.MaskKeys;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.CleanStep.Kind;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.secret.Secret;
import io.lakebeam.source.SourceColumn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a table with cleaning, and what the lake has of them. */
class CleanedEventsTest {
  private static final SourceColumn ID =
      new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull());
  private static final SourceColumn EMAIL = new SourceColumn("email", "text", DataTypes.STRING());
  private static final SourceColumn NAMED = new SourceColumn("name", "text", DataTypes.STRING());
  private static final SourceColumn BORN = new SourceColumn("born", "text", DataTypes.STRING());
  private static final SourceColumn LEVEL = new SourceColumn("level", "int", DataTypes.INT());
  private static final SourceColumn UPDATED =
      new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6));
  private static final CapturedTable PLAIN =
      CustomerLake.table(ID, EMAIL, NAMED, BORN, LEVEL, UPDATED);
  private static final CapturedTable TABLE =
      PLAIN.ruled(
          CustomerLake.cleaned(
              Map.of(
                  "email", List.of(new CleanStep(Kind.EMAIL, null)),
                  "name", List.of(new CleanStep(Kind.TRIM, null), new CleanStep(Kind.TITLE, null)),
                  "born", List.of(new CleanStep(Kind.DATE, "dd.MM.yyyy")),
                  "level", List.of(new CleanStep(Kind.DEFAULT, "7")))));

  @TempDir private Path folder;
  private CustomerLake customers;
  private long offset;

  @BeforeEach
  void makeLake() {
    customers = new CustomerLake(folder.resolve("lake"));
  }

  @Test
  void areCleanInSilverAndAsTheyCameInBronzeAndADeletedRowHasNoDefaults() {
    customers.ingest(
        TABLE,
        1,
        List.of(
            event("c", "null", row(1, " ANNA O'BRIEN", "31.01.2000"), 10),
            event("c", "null", row(2, "x", "01.01.2000"), 11),
            event("d", row(2, "x", "01.01.2000"), "null", 12)));

    assertThat(
            customers.rows("silver.customer", "id", "email", "name", "born", "level", "_deleted"))
        .containsExactly(
            "1 anna@example.org Anna O'Brien 2000-01-31 7 false", "2 null null null null true");
    assertThat(customers.rows("silver.customer_history", "name"))
        .containsExactly("Anna O'Brien", "X", "null");
    assertThat(customers.rows("bronze.customer", "value"))
        .anyMatch(value -> value.contains("\" ANNA O'BRIEN\""));
  }

  @Test
  void thatCannotBeCleanedAreDeadLettersAndAreTakenBackByAMendedStep() {
    customers.ingest(
        TABLE,
        1,
        List.of(
            event("c", "null", row(1, "a", "2000-01-31"), 10),
            event("c", "null", row(2, "b", "31.01.2000"), 11)));

    assertThat(customers.rows("bronze.dead_letters", "position", "reason"))
        .containsExactly("0 column 'born': found '2000-01-31'; expected a date like dd.MM.yyyy");
    assertThat(customers.rows("silver.customer", "id")).containsExactly("2");
    CapturedTable mended =
        PLAIN.ruled(
            CustomerLake.cleaned(Map.of("born", List.of(new CleanStep(Kind.DATE, "yyyy-MM-dd")))));

    assertThat(
            Replay.run(
                customers.lake(),
                RunnerName.DIRECT,
                "replay",
                List.of(new ReplayedTable(mended, 1))))
        .isEqualTo(new Replay.Result(1, 1, 0));
    assertThat(customers.rows("silver.customer", "id", "born"))
        .containsExactly("1 2000-01-31", "2 2000-01-31");
  }

  @Test
  void areMaskedWhenTheyAreCleanAndARebuildCleansTheOtherColumnsAlone() {
    MaskKeys keys = new MaskKeys(Map.of(1, new Secret("a key of thirty-two letters, or more")), 1);
    CapturedTable masked =
        TABLE.ruled(
            new TableRules(
                new ColumnMasks(
                    Map.of("email", MaskRule.partial(), "name", MaskRule.exactHmac()), keys),
                TABLE.rules().cleaning(),
                List.of()));
    customers.ingest(
        masked,
        1,
        List.of(
            event("c", "null", row(1, " ANNA O'BRIEN", "31.01.2000"), 10),
            event("c", "null", row(2, "Anna O'Brien ", "01.02.2000"), 11)));

    assertThat(customers.rows("silver.customer", "email", "born"))
        .containsExactly("a***@example.org 2000-01-31", "a***@example.org 2000-02-01");
    assertThat(customers.rows("silver.customer", "name")).allMatch(name -> name.startsWith("h1_"));
    assertThat(customers.rows("silver.customer", "name").stream().distinct()).hasSize(1);
    assertThat(compare(masked)).hasSize(2).allMatch(RebuiltTable::isEqual);
  }

  @Test
  void areCleanedAnewByARebuildWhenTheStepsAreOthers() {
    customers.ingest(TABLE, 1, List.of(event("c", "null", row(1, "anna", "31.01.2000"), 10)));
    CapturedTable changed =
        TABLE.ruled(CustomerLake.cleaned(Map.of("name", List.of(new CleanStep(Kind.UPPER, null)))));

    assertThat(compare(TABLE)).allMatch(RebuiltTable::isEqual);
    assertThat(compare(changed)).hasSize(2).noneMatch(RebuiltTable::isEqual);
  }

  private List<RebuiltTable> compare(CapturedTable table) {
    return Rebuild.compare(
            customers.lake(),
            RunnerName.DIRECT,
            "rebuild",
            List.of(new CapturedEvents(table, 1)),
            RebuildStart.first(),
            () -> {})
        .tables();
  }

  private KafkaRecord<byte[], byte[]> event(
      String operation, String before, String after, long lsn) {
    String id = (after.equals("null") ? before : after).replaceAll(".*\"id\": (\\d+).*", "$1");
    return CustomerLake.record(
        offset++, "{\"id\": %s}".formatted(id), CustomerLake.event(operation, before, after, lsn));
  }

  private static String row(long id, String name, String born) {
    return "{\"id\": %d, \"email\": \" Anna@Example.ORG\", \"name\": \"%s\", \"born\": \"%s\", \"level\": null, \"updated_at\": 1}"
        .formatted(id, name, born);
  }
}
