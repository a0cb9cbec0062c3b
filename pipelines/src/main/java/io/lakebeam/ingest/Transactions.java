package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.SourceLife;
import io.lakebeam.lake.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;
import org.apache.paimon.types.RowType;

/**
 * Transactions of the sources whose ends were read, one every few seconds, and how far each source
 * was in Kafka then. Kept in the table {@code lakebeam.transactions}; with the lake's positions it
 * tells up to where every transaction is whole in the lake.
 *
 * <pre>{@code
 * Transactions.watermark(lake, "bank").ifPresent(newest -> newest.cut().forEach(lake, "purse", ...));
 * }</pre>
 *
 * <p>Rows are facts, each its own key: writing one again changes nothing, and none makes another
 * less true. So the watermark never goes back.
 */
public final class Transactions {
  private static final TableName NAME = TableName.of("lakebeam", "transactions");
  private static final RowType TYPE =
      RowType.builder()
          .field("source", DataTypes.STRING().notNull())
          .field("epoch", DataTypes.INT().notNull())
          .field("commit_lsn", DataTypes.BIGINT().notNull())
          .field("confirmed_lsn", DataTypes.BIGINT().notNull())
          .field("ends", DataTypes.STRING().notNull())
          .field("committed_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .build();

  private final RowEncoder encoder;

  private Transactions(RowEncoder encoder) {
    this.encoder = encoder;
  }

  /** Those kept in {@code lake}; the table is made if it is not there. */
  static Transactions in(Lake lake) {
    lake.createOrEvolve(
        LakeTable.of(NAME, TYPE)
            .withPrimaryKey(List.of("source", "epoch", "commit_lsn", "confirmed_lsn", "ends"))
            .withBucketKey(List.of("source")));
    return new Transactions(RowEncoder.of(lake, NAME, TYPE));
  }

  /** The row of one. */
  LakeRow row(ReadTransaction read) {
    return row(read, RowKind.INSERT);
  }

  /** Keeps one now, outside of any pipeline. */
  static void keep(Lake lake, ReadTransaction read) {
    write(lake, List.of(read), RowKind.INSERT);
  }

  /**
   * The newest place in the source's log up to which every transaction is whole in the lake; empty
   * where none is known to be: its snapshot is not in the lake yet, or nothing was read since its
   * connector tells of transactions. TRUNCATEs before it are settled.
   */
  public static Optional<Watermark> watermark(Lake lake, String source) {
    Optional<Watermark> watermark =
        whole(lake, source, read(lake).getOrDefault(source, List.of()))
            .map(ReadTransaction.Whole::newest)
            .map(it -> new Watermark(source, it.epoch(), it.commitLsn(), it.committedAt()));
    if (watermark.isPresent()) {
      Truncations.settle(lake);
    }
    return watermark;
  }

  /**
   * The same.
   *
   * @throws IngestException if there is none, which says why
   */
  public static Watermark requireWatermark(Lake lake, String source) {
    return watermark(lake, source)
        .orElseThrow(
            () ->
                new IngestException(
                    ("source %s: no transaction is known to be whole in the lake yet; an ingest"
                            + " finds out: lakebeam ingest --once")
                        .formatted(source)));
  }

  /** Takes out what no watermark will need any more. */
  public static void prune(Lake lake) {
    read(lake)
        .forEach(
            (source, all) ->
                whole(lake, source, all)
                    .ifPresent(
                        whole ->
                            write(
                                lake,
                                all.stream().filter(one -> !whole.needs(one)).toList(),
                                RowKind.DELETE)));
  }

  private static Optional<ReadTransaction.Whole> whole(
      Lake lake, String source, List<ReadTransaction> read) {
    Set<Integer> lives =
        SourceEpochs.known(lake, source).stream()
            .filter(SourceLife::isWhole)
            .map(SourceLife::number)
            .collect(Collectors.toSet());
    return ReadTransaction.whole(read, Positions.known(lake), lives);
  }

  private static void write(Lake lake, List<ReadTransaction> rows, RowKind kind) {
    if (rows.isEmpty()) {
      return;
    }
    Transactions transactions = in(lake);
    try (RowBatch batch = RowBatch.in(lake)) {
      rows.forEach(row -> batch.write(transactions.row(row, kind)));
      batch.commit();
    }
  }

  private LakeRow row(ReadTransaction read, RowKind kind) {
    return encoder.encode(
        GenericRow.ofKind(
            kind,
            BinaryString.fromString(read.source()),
            read.epoch(),
            read.commitLsn(),
            read.confirmed().lsn(),
            BinaryString.fromString(read.confirmed().text()),
            Timestamp.fromEpochMillis(read.committedAt().toEpochMilli())));
  }

  private static Map<String, List<ReadTransaction>> read(Lake lake) {
    Map<String, List<ReadTransaction>> found = new TreeMap<>();
    if (lake.exists(NAME)) {
      lake.read(NAME, TYPE.getFieldNames())
          .forEach(
              row -> {
                String source = row.getString(0).toString();
                found
                    .computeIfAbsent(source, s -> new ArrayList<>())
                    .add(
                        new ReadTransaction(
                            source,
                            row.getInt(1),
                            row.getLong(2),
                            Instant.ofEpochMilli(row.getTimestamp(5, 3).getMillisecond()),
                            Confirmed.of(row.getLong(3), row.getString(4).toString())));
              });
    }
    return found;
  }
}
