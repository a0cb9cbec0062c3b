package io.lakebeam.offline;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Buckets;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.RowCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Adds to each row what a feature view knew of its entity at the row's time: the columns of the
 * newest feature row, by (event time, order), whose event time is not after it. An entity that is
 * not known by then, or was deleted by then, has nulls.
 *
 * <pre>{@code
 * PointInTimeJoin join = PointInTimeJoin.with(lake, view, snapshot).on(type, "decided_at");
 * PCollection<byte[]> joined = labels.apply("Profile", join);
 * RowCodec rows = RowCodec.of(join.outputType());
 * }</pre>
 *
 * <p>Input: rows, as {@link RowCodec} of the input type encodes them, that have the entity's key
 * under its own names and the time as a timestamp; a row with a null in either has nulls. Output:
 * the same rows, each once, with the view's columns added; those that the input has already stay.
 *
 * <p>Only the input is shuffled: by the bucket function of the view's table. Each bucket is then
 * read once; memory holds the input rows of one bucket.
 */
public final class PointInTimeJoin extends PTransform<PCollection<byte[]>, PCollection<byte[]>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final FeatureView view;
  private final long snapshot;
  private final RowType input;
  private final String time;

  private PointInTimeJoin(Lake lake, FeatureView view, long snapshot, RowType input, String time) {
    this.lake = lake;
    this.view = view;
    this.snapshot = snapshot;
    this.input = input;
    this.time = time;
  }

  /** A join with the view as of a snapshot of its table; {@link #on} must follow. */
  public static PointInTimeJoin with(Lake lake, FeatureView view, long snapshot) {
    return new PointInTimeJoin(lake, view, snapshot, RowType.of(), "");
  }

  /**
   * The same join for rows of type {@code rows} whose time is in column {@code timeColumn}.
   *
   * @throws LakeException if a key column is missing or of another type than the view's, or the
   *     time is no timestamp
   */
  public PointInTimeJoin on(RowType rows, String timeColumn) {
    for (String column : view.entityKey()) {
      DataType wanted = view.table().type().getField(column).type().nullable();
      if (!rows.containsField(column) || !rows.getField(column).type().nullable().equals(wanted)) {
        throw new LakeException(
            "feature view %s is joined on column '%s' of type %s; found: %s"
                .formatted(view.definition().name(), column, wanted, rows.asSQLString()));
      }
    }
    if (!rows.containsField(timeColumn)
        || !rows.getField(timeColumn).type().isAnyOf(DataTypeFamily.TIMESTAMP)) {
      throw new LakeException(
          "feature view %s is joined as of column '%s', a timestamp; found: %s"
              .formatted(view.definition().name(), timeColumn, rows.asSQLString()));
    }
    return new PointInTimeJoin(lake, view, snapshot, rows, timeColumn);
  }

  /** The input's columns, then those of the view that the input does not have. */
  public RowType outputType() {
    List<DataField> fields = new ArrayList<>(input.getFields());
    for (String column : added()) {
      DataType type = view.table().type().getField(column).type();
      fields.add(new DataField(fields.size(), column, type));
    }
    return RowType.of(
        fields.stream().map(DataField::type).toArray(DataType[]::new),
        fields.stream().map(DataField::name).toArray(String[]::new));
  }

  @Override
  public PCollection<byte[]> expand(PCollection<byte[]> rows) {
    return rows.apply("Bucket", ParDo.of(new ToBucket(this)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
        .apply("Group", GroupByKey.create())
        .apply("Join", ParDo.of(new JoinBucket(this)))
        .setCoder(ByteArrayCoder.of());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder
        .add(DisplayData.item("view", view.definition().name()))
        .add(DisplayData.item("snapshot", snapshot));
  }

  RowType input() {
    return input;
  }

  String time() {
    return time;
  }

  List<String> key() {
    return view.entityKey();
  }

  List<String> added() {
    return view.definition().columns().stream().filter(c -> !input.containsField(c)).toList();
  }

  /** The feature columns to read: key, event time, order, deleted, then those that are added. */
  List<String> read() {
    List<String> columns = new ArrayList<>(view.entityKey());
    columns.add(FeatureView.EVENT_TIME);
    columns.addAll(ChangeColumns.ORDER);
    columns.add(ChangeColumns.DELETED);
    columns.addAll(added());
    return columns;
  }

  Buckets buckets() {
    return lake.buckets(view.table().name(), snapshot);
  }

  static final class ToBucket extends DoFn<byte[], KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;
    private final PointInTimeJoin join;
    private transient @Nullable Buckets buckets;
    private transient @Nullable RowCodec codec;
    private transient @Nullable KeyColumns key;

    private ToBucket(PointInTimeJoin join) {
      this.join = join;
    }

    @Setup
    public void setup() {
      buckets = join.buckets();
      codec = RowCodec.of(join.input());
      key = new KeyColumns(join.input(), join.key());
    }

    @ProcessElement
    public void process(@Element byte[] row, OutputReceiver<KV<Integer, byte[]>> out) {
      InternalRow wanted = key.of(codec.decode(row));
      out.output(KV.of(wanted == null ? 0 : buckets.of(wanted), row));
    }
  }
}
