package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.Lake;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.source.SourceColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayTest {
  private static final SourceColumn ID =
      new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull());
  private static final SourceColumn UPDATED =
      new SourceColumn("updated_at", "timestamp", DataTypes.TIMESTAMP(6));
  private static final CapturedTable BEFORE = CustomerLake.table(ID, UPDATED);
  private static final CapturedTable AFTER =
      CustomerLake.table(ID, new SourceColumn("colour", "text", DataTypes.STRING()), UPDATED);
  private static final String NOT_THERE =
      "column 'colour' is not in the table as it was when capture started";

  @TempDir private Path folder;
  private CustomerLake customers;
  private Lake lake;

  @BeforeEach
  void makeLake() {
    customers = new CustomerLake(folder.resolve("lake"));
    lake = customers.lake();
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void lettersOfAColumnAddedLaterAreWrittenOnceTheTableHasIt(RunnerName runner) {
    List<KafkaRecord<byte[], byte[]>> records =
        List.of(plain(0, 1, 10), coloured(1, 2, 11, "red"), CustomerLake.record(2, "2", "garbage"));
    customers.ingest(BEFORE, 1, records);
    assertThat(letters()).containsExactly("1 0 false " + NOT_THERE, "2 0 false the event is not");
    AFTER.lakeTables().forEach(lake::createOrEvolve);

    assertThat(replay(runner, AFTER, 1)).isEqualTo(new Replay.Result(2, 1, 1));

    assertThat(customers.rows("silver.customer", "id", "colour"))
        .containsExactly("1 null", "2 red");
    assertThat(customers.rows("silver.customer_history", "id")).containsExactly("1", "2");
    assertThat(customers.rows("bronze.customer", "position")).containsExactly("0", "1");
    assertThat(letters()).containsExactly("1 1 true " + NOT_THERE, "2 1 false the event is not");

    assertThat(replay(runner, AFTER, 1)).isEqualTo(new Replay.Result(1, 0, 1));
    assertThat(customers.rows("silver.customer_history", "id")).containsExactly("1", "2");
    assertThat(letters()).containsExactly("1 1 true " + NOT_THERE, "2 2 false the event is not");
  }

  @Test
  void aLetterThatIsRefusedAgainStaysWithItsNewReason() {
    customers.ingest(
        BEFORE,
        1,
        List.of(
            CustomerLake.record(
                0, "1", CustomerLake.change("{\"id\": 1, \"colour\": 5, \"size\": 6}", 10))));
    AFTER.lakeTables().forEach(lake::createOrEvolve);

    assertThat(replay(RunnerName.DIRECT, AFTER, 1)).isEqualTo(new Replay.Result(1, 0, 1));

    assertThat(letters()).hasSize(1);
    assertThat(letters().get(0)).startsWith("0 1 false column '").isNotEqualTo(NOT_THERE);
  }

  @Test
  void aRecordDeliveredAgainDoesNotUndoItsReplay() {
    List<KafkaRecord<byte[], byte[]>> records = List.of(coloured(0, 1, 10, "red"));
    customers.ingest(BEFORE, 1, records);
    AFTER.lakeTables().forEach(lake::createOrEvolve);
    replay(RunnerName.DIRECT, AFTER, 1);

    customers.ingest(BEFORE, 1, records);

    assertThat(letters()).containsExactly("0 1 true " + NOT_THERE);
    assertThat(replay(RunnerName.DIRECT, AFTER, 1)).isEqualTo(new Replay.Result(0, 0, 0));
  }

  @Test
  void rowsThatWereCommittedBeforeTheirLettersWereMarkedAreNotDoubled() {
    List<KafkaRecord<byte[], byte[]>> records = List.of(coloured(0, 1, 10, "red"));
    customers.ingest(BEFORE, 1, records);
    AFTER.lakeTables().forEach(lake::createOrEvolve);
    // As a replay leaves it that is killed between its two commits.
    customers.ingest(AFTER, 1, records);

    assertThat(replay(RunnerName.DIRECT, AFTER, 1)).isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(customers.rows("silver.customer", "id", "colour")).containsExactly("1 red");
    assertThat(customers.rows("silver.customer_history", "id")).containsExactly("1");
    assertThat(customers.rows("bronze.customer", "position")).containsExactly("0");
  }

  @Test
  void aLetterOfAnEarlierLifeOfItsSourceDoesNotBeatWhatCameLater() {
    customers.ingest(BEFORE, 1, List.of(coloured(0, 1, 99, "old")));
    AFTER.lakeTables().forEach(lake::createOrEvolve);
    customers.ingest(AFTER, 2, List.of(coloured(1, 1, 10, "new")));

    assertThat(replay(RunnerName.DIRECT, AFTER, 2)).isEqualTo(new Replay.Result(1, 1, 0));

    assertThat(customers.rows("silver.customer", "colour", "_epoch")).containsExactly("new 2");
    assertThat(customers.rows("silver.customer_history", "colour", "_epoch"))
        .containsExactly("new 2", "old 1");
  }

  @Test
  void lettersOfOtherTablesAreLeftAlone() {
    customers.ingest(BEFORE, 1, List.of(coloured(0, 1, 10, "red")));

    assertThat(Replay.run(lake, RunnerName.DIRECT, "replay", List.of()))
        .isEqualTo(new Replay.Result(0, 0, 0));
    assertThat(letters()).containsExactly("0 0 false " + NOT_THERE);
  }

  private Replay.Result replay(RunnerName runner, CapturedTable table, int epoch) {
    return Replay.run(lake, runner, "replay", List.of(new ReplayedTable(table, epoch)));
  }

  /** Position, attempt, whether it is resolved, and how its reason starts. */
  private List<String> letters() {
    List<String> letters = new ArrayList<>();
    for (String letter :
        customers.rows("bronze.dead_letters", "position", "attempt", "resolved", "reason")) {
      letters.add(letter.replaceAll("(?s)(the event is not).*", "$1"));
    }
    return letters;
  }

  private static KafkaRecord<byte[], byte[]> plain(long offset, long id, long lsn) {
    return CustomerLake.record(
        offset, Long.toString(id), CustomerLake.change("{\"id\": %d}".formatted(id), lsn));
  }

  private static KafkaRecord<byte[], byte[]> coloured(
      long offset, long id, long lsn, String colour) {
    String after = "{\"id\": %d, \"colour\": \"%s\"}".formatted(id, colour);
    return CustomerLake.record(offset, Long.toString(id), CustomerLake.change(after, lsn));
  }
}
