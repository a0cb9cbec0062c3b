package io.lakebeam.subject;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The subjects that were erased from a lake, as keyed hashes, with the place in each source's log
 * up to which they are. Kept in the table {@code lakebeam.erased_subjects}, so that no old event
 * brings one back.
 *
 * <pre>{@code
 * ErasedSubjects erased = ErasedSubjects.of(lake);
 * if (erased.isErased(rule, "17", new Place(epoch, lsn))) { ... }
 * }</pre>
 *
 * <p>One per lake and process, which looks for news every {@link #STALE_FOR}. Thread-safe.
 */
public final class ErasedSubjects {
  /** How old what a process knows of them can be. */
  public static final Duration STALE_FOR = Duration.ofSeconds(1);

  private static final TableName NAME = TableName.of("lakebeam", "erased_subjects");
  private static final RowType TYPE =
      RowType.builder()
          .field("subject", DataTypes.STRING().notNull())
          .field("source", DataTypes.STRING().notNull())
          .field("key_id", DataTypes.STRING())
          .field("epoch", DataTypes.INT().notNull())
          .field("lsn", DataTypes.BIGINT().notNull())
          .field("change", DataTypes.INT().notNull())
          .build();
  private static final LakeTable TABLE =
      LakeTable.of(NAME, TYPE)
          .withPrimaryKey(List.of("subject", "source"))
          .withSequence(List.of("change"));
  private static final Map<Lake, ErasedSubjects> OPEN = new ConcurrentHashMap<>();

  private final Lake lake;
  private volatile Known known = new Known(-1, Map.of(), 0);

  /**
   * A place in the log of one of a source's lives.
   *
   * @param epoch the life's number
   * @param lsn the place
   */
  public record Place(int epoch, long lsn) {
    /** After every other: of a subject that is being erased. */
    public static final Place END = new Place(Integer.MAX_VALUE, Long.MAX_VALUE);

    private boolean isBefore(Place other) {
      return epoch != other.epoch ? epoch < other.epoch : lsn < other.lsn;
    }
  }

  private record Entry(String subject, String source) {}

  private record Known(long snapshot, Map<Entry, Place> places, long readAt) {}

  private ErasedSubjects(Lake lake) {
    this.lake = lake;
  }

  /** Those of {@code lake}. */
  public static ErasedSubjects of(Lake lake) {
    return OPEN.computeIfAbsent(lake, ErasedSubjects::new);
  }

  /** Whether there are none, so that nothing need be looked at. */
  public boolean isEmpty() {
    return current().places().isEmpty();
  }

  /**
   * Whether an event that names a subject must not be stored.
   *
   * @param value what the rule's column holds, as text
   * @param place where the event stands
   */
  public boolean isErased(SubjectRule rule, String value, Place place) {
    Map<Entry, Place> places = current().places();
    if (places.isEmpty()) {
      return false;
    }
    Place upTo = places.get(new Entry(rule.hash().of(rule.of(), value), rule.source()));
    return upTo != null && (rule.refuses() || !upTo.isBefore(place));
  }

  /**
   * Sets the place up to which subjects, by their hashes, are erased. For one caller at a time.
   *
   * @param keyId of the key that they were hashed with
   */
  public static void put(
      Lake lake, String source, String keyId, Collection<String> subjects, Place upTo) {
    lake.create(TABLE);
    int[] change = {0};
    lake.read(NAME, List.of("change"))
        .forEach(row -> change[0] = Math.max(change[0], row.getInt(0) + 1));
    try (RowBatch rows = RowBatch.in(lake)) {
      RowEncoder encoder = RowEncoder.of(lake, NAME, TYPE);
      for (String subject : new TreeSet<>(subjects)) {
        rows.write(
            encoder.encode(
                GenericRow.of(
                    BinaryString.fromString(subject),
                    BinaryString.fromString(source),
                    BinaryString.fromString(keyId),
                    upTo.epoch(),
                    upTo.lsn(),
                    change[0])));
      }
      rows.commit();
    }
  }

  /** Waits until every process knows what was added before. */
  public static void awaitKnown() {
    try {
      Thread.sleep(STALE_FOR.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LakeException("interrupted while others were to hear of an erasure", e);
    }
  }

  /**
   * Refuses to go on where erased subjects could not be recognized.
   *
   * @param hash the project's; null where it has none
   * @throws LakeException if some were erased under another key
   */
  public static void requireKey(Lake lake, @Nullable SubjectHash hash) {
    if (!lake.exists(NAME)) {
      return;
    }
    String own = hash == null ? "" : hash.keyId();
    lake.read(NAME, List.of("key_id"))
        .forEach(
            row -> {
              if (!row.getString(0).toString().equals(own)) {
                throw new LakeException(
                    "subjects were erased from this lake under another key than the project's, and would come back unrecognized; give the same key in the project file: erasure: {key: ...}");
              }
            });
  }

  private Known current() {
    Known last = known;
    if (last.readAt() != 0 && System.nanoTime() - last.readAt() < STALE_FOR.toNanos()) {
      return last;
    }
    return refresh();
  }

  private synchronized Known refresh() {
    Known last = known;
    long now = System.nanoTime();
    if (last.readAt() != 0 && now - last.readAt() < STALE_FOR.toNanos()) {
      return last;
    }
    long snapshot = lake.exists(NAME) ? lake.snapshot(NAME) : 0;
    known = new Known(snapshot, snapshot == last.snapshot() ? last.places() : read(snapshot), now);
    return known;
  }

  private Map<Entry, Place> read(long snapshot) {
    Map<Entry, Place> places = new HashMap<>();
    if (snapshot > 0) {
      lake.read(NAME, TYPE.getFieldNames())
          .forEach(
              row ->
                  places.put(
                      new Entry(row.getString(0).toString(), row.getString(1).toString()),
                      new Place(row.getInt(3), row.getLong(4))));
    }
    return Map.copyOf(places);
  }
}
