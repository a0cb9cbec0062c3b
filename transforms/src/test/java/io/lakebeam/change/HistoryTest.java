package io.lakebeam.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final TableName HISTORY = TableName.of("silver", "applicant_history");
  private static final RowType SOURCE =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("income", DataTypes.STRING())
          .field("updated_at", DataTypes.TIMESTAMP(6))
          .build();

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.resolve("lake").toString());
    lake.create(
        LakeTable.of(HISTORY, ChangeColumns.addTo(SOURCE))
            .withPrimaryKey(List.of("id", "_epoch", "_commit_lsn", "_lsn"))
            .withBucketKey(List.of("id"))
            .withBuckets(2));
  }

  @Test
  void aVersionIsTrueUntilTheNextOfItsKey() {
    commit(version(1, "low", 10, 100), version(2, "other", 15, 101));
    commit(version(1, "high", 20, 102));

    assertThat(rows(history())).containsExactly("1 low 10-20", "1 high 20-", "2 other 15-");
    assertThat(trueAt(history(), 9)).isEmpty();
    assertThat(trueAt(history(), 10)).containsExactly("low");
    assertThat(trueAt(history(), 19)).containsExactly("low", "other");
    assertThat(trueAt(history(), 20)).containsExactly("high", "other");
  }

  @Test
  void aLateCorrectionIsTrueInThePastAndWasNotKnownThen() {
    Instant first = commit(version(1, "wrong", 10, 100));
    Instant second = commit(version(1, "later", 30, 101));
    Instant third = commit(version(1, "corrected", 10, 102));
    Instant fourth = commit(version(1, "between", 20, 103));

    assertThat(trueAt(history().knownAt(first), 35)).containsExactly("wrong");
    assertThat(trueAt(history().knownAt(second), 25)).containsExactly("wrong");
    assertThat(trueAt(history().knownAt(second), 35)).containsExactly("later");
    assertThat(trueAt(history().knownAt(third), 25)).containsExactly("corrected");
    assertThat(trueAt(history().knownAt(fourth), 15)).containsExactly("corrected");
    assertThat(trueAt(history().knownAt(fourth), 25)).containsExactly("between");
    assertThat(rows(history()))
        .containsExactly("1 wrong 10-10", "1 corrected 10-20", "1 between 20-30", "1 later 30-");
    assertThat(knownAt()).containsExactly(first, third, fourth, second);
  }

  @Test
  void aDeletedRowIsNotTrueUntilItIsInsertedAgain() {
    Instant there = commit(version(1, "a", 10, 100));
    commit(deletion(1, 20, 101));
    commit(version(1, "b", 30, 102));

    assertThat(rows(history())).containsExactly("1 a 10-20", "1 null 20-30 deleted", "1 b 30-");
    assertThat(trueAt(history(), 25)).isEmpty();
    assertThat(trueAt(history().knownAt(there), 25)).containsExactly("a");
    assertThat(trueAt(history(), 30)).containsExactly("b");
    commit(deletion(1, 40, 103));
    assertThat(rows(history())).endsWith("1 null 40- deleted");
  }

  @Test
  void anEventThatIsDeliveredAgainWasKnownWhenItCameFirst() {
    Instant first = commit(version(1, "a", 10, 100));
    Instant second = commit(version(1, "b", 20, 101));
    commit(version(1, "a", 10, 100));
    commit(version(1, "b", 20, 101), version(1, "a", 10, 100));

    assertThat(knownAt()).containsExactly(first, second);
    assertThat(trueAt(history().knownAt(first), 25)).containsExactly("a");
  }

  @Test
  void whatWasKnownBeforeTheOldestSnapshotThatIsLeftIsNotTold() {
    Instant first = commit(version(1, "a", 10, 100));
    commit(version(1, "b", 20, 101));
    Instant third = commit(version(1, "c", 30, 102));
    Maintenance.of(lake).retainingLast(2).retainingFor(Duration.ZERO).run(HISTORY);

    assertThat(knownAt()).containsExactly(null, null, third);
    assertThatThrownBy(() -> rows(history().knownAt(first)))
        .isInstanceOf(LakeException.class)
        .hasMessageStartingWith(
            "table silver.applicant_history has no snapshot as old as " + first);
  }

  @Test
  void aColumnThatWasAddedLaterIsNullInWhatWasKnownBefore() {
    Instant first = commit(version(1, "a", 10, 100));
    RowType wider =
        ChangeColumns.addTo(
            RowType.builder()
                .field("id", DataTypes.BIGINT().notNull())
                .field("income", DataTypes.STRING())
                .field("updated_at", DataTypes.TIMESTAMP(6))
                .field("colour", DataTypes.STRING())
                .build());
    lake.evolve(HISTORY, wider, Map.of());

    assertThat(history().type().getFieldNames())
        .containsExactly("id", "income", "updated_at", "colour");
    assertThat(rows(history().knownAt(first))).containsExactly("1 a 10-");
  }

  @Test
  void refusesAnEventTimeThatIsNone() {
    commit(version(1, "a", 10, 100));

    assertThatThrownBy(() -> rows(History.of(lake, "applicant", "income")))
        .isInstanceOf(LakeException.class)
        .hasMessageStartingWith(
            "table silver.applicant_history: an event time is a column of timestamps; found"
                + " 'income', the table has: ");
  }

  private History history() {
    return History.of(lake, "applicant", "updated_at");
  }

  private List<Instant> knownAt() {
    List<Instant> known = new ArrayList<>();
    history()
        .ofKey(RowFilter.equal("id", 1L))
        .sayingWhenKnown()
        .forEach(version -> known.add(version.knownAt()));
    return known;
  }

  private static List<String> trueAt(History history, int second) {
    List<String> incomes = new ArrayList<>();
    history.forEach(
        version -> {
          if (version.isTrueAt(Instant.ofEpochSecond(second))) {
            incomes.add(version.row().getString(1).toString());
          }
        });
    incomes.sort(null);
    return incomes;
  }

  private static List<String> rows(History history) {
    List<String> rows = new ArrayList<>();
    history.forEach(
        version ->
            rows.add(
                "%d %s %d-%s%s"
                    .formatted(
                        version.row().getLong(0),
                        version.row().isNullAt(1) ? null : version.row().getString(1),
                        version.validFrom().getEpochSecond(),
                        version.validTo() == null ? "" : version.validTo().getEpochSecond(),
                        version.isDeleted() ? " deleted" : "")));
    // Of each key they are in their order.
    rows.sort((one, other) -> one.substring(0, 1).compareTo(other.substring(0, 1)));
    return rows;
  }

  /** Commits versions; when. */
  private Instant commit(GenericRow... versions) {
    RowEncoder encoder = RowEncoder.of(lake, HISTORY, ChangeColumns.addTo(SOURCE));
    try (RowBatch batch = RowBatch.in(lake)) {
      for (GenericRow version : versions) {
        batch.write(encoder.encode(version));
      }
      batch.commit();
    }
    return lake.snapshots(HISTORY).committedAt(lake.snapshot(HISTORY));
  }

  private static GenericRow version(long id, String income, int second, long lsn) {
    return GenericRow.of(
        id,
        BinaryString.fromString(income),
        at(second),
        BinaryString.fromString("c"),
        false,
        1,
        0L,
        lsn,
        at(1_000 + second));
  }

  private static GenericRow deletion(long id, int second, long lsn) {
    return GenericRow.of(
        id, null, null, BinaryString.fromString("d"), true, 1, 0L, lsn, at(second));
  }

  private static Timestamp at(int second) {
    return Timestamp.fromEpochMillis(second * 1_000L);
  }
}
