package io.lakebeam.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits end at 100, 200 and 300; a change names the one before its own. */
class TransactionCutTest {
  private static final TableName HISTORY = TableName.of("silver", "purse_history");
  private static final RowType SOURCE =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("owner", DataTypes.STRING())
          .build();
  private static final RowType TYPE = ChangeColumns.addTo(SOURCE);

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.toString());
    lake.create(
        LakeTable.of(HISTORY, TYPE)
            .withPrimaryKey(List.of("id", "_epoch", "_commit_lsn", "_lsn"))
            .withBucketKey(List.of("id"))
            .withBuckets(2));
  }

  @Test
  void aTransactionIsWhollyInTheCutWhereItsCommitEndsAndWhollyOutOfThoseBefore() {
    commit(version(1, "read by the snapshot", 0, 50), version(2, "the same", 0, 50));
    commit(version(1, "first of two", 100, 110), version(2, "second of two", 100, 190));
    commit(version(1, "later", 200, 150));

    assertThat(rows(new TransactionCut(1, 100)))
        .containsExactly("1 read by the snapshot", "2 the same");
    assertThat(rows(new TransactionCut(1, 200)))
        .containsExactly("1 first of two", "2 second of two");
    assertThat(rows(new TransactionCut(1, 300))).containsExactly("1 later", "2 second of two");
  }

  @Test
  void ofSeveralChangesOfATransactionTheLastCounts() {
    commit(version(1, "last", 100, 130));
    commit(version(1, "first", 100, 110), version(1, "middle", 100, 120));

    assertThat(rows(new TransactionCut(1, 200))).containsExactly("1 last");
  }

  @Test
  void aRowThatWasDeletedIsNotThereUntilItIsInsertedAgain() {
    commit(version(1, "there", 0, 50), version(1, null, 100, 110), version(1, "again", 200, 210));

    assertThat(rows(new TransactionCut(1, 100))).containsExactly("1 there");
    assertThat(rows(new TransactionCut(1, 200))).isEmpty();
    assertThat(rows(new TransactionCut(1, 300))).containsExactly("1 again");
  }

  @Test
  void changesOfEarlierLivesAreBeforeItWhateverTheirPlaceInTheirLog() {
    commit(version(1, 1, "of the first life", 900, 910), version(2, 1, "only there", 900, 920));
    commit(version(1, 2, "of the second", 0, 50), version(2, 3, "of the third", 0, 50));

    assertThat(rows(new TransactionCut(2, 100))).containsExactly("1 of the second", "2 only there");
    assertThat(rows(new TransactionCut(1, 1000)))
        .containsExactly("1 of the first life", "2 only there");
  }

  @Test
  void someKeysAloneCanBeAskedFor() {
    commit(version(1, "one", 0, 50), version(2, "two", 0, 50));
    List<String> found = new ArrayList<>();

    new TransactionCut(1, 100)
        .forEach(
            lake,
            "purse",
            RowFilter.equal("id", 2L),
            row -> found.add(row.getString(1).toString()));

    assertThat(found).containsExactly("two");
  }

  private List<String> rows(TransactionCut cut) {
    assertThat(TransactionCut.type(lake, "purse").getFieldNames()).containsExactly("id", "owner");
    List<String> rows = new ArrayList<>();
    cut.forEach(
        lake, "purse", null, row -> rows.add(row.getLong(0) + " " + row.getString(1).toString()));
    rows.sort(null);
    return rows;
  }

  private void commit(GenericRow... versions) {
    RowEncoder encoder = RowEncoder.of(lake, HISTORY, TYPE);
    try (RowBatch batch = RowBatch.in(lake)) {
      for (GenericRow version : versions) {
        batch.write(encoder.encode(version));
      }
      batch.commit();
    }
  }

  private static GenericRow version(long id, @Nullable String owner, long lastCommit, long lsn) {
    return version(id, 1, owner, lastCommit, lsn);
  }

  /** Without an owner the row is deleted. */
  private static GenericRow version(
      long id, int epoch, @Nullable String owner, long lastCommit, long lsn) {
    return GenericRow.of(
        id,
        owner == null ? null : BinaryString.fromString(owner),
        BinaryString.fromString(owner == null ? "d" : "u"),
        owner == null,
        epoch,
        lastCommit,
        lsn,
        Timestamp.fromEpochMillis(lsn));
  }
}
