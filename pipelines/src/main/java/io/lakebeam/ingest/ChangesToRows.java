package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.Seal;
import io.lakebeam.subject.SubjectGate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Turns a topic's records into their rows: bronze, history and current, or a dead letter where it
 * is no change of its table; nothing where it is an erased subject's. One record in, one {@link
 * LakeRecord} out, always.
 */
final class ChangesToRows extends DoFn<List<KafkaRecord<byte[], byte[]>>, LakeRecord> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final TreeMap<Integer, List<CapturedTable>> tables;
  private final @Nullable SourceTransactions transactions;
  private final Counter changes = Metrics.counter(ChangesToRows.class, "changes");
  private final Counter rejects = Metrics.counter(ChangesToRows.class, "rejects");
  private transient @Nullable Map<String, TableRows> rowsByTopic;
  private transient @Nullable Map<String, Integer> epochs;
  private transient @Nullable Map<String, SubjectGate> gates;
  private transient @Nullable Map<String, Seal> seals;
  private transient @Nullable DeadLetters deadLetters;
  private transient @Nullable TransactionRows transactionRows;
  private transient String lastTopic;
  private transient int lastPartition;
  private transient String lastName;

  /**
   * Changes of {@code tables} in the source's life {@code epoch}; a record of any other topic is an
   * error of the pipeline's author.
   */
  ChangesToRows(Lake lake, int epoch, List<CapturedTable> tables) {
    this(lake, Map.of(epoch, List.copyOf(tables)), null);
  }

  private ChangesToRows(
      Lake lake,
      Map<Integer, List<CapturedTable>> tables,
      @Nullable SourceTransactions transactions) {
    this.lake = lake;
    this.tables = new TreeMap<>(tables);
    this.transactions = transactions;
  }

  /** The same, and changes of tables in earlier lives, by the life's number. */
  ChangesToRows withEarlier(Map<Integer, List<CapturedTable>> earlier) {
    TreeMap<Integer, List<CapturedTable>> all = new TreeMap<>(tables);
    earlier.forEach((epoch, its) -> all.put(epoch, List.copyOf(its)));
    return new ChangesToRows(lake, all, transactions);
  }

  /** The same, and what the topic of the source's transactions tells. */
  ChangesToRows withTransactions(SourceTransactions told) {
    return new ChangesToRows(lake, tables, told);
  }

  @Setup
  public void setup() {
    rowsByTopic = new HashMap<>();
    epochs = new HashMap<>();
    gates = new HashMap<>();
    seals = new HashMap<>();
    tables.forEach(
        (epoch, its) ->
            its.forEach(
                table -> {
                  epochs.put(table.topic(), epoch);
                  if (table.masks() != null) {
                    seals.put(table.topic(), table.masks().seal());
                  }
                  gates.put(table.topic(), SubjectGate.of(lake, table.subject()));
                  rowsByTopic.put(table.topic(), new TableRows(lake, epoch, table));
                }));
    deadLetters = DeadLetters.in(lake, Zones.DEAD_LETTERS);
    transactionRows = transactions == null ? null : new TransactionRows(lake, transactions);
  }

  @ProcessElement
  public void process(
      @Element List<KafkaRecord<byte[], byte[]>> records, OutputReceiver<LakeRecord> out) {
    for (KafkaRecord<byte[], byte[]> record : records) {
      SourcePosition position = new SourcePosition(partition(record), record.getOffset());
      out.output(LakeRecord.at(position, rows(position, record)));
    }
  }

  private String partition(KafkaRecord<byte[], byte[]> record) {
    if (record.getPartition() != lastPartition || !record.getTopic().equals(lastTopic)) {
      lastTopic = record.getTopic();
      lastPartition = record.getPartition();
      lastName = lastTopic + "-" + lastPartition;
    }
    return lastName;
  }

  private List<LakeRow> rows(SourcePosition position, KafkaRecord<byte[], byte[]> record) {
    KV<byte[], byte[]> event = record.getKV();
    if (event.getValue() == null) {
      return List.of();
    }
    if (transactionRows != null && record.getTopic().equals(transactions.topic())) {
      return transactionRows.of(event.getValue());
    }
    try {
      List<LakeRow> rows = rowsByTopic.get(record.getTopic()).of(position, event);
      changes.inc();
      return rows;
    } catch (ChangeException e) {
      SubjectGate gate = gates.get(record.getTopic());
      if (gate != null && gate.refusesUndecoded(event.getValue(), epochs.get(record.getTopic()))) {
        return List.of();
      }
      rejects.inc();
      return List.of(deadLetters.letter(letter(position, record, e.getMessage())));
    }
  }

  /** What came is encrypted where columns are masked. */
  private DeadLetter letter(
      SourcePosition position, KafkaRecord<byte[], byte[]> record, String reason) {
    DeadLetter letter =
        new DeadLetter(
            position,
            reason,
            record.getTimestamp(),
            record.getKV().getKey(),
            record.getKV().getValue(),
            0,
            epochs.get(record.getTopic()));
    Seal seal = seals.get(record.getTopic());
    return seal == null ? letter : letter.sealedBy(seal);
  }

  @Teardown
  public void teardown() {
    if (transactionRows != null) {
      transactionRows.close();
    }
  }
}
