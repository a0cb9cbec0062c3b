package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.secret.Secret;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.subject.ErasedSubjects;
import io.lakebeam.subject.ErasedSubjects.Place;
import io.lakebeam.subject.SubjectHash;
import io.lakebeam.subject.SubjectRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a subject that was erased, wherever they come from. */
class ErasedEventsTest {
  private static final SourceColumn ID =
      new SourceColumn("id", "bigint", DataTypes.BIGINT().notNull());
  private static final SourceColumn OWNER = new SourceColumn("owner", "text", DataTypes.STRING());
  private static final SourceColumn UPDATED =
      new SourceColumn("updated_at", "timestamptz", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6));
  private static final SubjectHash HASH = new SubjectHash(new Secret("a key of enough letters"));
  private static final CapturedTable REFUSING = table(true);
  private static final long ERASED_AT = 100;

  @TempDir private Path folder;
  private CustomerLake customers;
  private Lake lake;
  private long offset;

  @BeforeEach
  void makeLake() {
    customers = new CustomerLake(folder.resolve("lake"));
    lake = customers.lake();
    ErasedSubjects.put(
        lake, "shop", HASH.keyId(), Set.of(HASH.of(null, "ann")), new Place(1, ERASED_AT));
  }

  @Test
  void areNotStoredWhenTheyAreOldAndTheirOffsetsArePassed() {
    ingest(
        table(false), List.of(event(1, "c", "null", "ann", 99), event(2, "c", "null", "bob", 99)));

    assertThat(current()).containsExactly("2 bob");
    assertThat(customers.rows("bronze.customer", "key")).hasSize(1);
    assertThat(customers.rows("lakebeam.positions", "position")).containsExactly("2");
  }

  @Test
  void areStoredWhenTheyAreNewAndTheProjectAcceptsThem() {
    ingest(
        table(false),
        List.of(event(1, "c", "null", "ann", 100), event(2, "c", "null", "ann", 101)));

    assertThat(current()).containsExactly("2 ann");
  }

  @Test
  void areNotStoredWhenTheyAreNewAndTheProjectRefusesThem() {
    ingest(REFUSING, List.of(event(1, "c", "null", "ann", 101), event(2, "r", "null", "ann", 102)));

    assertThat(current()).isEmpty();
    assertThat(customers.rows("bronze.customer", "key")).isEmpty();
  }

  @Test
  void areNoDeadLetters() {
    ingest(
        REFUSING,
        List.of(
            CustomerLake.record(
                offset++,
                "1",
                CustomerLake.change("{\"id\": 1, \"owner\": \"ann\", \"colour\": \"red\"}", 101)),
            CustomerLake.record(
                offset++,
                "2",
                CustomerLake.change("{\"id\": 2, \"owner\": \"bob\", \"colour\": \"red\"}", 102))));

    assertThat(customers.rows("bronze.dead_letters", "position")).containsExactly("1");
  }

  /** Without an end here, the row would be the other's as long as the lake lives. */
  @Test
  void endARowThatMayHaveBeenAnothers() {
    ingest(
        REFUSING,
        List.of(
            event(1, "c", "null", "bob", 101),
            event(1, "u", "null", "ann", 102),
            event(2, "c", "null", "bob", 103),
            event(2, "u", owner(2, "bob"), "ann", 104)));

    assertThat(current()).isEmpty();
    assertThat(customers.rows("silver.customer", "id", "_op", "_deleted"))
        .containsExactly("1 d true", "2 d true");
    assertThat(customers.rows("bronze.customer", "value"))
        .hasSize(4)
        .noneMatch(value -> value.contains("ann"));
    assertThat(rebuilt()).allMatch(RebuiltTable::isEqual);
  }

  @Test
  void leaveNoTraceInARowThatBecomesAnothers() {
    ingest(
        REFUSING,
        List.of(
            event(1, "c", "null", "ann", 101),
            event(1, "u", owner(1, "ann"), "bob", 102),
            event(2, "c", "null", "ann", 103),
            CustomerLake.record(
                offset++, "{\"id\": 2}", CustomerLake.event("d", owner(2, "ann"), "null", 104))));

    assertThat(current()).containsExactly("1 bob");
    assertThat(customers.rows("bronze.customer", "value"))
        .hasSize(2)
        .noneMatch(value -> value.contains("ann"));
    assertThat(rebuilt()).allMatch(RebuiltTable::isEqual);
  }

  /** As if bronze had them still. */
  @Test
  void areNotBroughtBackByARebuild() {
    ingest(CustomerLake.table(ID, OWNER, UPDATED), List.of(event(1, "c", "null", "ann", 99)));
    assertThat(current()).containsExactly("1 ann");

    Rebuild.Result rebuilt =
        Rebuild.replace(
            lake,
            RunnerName.DIRECT,
            "rebuild",
            List.of(new CapturedEvents(REFUSING, 1)),
            RebuildStart.first(),
            () -> {});

    assertThat(rebuilt.isGood()).isTrue();
    assertThat(current()).isEmpty();
  }

  @Test
  void cannotBeToldUnderAnotherKey() {
    ErasedSubjects.requireKey(lake, HASH);

    assertThatThrownBy(
            () ->
                ErasedSubjects.requireKey(
                    lake, new SubjectHash(new Secret("another key, as long"))))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("subjects were erased from this lake under another key");
    assertThatThrownBy(() -> ErasedSubjects.requireKey(lake, null))
        .isInstanceOf(LakeException.class);
  }

  private List<RebuiltTable> rebuilt() {
    return Rebuild.compare(
            lake,
            RunnerName.DIRECT,
            "rebuild",
            List.of(new CapturedEvents(REFUSING, 1)),
            RebuildStart.first(),
            () -> {})
        .tables();
  }

  private void ingest(CapturedTable table, List<KafkaRecord<byte[], byte[]>> records) {
    customers.ingest(table, 1, records);
  }

  private List<String> current() {
    return customers.rows("silver.customer", "id", "owner", "_deleted").stream()
        .filter(row -> row.endsWith(" false"))
        .map(row -> row.replace(" false", ""))
        .toList();
  }

  private KafkaRecord<byte[], byte[]> event(
      long id, String operation, String before, String owner, long lsn) {
    return CustomerLake.record(
        offset++,
        "{\"id\": %d}".formatted(id),
        CustomerLake.event(operation, before, owner(id, owner), lsn));
  }

  private static String owner(long id, String owner) {
    return "{\"id\": %d, \"owner\": \"%s\", \"updated_at\": null}".formatted(id, owner);
  }

  private static CapturedTable table(boolean refuses) {
    return CustomerLake.table(ID, OWNER, UPDATED)
        .about(new SubjectRule("shop", "owner", false, null, HASH, refuses));
  }
}
