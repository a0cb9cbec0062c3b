package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadTransactionTest {
  private static final Set<Integer> LIVES = Set.of(1);
  private static final Map<String, Long> FIRST = Map.of("purse-0", 10L, "vault-0", 3L);
  private static final Map<String, Long> SECOND = Map.of("purse-0", 20L, "vault-0", 3L);

  @Test
  void aTransactionWhoseEndWasReadIsNotWholeUntilItIsConfirmedAndInEveryTable() {
    List<ReadTransaction> read = List.of(read(1, 100, 40, FIRST), read(1, 200, 100, SECOND));

    assertThat(newest(read, Map.of())).isEmpty();
    assertThat(newest(read, Map.of("purse-0", 10L, "vault-0", 2L))).isEmpty();
    assertThat(newest(read, FIRST)).as("only what is before its end was confirmed").isEmpty();
    assertThat(newest(read, Map.of("purse-0", 19L, "vault-0", 3L))).isEmpty();
    assertThat(newest(read, SECOND)).contains(100L);
  }

  @Test
  void partitionsOfOneTopicCountEach() {
    List<ReadTransaction> read =
        List.of(read(1, 100, 100, Map.of("purse-0", 10L, "purse-1", 7L, "purse-2", 0L)));

    assertThat(newest(read, Map.of("purse-0", 10L, "purse-1", 6L))).isEmpty();
    assertThat(newest(read, Map.of("purse-0", 11L, "purse-1", 7L))).contains(100L);
  }

  @Test
  void endsThatComeAgainAndOutOfOrderDoNotTakeItBack() {
    List<ReadTransaction> read =
        List.of(
            read(1, 200, 200, FIRST),
            // Read again after a restart, while more is in Kafka than in the lake.
            read(1, 50, 300, SECOND),
            read(1, 200, 300, SECOND));

    assertThat(newest(read, FIRST)).contains(200L);
    assertThat(newest(read.subList(0, 1), FIRST)).contains(200L);
  }

  @Test
  void aTableThatIsCapturedLaterDoesNotTakeItBack() {
    List<ReadTransaction> read =
        List.of(
            read(1, 100, 100, FIRST),
            read(1, 200, 200, Map.of("purse-0", 10L, "vault-0", 3L, "note-0", 5L)));

    assertThat(newest(read, FIRST)).contains(100L);
  }

  @Test
  void aLifeWhoseSnapshotIsNotWholeDoesNotCount() {
    List<ReadTransaction> read = List.of(read(1, 900, 900, FIRST), read(2, 100, 100, SECOND));

    assertThat(newest(read, SECOND, LIVES)).contains(900L);
    assertThat(newest(read, SECOND, Set.of(1, 2))).contains(100L);
  }

  @Test
  void aLifeThatHasJustBegunDoesNotTakeItBack() {
    List<ReadTransaction> read = List.of(read(1, 900, 900, FIRST), read(2, 100, 40, FIRST));

    assertThat(newest(read, FIRST, Set.of(1, 2))).contains(900L);
  }

  @Test
  void whatNoWatermarkWillNeedIsTold() {
    ReadTransaction old = read(1, 100, 40, FIRST);
    ReadTransaction newest = read(1, 200, 100, FIRST);
    ReadTransaction proof = read(1, 150, 250, FIRST);
    ReadTransaction later = read(1, 300, 250, SECOND);
    ReadTransaction laterProof = read(1, 120, 260, SECOND);
    ReadTransaction.Whole whole =
        ReadTransaction.whole(
                List.of(old, newest, proof, later, laterProof, read(0, 999, 999, FIRST)),
                FIRST,
                LIVES)
            .orElseThrow();

    assertThat(whole).isEqualTo(new ReadTransaction.Whole(newest, proof));
    assertThat(List.of(newest, proof, later, laterProof)).allMatch(whole::needs);
    assertThat(List.of(old, read(0, 999, 999, FIRST))).noneMatch(whole::needs);
  }

  private static Optional<Long> newest(List<ReadTransaction> read, Map<String, Long> positions) {
    return newest(read, positions, LIVES);
  }

  private static Optional<Long> newest(
      List<ReadTransaction> read, Map<String, Long> positions, Set<Integer> lives) {
    return ReadTransaction.whole(read, positions, lives).map(whole -> whole.newest().commitLsn());
  }

  private static ReadTransaction read(
      int epoch, long commitLsn, long confirmed, Map<String, Long> ends) {
    return new ReadTransaction(
        "bank", epoch, commitLsn, Instant.ofEpochMilli(commitLsn), new Confirmed(confirmed, ends));
  }
}
