package io.lakebeam.lake;

import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.Split;

/**
 * {@link LakeIO#read}: the rows of one snapshot of a table, merged by key, in no given order.
 *
 * <p>Output: {@link LakeRow}s whose bytes a {@link RowCodec} of the wanted columns decodes.
 */
public final class ReadRows extends PTransform<PBegin, PCollection<LakeRow>> {
  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final TableName table;
  private final List<String> columns;
  private final long snapshot;

  ReadRows(Lake lake, TableName table, List<String> columns, long snapshot) {
    this.lake = lake;
    this.table = table;
    this.columns = List.copyOf(columns);
    this.snapshot = snapshot;
  }

  /** Only these columns, in this order; default: all, in the table's order. */
  public ReadRows withColumns(List<String> wanted) {
    return new ReadRows(lake, table, wanted, snapshot);
  }

  /** The table as of this snapshot; default: the latest when the pipeline runs. */
  public ReadRows atSnapshot(long id) {
    if (id < 1) {
      throw new IllegalArgumentException(
          "table %s: a snapshot's id is 1 or more, found %d".formatted(table, id));
    }
    return new ReadRows(lake, table, columns, id);
  }

  @Override
  public PCollection<LakeRow> expand(PBegin begin) {
    return begin
        .apply("Table", Create.of(table.toString()))
        .apply("Plan", ParDo.of(new PlanSplits(this)))
        .setCoder(SerializableCoder.of(Split.class))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(new ReadSplit(this)))
        .setCoder(LakeRowCoder.of());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("table", table.toString()));
  }

  private FileStoreTable open() {
    return snapshot == 0 ? lake.open(table) : lake.open(table, snapshot);
  }

  private static final class PlanSplits extends DoFn<String, Split> {
    private static final long serialVersionUID = 1L;
    private final ReadRows read;

    private PlanSplits(ReadRows read) {
      this.read = read;
    }

    @ProcessElement
    public void plan(OutputReceiver<Split> out) {
      read.open().newReadBuilder().newScan().plan().splits().forEach(out::output);
    }
  }

  private static final class ReadSplit extends DoFn<Split, LakeRow> {
    private static final long serialVersionUID = 1L;
    private final ReadRows read;

    private ReadSplit(ReadRows read) {
      this.read = read;
    }

    @ProcessElement
    public void read(@Element Split split, OutputReceiver<LakeRow> out) throws Exception {
      FileStoreTable found = read.open();
      List<String> wanted = read.columns.isEmpty() ? found.rowType().getFieldNames() : read.columns;
      RowReader rows = new RowReader(read.table, found, wanted, List.of(split));
      RowCodec codec = RowCodec.of(rows.type());
      rows.forEach(
          row -> out.output(new LakeRow(read.table, found.schema().id(), codec.encode(row))));
    }
  }
}
