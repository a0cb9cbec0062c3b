package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.judge.Judgement;
import io.lakebeam.judge.Quality;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.Zones;
import io.lakebeam.quality.ColumnCleaning;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was found of changes, counted and looked up. */
class FoundChangesTest {
  private static final String PROJECT =
      """
      project: shop
      lake: {warehouse: "./lake"}
      privacy: {keys: {1: "${MASK_KEY_1}"}, current: 1}
      sources:
        bank:
          type: postgres
          url: "jdbc:postgresql://127.0.0.1:1/shop"
          user: nobody
          password: ${PASSWORD}
          kafka: "127.0.0.1:1"
          connect: "http://127.0.0.1:1"
      tables:
        customer:
          from: bank.public.customer
          key: [id]
          event-time: updated_at
          mask: {name: redact}
          expect:
            - {column: age, between: [18, 100]}
            - {column: name, not-null: true}
            - {column: age, not-null: true, severity: quarantine}
            - {fresh: 1d}
      """;

  private static final SourceColumn[] COLUMNS = {
    new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull()),
    new SourceColumn("name", "text", DataTypes.STRING()),
    new SourceColumn("age", "int", DataTypes.INT()),
    new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6))
  };

  @TempDir private Path folder;

  @Test
  void areCountedOnceAndLookedUpInHistoryWithoutMaskedColumns() throws Exception {
    Project project = project("{fresh: 1d}");
    CustomerLake customers = new CustomerLake(folder.resolve("lake"));
    CapturedTable table =
        CustomerLake.table(COLUMNS)
            .ruled(
                new TableRules(
                    null, ColumnCleaning.NONE, project.table("customer").expectOfRows()));
    for (int i = 0; i < 2; i++) {
      // As one snapshot: all rows stand at one place in the log.
      customers.ingest(
          table,
          1,
          List.of(
              CustomerLake.record(0, "{\"id\": 1}", read(1, "\"Canary\"", 17)),
              CustomerLake.record(1, "{\"id\": 2}", read(2, "null", 18)),
              CustomerLake.record(2, "{\"id\": 3}", read(3, "\"c\"", 19))));
    }
    quarantine(customers, "shop.bank-2.public.customer-0", 7, "age not null");
    quarantine(customers, "shop.bank.public.customers-0", 8, "age not null");
    quarantine(customers, "shop.bank.public.customer-0", 9, "of another kind");

    List<Judgement> judgements =
        Quality.of(project, Instant.parse("1970-01-02T00:00:00.000001Z")).withExamples().ask();

    assertThat(judgements)
        .extracting(
            one ->
                "%s: %d of %d, %s %s"
                    .formatted(
                        one.expected().name(),
                        one.unmet(),
                        one.judged(),
                        one.found(),
                        one.examples()))
        .containsExactly(
            "age between 18 and 100: 1 of 4, null [{id=1, age=17, source_partition=shop.public.customer-0, position=0}]",
            "name not null: 1 of 4, null [{id=2, source_partition=shop.public.customer-0, position=1}]",
            "age not null: 1 of 4, null [{source_partition=shop.bank-2.public.customer-0, position=7, reason=expectation 'age not null' is not met: found null}]",
            "fresh within 1d: 0 of 1, 1970-01-01T00:00:00.000001 []");
    assertThat(
            Quality.of(project, Instant.parse("1970-01-02T00:00:00.000002Z")).ask().get(3).isMet())
        .isFalse();
  }

  @Test
  void ofTablesThatCannotHaveThemAreRefusedBeforeTheStart() throws Exception {
    SourceTable source = new SourceTable("public", "customer", List.of(COLUMNS), List.of("id"));

    assertThatThrownBy(
            () ->
                TableFit.require(
                    source, project("{column: updated_at, sum: [1, 2]}").table("customer")))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "table customer: expectation 'sum of updated_at between 1 and 2': column 'updated_at' is of type timestamp: 'sum' is for numbers, not for a column of type TIMESTAMP(6)");
    assertThatThrownBy(
            () -> TableFit.require(source, project("{unique: [age, mail]}").table("customer")))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "table customer: expect names column 'mail', public.customer has: id, name, age, updated_at");
  }

  private Project project(String expectation) throws Exception {
    return ProjectFile.read(
        Files.writeString(
            folder.resolve("project.yaml"), PROJECT.replace("{fresh: 1d}", expectation)),
        Map.of("PASSWORD", "none", "MASK_KEY_1", "a mask key of this test, of many letters"));
  }

  private static String read(long id, String name, int age) {
    return CustomerLake.event(
        "r",
        "null",
        "{\"id\": %d, \"name\": %s, \"age\": %d, \"updated_at\": 1}".formatted(id, name, age),
        10);
  }

  private static void quarantine(
      CustomerLake customers, String partition, long position, String expectation) {
    try (RowBatch batch = RowBatch.in(customers.lake())) {
      batch.write(
          DeadLetters.in(customers.lake(), Zones.DEAD_LETTERS)
              .letter(
                  new SourcePosition(partition, position),
                  1,
                  expectation.startsWith("age")
                      ? "expectation '%s' is not met: found null".formatted(expectation)
                      : expectation,
                  null,
                  new byte[0]));
      batch.commit();
    }
  }
}
