package io.lakebeam.landing;

import io.lakebeam.change.ChangeException;
import io.lakebeam.ingest.BronzeEvents;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.WritingFn;
import io.lakebeam.pull.PullPart;
import java.io.Serializable;
import java.util.List;
import org.apache.paimon.data.InternalRow;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Instant;

/** Makes silver of what bronze has of a pull, part by part. */
final class PulledToSilver extends WritingFn<PulledToSilver.Kept> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final LandedRecords records;
  private transient @Nullable RecordRows rows;
  private transient BronzeEvents.@Nullable Decoder decoder;

  /**
   * What bronze has of a part.
   *
   * @param pull the pull's number
   * @param part the part's
   */
  record Kept(long pull, int part) implements Serializable {
    private static final long serialVersionUID = 1L;

    RowFilter filter() {
      return RowFilter.equal("taken", pull)
          .and(RowFilter.atLeast("row", PullPart.firstOf(part)))
          .and(RowFilter.lessThan("row", PullPart.firstOf(part + 1)));
    }
  }

  PulledToSilver(Lake lake, LandedRecords records) {
    super(lake);
    this.lake = lake;
    this.records = records;
  }

  @Setup
  public void setup() {
    rows = RecordRows.ofPulled(lake, records.table());
    decoder = records.decoder(rows);
  }

  @ProcessElement
  public void make(@Element Kept kept, @Timestamp Instant time) {
    lake.read(records.bronze().name(), records.columns(), kept.filter())
        .forEach(record -> write(LakeRecord.of(of(record)), time));
  }

  /** A record was a row when it was kept; the declaration may be another by now. */
  private List<LakeRow> of(InternalRow record) {
    try {
      return decoder.rows(record);
    } catch (ChangeException e) {
      TakenPart part = Pull.part(records.table().source(), record.getLong(0));
      return List.of(
          rows.letter(record.getLong(1), e.getMessage(), record.getString(3).toBytes(), part));
    }
  }
}
