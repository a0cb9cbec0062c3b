package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.ingest.RetriedTable.Decoder;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.PrivacyException;
import io.lakebeam.privacy.Seal;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Decodes dead letters once more. Those of other tables than its own are left alone. */
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
  private final List<RetriedTable> tables;
  private final Counter read = Metrics.counter(METRICS, "read");
  private final Counter resolved = Metrics.counter(METRICS, "resolved");
  private final Counter refused = Metrics.counter(METRICS, "refused");
  private transient @Nullable IdentityHashMap<RetriedTable, Decoder> decoders;
  private transient @Nullable DeadLetters letters;

  LettersToRows(Lake lake, List<? extends RetriedTable> tables) {
    this.lake = lake;
    this.tables = List.copyOf(tables);
  }

  @Setup
  public void setup() {
    decoders = new IdentityHashMap<>();
    letters = DeadLetters.in(lake, Zones.DEAD_LETTERS);
  }

  @ProcessElement
  public void process(@Element DeadLetter letter, MultiOutputReceiver out) {
    Optional<RetriedTable> table = tables.stream().filter(one -> one.has(letter)).findFirst();
    if (table.isEmpty()) {
      return;
    }
    read.inc();
    Seal seal = table.get().seal();
    if (seal == null) {
      retry(letter, letter, table.get(), out);
      return;
    }
    DeadLetter sealed = letter.sealedBy(seal);
    try {
      retry(sealed, letter.openedBy(seal), table.get(), out);
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
      DeadLetter letter, DeadLetter opened, RetriedTable table, MultiOutputReceiver out) {
    try {
      List<LakeRow> decoded =
          decoders.computeIfAbsent(table, one -> one.decoder(lake)).rows(opened);
      out.get(ROWS).output(LakeRecord.of(decoded));
      out.get(RESOLVED).output(LakeRecord.of(List.of(letters.tried(letter, null))));
      resolved.inc();
    } catch (ChangeException | BrokenExpectationException e) {
      refuse(letter, e.getMessage(), out);
    }
  }

  private void refuse(DeadLetter letter, String reason, MultiOutputReceiver out) {
    out.get(REFUSED).output(LakeRecord.of(List.of(letters.tried(letter, reason))));
    refused.inc();
  }
}
