package io.lakebeam.ingest;

import static io.lakebeam.ingest.CompareTables.KEYED;

import io.lakebeam.change.ChangeOrder;
import io.lakebeam.change.TransactionCut;
import io.lakebeam.ingest.CompareTables.KeyOf;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRecordCoder;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.ReadRows;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What silver has from before a cut, for the tables that are made anew from there: the versions of
 * the history, and of each key the current row. Where that has gone, or is of a later change, which
 * bronze may not have, it is the newest of those versions.
 */
final class RowsBefore extends PTransform<PBegin, PCollection<LakeRecord>> {
  private static final long serialVersionUID = 1L;
  private static final TupleTag<byte[]> CURRENT = new TupleTag<>() {};
  private static final TupleTag<byte[]> VERSIONS = new TupleTag<>() {};

  private final Lake lake;
  private final BronzeEvents events;
  private final TransactionCut cut;
  private final TableName current;
  private final TableName history;

  /**
   * Of the tables of {@code events}.
   *
   * @param current where their current rows are written to
   * @param history where their versions are
   */
  RowsBefore(
      Lake lake, BronzeEvents events, TransactionCut cut, TableName current, TableName history) {
    this.lake = lake;
    this.events = events;
    this.cut = cut;
    this.current = current;
    this.history = history;
  }

  @Override
  public PCollection<LakeRecord> expand(PBegin begin) {
    RowType type = lake.type(current);
    List<String> columns = type.getFieldNames();
    ReadRows rows = LakeIO.read(lake, events.current().name()).withColumns(columns);
    PCollection<LakeRow> versions =
        begin.apply(
            "Versions",
            LakeIO.read(lake, events.history().name())
                .withColumns(columns)
                .withFilter(cut.filter()));
    KeyOf byKey = new KeyOf(type, type.getFieldIndices(lake.key(current)));
    PCollection<LakeRecord> newest =
        KeyedPCollectionTuple.of(
                CURRENT, begin.apply("Rows", rows).apply("Key", ParDo.of(byKey)).setCoder(KEYED))
            .and(VERSIONS, versions.apply("Key of them", ParDo.of(byKey)).setCoder(KEYED))
            .apply("Together", CoGroupByKey.create())
            .apply("Newest before", ParDo.of(new NewestBefore(lake, current, type, cut)))
            .setCoder(LakeRecordCoder.of());
    PCollection<LakeRecord> kept =
        versions
            .apply("As they are", ParDo.of(new Encode(lake, history, type)))
            .setCoder(LakeRecordCoder.of());
    return PCollectionList.of(newest).and(kept).apply("Both", Flatten.pCollections());
  }

  /** Rows for another table with the same columns. */
  static final class Encode extends DoFn<LakeRow, LakeRecord> {
    private static final long serialVersionUID = 1L;
    private final Lake lake;
    private final TableName into;
    private final RowType type;
    private transient @Nullable RowEncoder encoder;
    private transient @Nullable RowCodec codec;

    Encode(Lake lake, TableName into, RowType type) {
      this.lake = lake;
      this.into = into;
      this.type = type;
    }

    @Setup
    public void setup() {
      encoder = RowEncoder.of(lake, into, type);
      codec = RowCodec.of(type);
    }

    @ProcessElement
    public void process(@Element LakeRow row, OutputReceiver<LakeRecord> out) {
      out.output(LakeRecord.of(List.of(encoder.encode(codec.decode(row.row())))));
    }
  }

  /** The row of a key as it was at the cut. */
  static final class NewestBefore extends DoFn<KV<byte[], CoGbkResult>, LakeRecord> {
    private static final long serialVersionUID = 1L;
    private final Lake lake;
    private final TableName into;
    private final RowType type;
    private final TransactionCut cut;
    private transient @Nullable RowEncoder encoder;
    private transient @Nullable RowCodec codec;
    private transient @Nullable ChangeOrder order;

    NewestBefore(Lake lake, TableName into, RowType type, TransactionCut cut) {
      this.lake = lake;
      this.into = into;
      this.type = type;
      this.cut = cut;
    }

    @Setup
    public void setup() {
      encoder = RowEncoder.of(lake, into, type);
      codec = RowCodec.of(type);
      order = ChangeOrder.of(type);
    }

    @ProcessElement
    public void process(@Element KV<byte[], CoGbkResult> rows, OutputReceiver<LakeRecord> out) {
      byte[] current = rows.getValue().getOnly(CURRENT, null);
      InternalRow newest = current == null ? null : codec.decode(current);
      if (newest == null || !order.isBefore(newest, cut)) {
        newest = null;
        for (byte[] version : rows.getValue().getAll(VERSIONS)) {
          InternalRow one = codec.decode(version);
          newest = newest == null || order.compare(one, newest) > 0 ? one : newest;
        }
      }
      if (newest != null) {
        out.output(LakeRecord.of(List.of(encoder.encode(newest))));
      }
    }
  }
}
