package io.lakebeam.trainingset;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.LabelDefinition;
import io.lakebeam.definition.ModelDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.Zones;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Takes the rows of a label table that are labels: not deleted, with a label and a time. A row's
 * key, label, time and kept columns go on under the label table's own names.
 */
final class LabelRows extends DoFn<LakeRow, byte[]> {
  private static final long serialVersionUID = 1L;

  private final RowType type;
  private final int deleted;
  private final int label;
  private final int time;
  private transient @Nullable RowCodec codec;

  private LabelRows(RowType type, String label, String time) {
    this.type = type;
    this.deleted = type.getFieldIndex(ChangeColumns.DELETED);
    this.label = type.getFieldIndex(label);
    this.time = type.getFieldIndex(time);
  }

  /**
   * The labels of a model.
   *
   * @throws LakeException if the label table lacks a column that the model names
   */
  static LabelRows of(Project project, ModelDefinition model, Lake lake) {
    LabelDefinition labels = model.labels();
    String time = project.table(labels.from()).eventTime();
    Set<String> columns = new LinkedHashSet<>(labels.key());
    columns.add(labels.column());
    columns.add(time);
    columns.addAll(model.keep().values());
    columns.add(ChangeColumns.DELETED);
    RowType table = lake.type(Zones.current(labels.from()));
    for (String column : columns) {
      if (!table.containsField(column)) {
        throw new LakeException(
            "model %s: label table %s has no column '%s'; it has: %s"
                .formatted(
                    model.name(), labels.from(), column, String.join(", ", table.getFieldNames())));
      }
    }
    RowType projected = table.project(new ArrayList<>(columns));
    RowType numbered =
        RowType.of(
            projected.getFieldTypes().toArray(DataType[]::new),
            projected.getFieldNames().toArray(String[]::new));
    return new LabelRows(numbered, labels.column(), time);
  }

  List<String> columns() {
    return type.getFieldNames();
  }

  RowType type() {
    return type;
  }

  String time() {
    return type.getFieldNames().get(time);
  }

  @Setup
  public void setup() {
    codec = RowCodec.of(type);
  }

  @ProcessElement
  public void process(@Element LakeRow element, OutputReceiver<byte[]> out) {
    InternalRow row = codec.decode(element.row());
    if (!row.getBoolean(deleted) && !row.isNullAt(label) && !row.isNullAt(time)) {
      out.output(element.row());
    }
  }
}
