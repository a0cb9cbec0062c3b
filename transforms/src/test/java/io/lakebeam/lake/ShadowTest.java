package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ShadowTest {
  private static final TableName TABLE = Orders.CURRENT.name();

  @TempDir private Path folder;
  private Lake lake;
  private Commits commits;

  @BeforeEach
  void makeTable() {
    lake = Lake.at(folder.resolve("lake").toString());
    commits = Commits.to(lake, Orders.CURRENT);
  }

  @Test
  void itsRowsReplaceAllOthersInOneSnapshot() throws Exception {
    commits.add(order(1, "wrong", 99), order(2, "extra", 1));
    commits.compact();
    long since = commits.add(order(3, "wrong", 1));

    try (Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
      write(shadow, order(1, "right", 1), order(3, "right", 1), order(4, "missed", 1));
      assertThat(Orders.read(lake, Orders.CURRENT)).hasSize(3);
      shadow.takePlace(since);
    }

    assertThat(Orders.read(lake, Orders.CURRENT))
        .containsExactly("1:right:1", "3:right:1", "4:missed:1");
    assertThat(lake.snapshot(TABLE)).isEqualTo(since + 1);
    assertThat(lake.tables()).containsExactly(TABLE);
  }

  @Test
  void whatWasCommittedSinceStaysByItsOrder() throws Exception {
    long since = commits.add(order(1, "a", 1), order(2, "b", 1));

    try (Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
      write(shadow, order(1, "a", 1), order(2, "b", 5));
      commits.add(order(1, "newer", 7), order(2, "older", 4));
      commits.compact();
      commits.add(order(3, "new", 8));
      shadow.takePlace(since);
    }

    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:newer:7", "2:b:5", "3:new:8");
  }

  /** Its files were written over the old rows, and are committed over the new ones. */
  @Test
  void aWriterThatHadBegunBeforeLosesNothing() throws Exception {
    long since = commits.add(order(1, "a", 1));
    try (RowBatch batch = RowBatch.in(lake);
        Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
      batch.write(encoder(TABLE).encode(order(2, "b", 2)));
      write(shadow, order(1, "right", 1));
      shadow.takePlace(since);
      batch.commit();
    }

    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:right:1", "2:b:2");
  }

  @Test
  void noCommitOfAWriterIsLostWhileItTakesPlace() throws Exception {
    long since = lake.snapshot(TABLE);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Long> writer = CompletableFuture.supplyAsync(() -> writeUntil(done));
    try {
      for (int round = 0; round < 3; round++) {
        try (Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
          write(shadow, rowsOf(since).toArray(new GenericRow[0]));
          shadow.takePlace(since);
        }
        since = lake.snapshot(TABLE);
      }
    } finally {
      done.set(true);
    }
    long written = writer.join();
    assertThat(Orders.read(lake, Orders.CURRENT)).hasSize((int) written);
  }

  @Test
  void theRowsBeforeCanStillBeRead() throws Exception {
    long since = commits.add(order(1, "before", 1));
    try (Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
      shadow.takePlace(since);
    }

    assertThat(Orders.read(lake, Orders.CURRENT)).isEmpty();
    assertThat(rowsOf(since)).hasSize(1);
  }

  @Test
  void refusesToReplaceATableWhoseColumnsHaveChangedMeanwhile() throws Exception {
    long since = commits.add(order(1, "a", 1));
    try (Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
      RowType more =
          RowType.of(
              new DataType[] {
                DataTypes.BIGINT().notNull(),
                DataTypes.STRING(),
                DataTypes.BOOLEAN(),
                DataTypes.BIGINT().notNull(),
                DataTypes.STRING()
              },
              new String[] {"number", "state", "deleted", "lsn", "more"});
      lake.evolve(TABLE, more, Map.of());

      assertThatThrownBy(() -> shadow.takePlace(since))
          .isInstanceOf(LakeException.class)
          .hasMessage(
              "table silver.orders: its columns have changed while its rows were made anew; run it"
                  + " again");
    }
    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("1:a:1");
  }

  @Test
  void refusesWhenWhatWasCommittedSinceCannotBeTold() throws Exception {
    long since = commits.add(order(1, "a", 1));
    try (Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
      commits.overwrite(order(2, "b", 2));

      assertThatThrownBy(() -> shadow.takePlace(since))
          .isInstanceOf(LakeException.class)
          .hasMessageStartingWith("table silver.orders: snapshot 2 replaced rows that were there");
      commits.add(order(3, "c", 3));
      commits.expireAllButTheNewest(1);
      assertThatThrownBy(() -> shadow.takePlace(since))
          .isInstanceOf(LakeException.class)
          .hasMessageContaining("the changes of snapshot 2 are asked for, but it has expired");
    }
    assertThat(Orders.read(lake, Orders.CURRENT)).containsExactly("2:b:2", "3:c:3");
  }

  @Test
  void isNotMadeWhileItIsKeptOut() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Void> made;
    try (Shadow.Absence absence = Shadow.absent(lake, TABLE)) {
      made =
          CompletableFuture.runAsync(
              () -> {
                try (Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
                  order.add("made " + shadow.table().name());
                }
              });
      Orders.commitByPaimonAlone(lake, 1);
      order.add("let in after " + absence.table());
    }
    made.join();

    assertThat(order).containsExactly("let in after silver.orders", "made shadow.orders");
  }

  @Test
  void whatAKilledRunLeftIsNotTakenForItsOwn() {
    LakeTable left = Orders.CURRENT.as(TableName.of("shadow", "orders"), Orders.CURRENT.type());
    lake.create(left);
    writeTo(left.name(), List.of(order(1, "left", 1)));

    try (Shadow shadow = Shadow.of(lake, Orders.CURRENT)) {
      assertThat(Orders.read(lake, shadow.table())).isEmpty();
    }
  }

  private List<GenericRow> rowsOf(long snapshot) {
    List<GenericRow> rows = new ArrayList<>();
    if (snapshot > 0) {
      for (int bucket = 0; bucket < Orders.CURRENT.buckets(); bucket++) {
        lake.buckets(TABLE, snapshot)
            .read(bucket, Orders.TYPE.getFieldNames())
            .forEach(
                row ->
                    rows.add(
                        GenericRow.of(
                            row.getLong(0),
                            row.getString(1).copy(),
                            row.getBoolean(2),
                            row.getLong(3))));
      }
    }
    return rows;
  }

  /** Commits one order after the other; how many. */
  private long writeUntil(AtomicBoolean done) {
    long number = 0;
    while (!done.get()) {
      number++;
      writeTo(TABLE, List.of(order(number, "n", number)));
    }
    return number;
  }

  private void write(Shadow shadow, GenericRow... rows) {
    writeTo(shadow.table().name(), List.of(rows));
  }

  private void writeTo(TableName table, List<GenericRow> rows) {
    RowEncoder encoder = encoder(table);
    try (RowBatch batch = RowBatch.in(lake)) {
      rows.forEach(row -> batch.write(encoder.encode(row)));
      batch.commit();
    }
  }

  private RowEncoder encoder(TableName table) {
    return RowEncoder.of(lake, table, Orders.TYPE);
  }

  private static GenericRow order(long number, String state, long lsn) {
    return GenericRow.of(number, BinaryString.fromString(state), false, lsn);
  }
}
