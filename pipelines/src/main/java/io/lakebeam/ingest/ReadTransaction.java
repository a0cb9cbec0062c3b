package io.lakebeam.ingest;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A transaction of which an ingest has read the end, and how far the source was in Kafka then.
 *
 * @param source the source in the project
 * @param epoch the number of the life that it lived
 * @param commitLsn where its commit ends in the source's log
 * @param committedAt when the source committed it
 * @param confirmed most often of some transactions before it
 */
record ReadTransaction(
    String source, int epoch, long commitLsn, Instant committedAt, Confirmed confirmed) {
  private static final Comparator<ReadTransaction> ORDER =
      Comparator.comparingInt(ReadTransaction::epoch).thenComparingLong(ReadTransaction::commitLsn);

  /**
   * What a source's transactions tell together.
   *
   * @param newest the newest that is in the lake, with all before it
   * @param proof the one that shows it
   */
  record Whole(ReadTransaction newest, ReadTransaction proof) {

    /** Whether one is still of use: newer, or one of these two, or it may show a newer one. */
    boolean needs(ReadTransaction one) {
      return one.equals(newest)
          || one.equals(proof)
          || ORDER.compare(one, newest) >= 0
          || (one.epoch == proof.epoch && one.confirmed.lsn() > proof.confirmed.lsn());
    }
  }

  /**
   * The newest transaction that is whole in the lake, with all that were committed before it.
   *
   * @param read transactions of one source, in any order
   * @param positions how far the lake is in each partition
   * @param lives the source's lives whose snapshot is whole in the lake
   */
  static Optional<Whole> whole(
      List<ReadTransaction> read, Map<String, Long> positions, Set<Integer> lives) {
    return lives.stream()
        .flatMap(life -> whole(read.stream().filter(one -> one.epoch == life).toList(), positions))
        .max(Comparator.comparing(Whole::newest, ORDER));
  }

  private static Stream<Whole> whole(List<ReadTransaction> ofLife, Map<String, Long> positions) {
    return ofLife.stream()
        .filter(one -> one.confirmed.isIn(positions))
        .max(Comparator.comparingLong(one -> one.confirmed.lsn()))
        .flatMap(
            proof ->
                ofLife.stream()
                    .filter(one -> one.commitLsn <= proof.confirmed.lsn())
                    .max(ORDER)
                    .map(newest -> new Whole(newest, proof)))
        .stream();
  }
}
