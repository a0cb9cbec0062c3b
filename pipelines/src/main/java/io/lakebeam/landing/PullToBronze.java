package io.lakebeam.landing;

import io.lakebeam.file.FileRow;
import io.lakebeam.file.FileRows;
import io.lakebeam.file.RefusedRowException;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.WritingFn;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.Sha256;
import io.lakebeam.pull.PullPart;
import io.lakebeam.pull.PulledSource;
import io.lakebeam.pull.Watermark;
import io.lakebeam.quality.LakeValue;
import io.lakebeam.quality.UnexpectedRowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.paimon.data.GenericRow;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/**
 * Reads parts of a source that is pulled, and writes to bronze what silver does not have so: rows
 * that are new or changed, keys of rows that are gone, and dead letters.
 */
final class PullToBronze extends WritingFn<PullPart> {
  /** Whose counters {@link Pull} asks for. */
  static final String COUNTS = "io.lakebeam.landing.pull";

  /** The greatest watermark of each part. */
  static final String POSITIONS = "positions";

  private static final long serialVersionUID = 1L;
  private static final Counter READ = Metrics.counter(COUNTS, "read");
  private static final Counter CHANGED = Metrics.counter(COUNTS, "changed");
  private static final Counter DELETED = Metrics.counter(COUNTS, "deleted");
  private static final Counter UNCHANGED = Metrics.counter(COUNTS, "unchanged");
  private static final Counter REJECTED = Metrics.counter(COUNTS, "rejected");
  private static final Counter LETTERS = Metrics.counter(COUNTS, "letters");
  private static final Counter AHEAD = Metrics.counter(COUNTS, "ahead");

  private final Lake lake;
  private final LandingTable table;
  private final PulledSource source;
  private final long pull;
  private transient @Nullable RecordRows rows;
  private transient @Nullable RecordKeys keys;

  PullToBronze(Lake lake, LandingTable table, PulledSource source, long pull) {
    super(lake);
    this.lake = lake;
    this.table = table;
    this.source = source;
    this.pull = pull;
  }

  @Setup
  public void setup() {
    rows = new RecordRows(lake, table);
    keys = new RecordKeys(table);
  }

  @ProcessElement
  public void read(@Element PullPart part, @Timestamp Instant time) {
    Records records =
        new Records(KnownRows.read(lake, table, part, source.watermark()), part, time);
    source.read(part, records);
    records.broken.requireNone();
    if (source.watermark() == null) {
      records.end();
    } else if (records.greatest != null) {
      Metrics.stringSet(COUNTS, POSITIONS).add(records.greatest);
    }
  }

  /** What a part's records write. */
  private final class Records implements FileRows {
    private final KnownRows known;
    private final TakenPart taken = Pull.part(table.source(), pull);
    private final Instant time;
    private final Broken broken = new Broken(table);
    private @Nullable Set<Long> letters;
    private final int watermark = column();
    private @Nullable String greatest;
    private long last;

    private Records(KnownRows known, PullPart part, Instant time) {
      this.known = known;
      this.time = time;
      this.last = part.rowNumber(0);
    }

    @Override
    public void row(FileRow record) {
      READ.inc();
      last = record.number();
      try {
        RecordRows.Decoded decoded = rows.decode(record, taken);
        note(decoded.row());
        KnownRows.News news = known.see(decoded.row());
        if (news == KnownRows.News.AGAIN && !source.mayRepeat()) {
          refuse(record, "a row of this key was read before, so the key is none of the source's");
        } else if (news == KnownRows.News.NONE) {
          UNCHANGED.inc();
        } else {
          CHANGED.inc();
          write(rows.bronze(record, decoded.masked(), taken));
        }
      } catch (RefusedRowException e) {
        refuse(record, e.getMessage());
      } catch (UnexpectedRowException e) {
        if (e.endsTheRun()) {
          broken.add(
              rows.reason(record.number(), keys.place(record) + ": " + e.getMessage(), taken));
        } else {
          refuse(record, e.getMessage());
        }
      }
    }

    private int column() {
      return source.watermark() == null
          ? -1
          : table.silver().getFieldIndex(source.watermark().column().name());
    }

    /** One that is ahead would hide what comes. */
    private void note(GenericRow row) {
      Watermark by = source.watermark();
      if (by == null || row.getField(watermark) == null) {
        return;
      }
      String found = LakeValue.text(row.getField(watermark), table.silver().getTypeAt(watermark));
      if (by.isAhead(found, java.time.Instant.ofEpochMilli(pull))) {
        AHEAD.inc();
      } else {
        greatest = by.greater(greatest, found);
      }
    }

    private void refuse(FileRow record, String reason) {
      keys.of(record).ifPresent(known::seeKey);
      letter(keys.place(record) + ": " + reason, record.raw());
    }

    @Override
    public void broken(long number, String reason, byte[] raw) {
      READ.inc();
      last = number;
      letter("row %d: %s".formatted(number, reason), raw);
    }

    /** By what it is, so that it is one letter however often it comes. */
    private void letter(String reason, byte[] raw) {
      REJECTED.inc();
      long position = ByteBuffer.wrap(Sha256.digest().digest(raw)).getLong() & Long.MAX_VALUE;
      if (letters == null) {
        letters = kept();
      }
      if (letters.add(position)) {
        LETTERS.inc();
        write(rows.letter(position, reason, raw, taken));
      }
    }

    private Set<Long> kept() {
      Set<Long> kept = new HashSet<>();
      lake.read(
              Zones.DEAD_LETTERS,
              List.of("position"),
              RowFilter.equal("source_partition", table.source() + ":")
                  .and(RowFilter.isNotTrue(DeadLetters.RESOLVED)))
          .forEach(row -> kept.add(row.getLong(0)));
      return kept;
    }

    /** What silver has and the source has not. */
    private void end() {
      known.unseen(
          texts -> {
            DELETED.inc();
            write(rows.bronzeOfGone(known.record(++last, texts), taken));
          });
    }

    private void write(LakeRow written) {
      PullToBronze.this.write(LakeRecord.of(List.of(written)), time);
    }
  }
}
