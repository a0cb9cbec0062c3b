package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Writes Beam rows by a pipeline of their own, and tells what a table holds then. */
final class RowsInTables {
  private RowsInTables() {}

  /** Rows of any schemas. */
  static PipelineResult write(WriteRows<Row> write, Collection<Row> rows) {
    return run(
        Create.of(rows).withCoder(SerializableCoder.of(Row.class)), write.withRows(row -> row));
  }

  static <T> PipelineResult run(PTransform<PBegin, PCollection<T>> elements, WriteRows<T> write) {
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply("Elements", elements).apply("Write", write);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  static PipelineOptions options() {
    return PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
        .create();
  }

  /** The table's rows as text, sorted: {@code {id=1, state=open}}; nulls are left out. */
  static List<String> read(Lake lake, String table) {
    TableName name = TableName.parse(table);
    BeamRows rows = BeamRows.of(name, lake.type(name));
    List<String> found = new ArrayList<>();
    lake.read(name, lake.type(name).getFieldNames())
        .forEach(row -> found.add(text(rows.toBeam(row))));
    found.sort(null);
    return found;
  }

  static String text(Row row) {
    Map<String, Object> values = new TreeMap<>();
    for (String field : row.getSchema().getFieldNames()) {
      Object value = row.getValue(field);
      if (value != null) {
        values.put(field, value);
      }
    }
    return values.toString();
  }
}
