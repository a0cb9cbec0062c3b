package io.lakebeam.offline;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRecord;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.RowEncoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Turns rows of a table's history into rows of a feature view over it, one to one.
 *
 * <pre>{@code
 * pipeline
 *     .apply(LakeIO.read(lake, history).withColumns(HistoryToFeatures.columns(view)))
 *     .apply(ParDo.of(new HistoryToFeatures(lake, view, historyType)));
 * }</pre>
 *
 * <p>A row without an event time takes the time at which the source committed it, as a deleted one
 * does: it has no time of its own.
 */
public final class HistoryToFeatures extends DoFn<LakeRow, LakeRecord> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final FeatureView view;
  private final RowType input;
  private transient @Nullable RowCodec history;
  private transient @Nullable RowEncoder gold;
  private transient InternalRow.FieldGetter @Nullable [] getters;

  /**
   * A view's rows.
   *
   * @param lake where the view's table is
   * @param history the type of the whole history table
   */
  public HistoryToFeatures(Lake lake, FeatureView view, RowType history) {
    this.lake = lake;
    this.view = view;
    this.input = history.project(columns(view));
  }

  /** The history columns that the view needs, in the order in which rows are to be read. */
  public static List<String> columns(FeatureView view) {
    List<String> columns = new ArrayList<>();
    columns.add(view.eventTime());
    columns.add(ChangeColumns.SOURCE_TIME);
    columns.addAll(view.definition().key());
    columns.addAll(ChangeColumns.ORDER);
    columns.add(ChangeColumns.DELETED);
    columns.addAll(view.definition().columns());
    return columns;
  }

  @Setup
  public void setup() {
    history = RowCodec.of(input);
    gold = RowEncoder.of(lake, view.table().name(), view.table().type());
    List<DataField> fields = input.getFields();
    getters = new InternalRow.FieldGetter[fields.size()];
    for (int i = 0; i < getters.length; i++) {
      getters[i] = InternalRow.createFieldGetter(fields.get(i).type(), i);
    }
  }

  @ProcessElement
  public void process(@Element LakeRow element, OutputReceiver<LakeRecord> out) {
    InternalRow row = history.decode(element.row());
    GenericRow features = new GenericRow(view.table().type().getFieldCount());
    int keys = view.entityKey().size();
    for (int i = 0; i < keys; i++) {
      features.setField(i, getters[i + 2].getFieldOrNull(row));
    }
    Object eventTime = getters[0].getFieldOrNull(row);
    features.setField(keys, eventTime == null ? getters[1].getFieldOrNull(row) : eventTime);
    for (int i = keys + 2; i < getters.length; i++) {
      features.setField(i - 1, getters[i].getFieldOrNull(row));
    }
    out.output(LakeRecord.of(List.of(gold.encode(features))));
  }
}
