package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.ColumnMasks;
import io.lakebeam.privacy.PrivacyException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Decodes dead letters once more, as {@link ChangesToRows} does with records. Letters of other
 * topics than those of its tables are left alone.
 */
final class LettersToRows extends DoFn<DeadLetter, LakeRecord> {
  /** Rows of letters that are decoded now. */
  static final TupleTag<LakeRecord> ROWS = new TupleTag<>() {};

  /** Those letters, marked as resolved: true as soon as their rows are committed. */
  static final TupleTag<LakeRecord> RESOLVED = new TupleTag<>() {};

  /** Letters that were refused again, with the reason. */
  static final TupleTag<LakeRecord> REFUSED = new TupleTag<>() {};

  static final String METRICS = "io.lakebeam.ingest.replay";

  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final List<ReplayedTable> tables;
  private final Counter read = Metrics.counter(METRICS, "read");
  private final Counter resolved = Metrics.counter(METRICS, "resolved");
  private final Counter refused = Metrics.counter(METRICS, "refused");
  private transient @Nullable Map<String, ReplayedTable> tablesByTopic;
  private transient @Nullable Map<ReplayedTable.Life, TableRows> rows;
  private transient @Nullable DeadLetters letters;

  LettersToRows(Lake lake, List<ReplayedTable> tables) {
    this.lake = lake;
    this.tables = List.copyOf(tables);
  }

  @Setup
  public void setup() {
    tablesByTopic = new HashMap<>();
    tables.forEach(table -> tablesByTopic.put(table.table().topic(), table));
    rows = new HashMap<>();
    letters = DeadLetters.in(lake, Zones.DEAD_LETTERS);
  }

  @ProcessElement
  public void process(@Element DeadLetter letter, MultiOutputReceiver out) {
    ReplayedTable table = tablesByTopic.get(topic(letter.position().partition()));
    if (table == null) {
      return;
    }
    read.inc();
    ColumnMasks masks = table.table().masks();
    if (masks == null) {
      retry(letter, letter, table, out);
      return;
    }
    DeadLetter sealed = letter.sealedBy(masks.seal());
    try {
      retry(sealed, letter.openedBy(masks.seal()), table, out);
    } catch (PrivacyException e) {
      refuse(sealed, e.getMessage(), out);
    }
  }

  /**
   * Tries a letter.
   *
   * @param letter as it is kept
   * @param opened as it came
   */
  private void retry(
      DeadLetter letter, DeadLetter opened, ReplayedTable table, MultiOutputReceiver out) {
    try {
      List<LakeRow> decoded = decode(opened, table);
      out.get(ROWS).output(LakeRecord.of(decoded));
      out.get(RESOLVED).output(LakeRecord.of(List.of(letters.tried(letter, null))));
      resolved.inc();
    } catch (ChangeException e) {
      refuse(letter, e.getMessage(), out);
    }
  }

  private void refuse(DeadLetter letter, String reason, MultiOutputReceiver out) {
    out.get(REFUSED).output(LakeRecord.of(List.of(letters.tried(letter, reason))));
    refused.inc();
  }

  private List<LakeRow> decode(DeadLetter letter, ReplayedTable table) {
    return rows.computeIfAbsent(
            table.life(letter), life -> new TableRows(lake, life.epoch(), table.table()))
        .of(letter.position(), KV.of(letter.key(), letter.value()));
  }

  private static String topic(String partition) {
    int end = partition.lastIndexOf('-');
    return end < 0 ? partition : partition.substring(0, end);
  }
}
