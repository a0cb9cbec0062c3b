package io.lakebeam.publish;

import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeRowCoder;
import io.lakebeam.lake.ReadChanges;
import io.lakebeam.lake.ReadRows;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.TableChange;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.ProjectedRow;
import org.apache.paimon.utils.RoaringBitmap32;

/**
 * The rows of a table as they are now, deleted ones too, to a database: all, or those whose keys
 * snapshots have touched. What a snapshot added need not be the newest of its key, so its rows only
 * say which keys to look at.
 */
final class SqlPipeline {
  private SqlPipeline() {}

  /**
   * Builds it.
   *
   * @param after the snapshot after which keys were touched; null: all rows
   */
  static void build(Pipeline pipeline, PublishedRows rows, SqlStatements statements, Long after) {
    ReadRows read = rows.readWithDeleted();
    PCollection<LakeRow> now = pipeline.apply("Read", read);
    if (after != null) {
      now = touched(pipeline, now, rows, read.type(), after);
    }
    now.apply("Write", ParDo.of(new WriteSql(statements, read.type())));
  }

  private static PCollection<LakeRow> touched(
      Pipeline pipeline, PCollection<LakeRow> now, PublishedRows rows, RowType type, long after) {
    List<String> key = rows.lake().key(rows.table());
    ReadChanges changes =
        LakeIO.changes(rows.lake(), rows.table()).between(after, rows.snapshot()).withColumns(key);
    PCollectionView<RoaringBitmap32> touched =
        pipeline
            .apply("Changes", changes)
            .apply("Keys", ParDo.of(new Hash(changes.type())))
            .setCoder(VarIntCoder.of())
            .apply("Touched", Combine.globally(new ChangedKeys()).asSingletonView());
    return now.apply(
            "OfTouched",
            ParDo.of(new OfTouched(type, type.getFieldIndices(key), touched))
                .withSideInputs(touched))
        .setCoder(LakeRowCoder.of());
  }

  /** The hash of a change's key. */
  static final class Hash extends DoFn<TableChange, Integer> {
    private static final long serialVersionUID = 1L;
    private final RowType key;
    private transient RowCodec codec;

    Hash(RowType key) {
      this.key = key;
    }

    @Setup
    public void setUp() {
      codec = RowCodec.of(key);
    }

    @ProcessElement
    public void hash(@Element TableChange change, OutputReceiver<Integer> out) {
      out.output(codec.copy(codec.decode(change.row().row())).hashCode());
    }
  }

  /** Rows whose key's hash is there. */
  static final class OfTouched extends DoFn<LakeRow, LakeRow> {
    private static final long serialVersionUID = 1L;
    private final RowType type;
    private final int[] key;
    private final PCollectionView<RoaringBitmap32> touched;
    private transient RowCodec codec;
    private transient RowCodec keyCodec;
    private transient ProjectedRow projected;

    OfTouched(RowType type, int[] key, PCollectionView<RoaringBitmap32> touched) {
      this.type = type;
      this.key = key;
      this.touched = touched;
    }

    @Setup
    public void setUp() {
      codec = RowCodec.of(type);
      keyCodec = RowCodec.of(type.project(key));
      projected = ProjectedRow.from(key);
    }

    @ProcessElement
    public void filter(ProcessContext context) {
      LakeRow row = context.element();
      int hash = keyCodec.copy(projected.replaceRow(codec.decode(row.row()))).hashCode();
      if (context.sideInput(touched).contains(hash)) {
        context.output(row);
      }
    }
  }
}
