package io.lakebeam.trainingset;

import io.lakebeam.dataset.Column;
import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.dataset.TableSchema;
import io.lakebeam.dataset.TableWriter;
import io.lakebeam.lake.RowCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;

/** Writes all rows into one Parquet file, which is there when it is whole. */
final class WriteTrainingSet extends DoFn<KV<Void, Iterable<byte[]>>, Void> {
  private static final long serialVersionUID = 1L;

  private final RowType type;
  private final LinkedHashMap<String, String> columns;
  private final String file;

  WriteTrainingSet(RowType type, Map<String, String> columns, Path file) {
    this.type = type;
    this.columns = new LinkedHashMap<>(columns);
    this.file = file.toString();
  }

  @ProcessElement
  public void write(@Element KV<Void, Iterable<byte[]>> rows) throws IOException {
    RowCodec codec = RowCodec.of(type);
    List<Column> schema = new ArrayList<>();
    List<InternalRow.FieldGetter> getters = new ArrayList<>();
    columns.forEach(
        (name, from) -> {
          int at = type.getFieldIndex(from);
          schema.add(Column.optional(name, ModelValues.columnType(name, type.getTypeAt(at))));
          getters.add(InternalRow.createFieldGetter(type.getTypeAt(at), at));
        });
    try (TableWriter writer = ParquetTable.writer(Path.of(file), new TableSchema(schema))) {
      for (byte[] bytes : rows.getValue()) {
        InternalRow row = codec.decode(bytes);
        writer.write(
            getters.stream().map(getter -> ModelValues.of(getter.getFieldOrNull(row))).toArray());
      }
      writer.commit();
    }
  }
}
