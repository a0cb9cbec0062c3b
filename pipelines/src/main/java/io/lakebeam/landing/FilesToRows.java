package io.lakebeam.landing;

import io.lakebeam.file.FileRow;
import io.lakebeam.file.FileRows;
import io.lakebeam.file.RecordReader;
import io.lakebeam.file.RefusedRowException;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.WritingFn;
import io.lakebeam.quality.UnexpectedRowException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.beam.sdk.values.TupleTag;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/**
 * Reads parts of files: each record becomes its rows, or a dead letter. Records have no positions:
 * a file is in the lake as a whole, which {@link Manifest} says.
 */
final class FilesToRows extends WritingFn<List<TakenPart>> {
  /** How many there were, part by part. */
  static final TupleTag<PartCount> COUNTS = new TupleTag<>() {};

  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final LandingTable table;
  private final Clock clock;
  private transient @Nullable RecordReader reader;
  private transient @Nullable RecordRows rows;

  FilesToRows(Lake lake, LandingTable table, Clock clock) {
    super(lake);
    this.lake = lake;
    this.table = table;
    this.clock = clock;
  }

  @Setup
  public void setup() {
    reader = table.reader();
    rows = new RecordRows(lake, table);
  }

  @ProcessElement
  public void read(@Element List<TakenPart> parts, @Timestamp Instant time, MultiOutputReceiver out)
      throws IOException {
    Broken broken = new Broken(table);
    for (TakenPart part : parts) {
      long start = clock.millis();
      Records records = new Records(part, time, broken);
      reader.read(part.part(), records);
      out.get(COUNTS)
          .output(
              new PartCount(
                  part.part().hash(), records.taken, records.rejected, clock.millis() - start));
    }
    broken.requireNone();
  }

  /** Hands on what the records of a part write. */
  private final class Records implements FileRows {
    private final TakenPart part;
    private final Instant time;
    private final Broken broken;
    private long taken;
    private long rejected;

    private Records(TakenPart part, Instant time, Broken broken) {
      this.part = part;
      this.time = time;
      this.broken = broken;
    }

    @Override
    public void row(FileRow record) {
      try {
        write(rows.of(record, part));
        taken++;
      } catch (RefusedRowException e) {
        broken(record.number(), e.getMessage(), record.raw());
      } catch (UnexpectedRowException e) {
        if (e.endsTheRun()) {
          broken.add(rows.reason(record.number(), e.getMessage(), part));
        } else {
          broken(record.number(), e.getMessage(), record.raw());
        }
      }
    }

    @Override
    public void broken(long number, String reason, byte[] raw) {
      rejected++;
      write(List.of(rows.letter(number, reason, raw, part)));
    }

    private void write(List<LakeRow> written) {
      FilesToRows.this.write(LakeRecord.of(written), time);
    }
  }
}
