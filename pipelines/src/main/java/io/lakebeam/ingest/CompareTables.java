package io.lakebeam.ingest;

import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeRowCoder;
import io.lakebeam.lake.ReadRows;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.TableChange;
import io.lakebeam.lake.TableName;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Compares a table with one that has the same columns and key, and counts what it finds ({@link
 * CompareRows}). Rows that were written to the table since a snapshot are left out.
 */
final class CompareTables extends PTransform<PBegin, PCollection<Void>> {
  private static final long serialVersionUID = 1L;
  static final Coder<KV<byte[], byte[]>> KEYED =
      KvCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of());

  private final Lake lake;
  private final TableName live;
  private final TableName rebuilt;
  private final long since;
  private final @Nullable TransactionCut start;

  /**
   * Compares {@code live} with {@code rebuilt}.
   *
   * @param start before which rows were taken over as they are; null where none were
   */
  CompareTables(
      Lake lake, TableName live, TableName rebuilt, long since, @Nullable TransactionCut start) {
    this.lake = lake;
    this.live = live;
    this.rebuilt = rebuilt;
    this.since = since;
    this.start = start;
  }

  @Override
  public PCollection<Void> expand(PBegin begin) {
    RowType type = lake.type(rebuilt);
    List<String> columns = type.getFieldNames();
    ReadRows read = LakeIO.read(lake, live).withColumns(columns);
    if (!read.type().equalsIgnoreFieldId(type)) {
      throw new IngestException(
          "table %s: its columns have changed while its rows were made anew; run it again"
              .formatted(live));
    }
    KeyOf byKey = new KeyOf(type, type.getFieldIndices(lake.key(live)));
    PCollection<LakeRow> found = begin.apply("As it is", read);
    // Looked for after the table was pinned, so that it has nothing newer.
    PCollection<LakeRow> written = since(begin, columns);
    PCollection<LakeRow> anew =
        begin.apply("Rebuilt", LakeIO.read(lake, rebuilt).withColumns(columns));
    return KeyedPCollectionTuple.of(
            CompareRows.LIVE, found.apply("Key", ParDo.of(byKey)).setCoder(KEYED))
        .and(CompareRows.SINCE, written.apply("Key of it", ParDo.of(byKey)).setCoder(KEYED))
        .and(CompareRows.REBUILT, anew.apply("Key anew", ParDo.of(byKey)).setCoder(KEYED))
        .apply("Together", CoGroupByKey.create())
        .apply("Compare", ParDo.of(new CompareRows(live, type, lake.key(live), start)))
        .setCoder(VoidCoder.of());
  }

  private PCollection<LakeRow> since(PBegin begin, List<String> columns) {
    return begin
        .apply("Since", LakeIO.changes(lake, live).since(since).withColumns(columns))
        .apply("Row", MapElements.into(TypeDescriptor.of(LakeRow.class)).via(TableChange::row))
        .setCoder(LakeRowCoder.of());
  }

  /** Puts a row's key, as bytes, before it. */
  static final class KeyOf extends DoFn<LakeRow, KV<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    private final RowType type;
    private final int[] key;
    private transient @Nullable RowCodec rows;
    private transient @Nullable RowCodec keys;

    KeyOf(RowType type, int[] key) {
      this.type = type;
      this.key = key;
    }

    @Setup
    public void setup() {
      rows = RowCodec.of(type);
      keys = RowCodec.of(type.project(key));
    }

    @ProcessElement
    public void process(@Element LakeRow row, OutputReceiver<KV<byte[], byte[]>> out) {
      InternalRow decoded = rows.decode(row.row());
      out.output(KV.of(keys.encode(ProjectedRow.from(key).replaceRow(decoded)), row.row()));
    }
  }
}
