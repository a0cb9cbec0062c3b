package io.lakebeam.lake;

import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.SerializableFunctions;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;

/**
 * {@link LakeIO#append} and {@link LakeIO#upsert}: schema-aware elements into one table or many.
 *
 * <pre>{@code
 * orders.apply(
 *     LakeIO.<Order>upsert(lake)
 *         .to(order -> TableName.of("silver", "orders_" + order.country()))
 *         .withKey("id")
 *         .withOrder("version")
 *         .withDeletes(Order::cancelled)
 *         .withDeadLetters(TableName.parse("bronze.dead_letters"))
 *         .via(write -> write.withCommitInterval(Duration.standardSeconds(10))));
 * }</pre>
 *
 * <p>Input: elements with a Beam schema, or any elements with {@link #withRows}, in any windows,
 * which are left. Output: one {@link CommittedRows} per table and commit.
 *
 * <p>Idempotent by the table's key: an element written twice is one row. In an upsert the row with
 * the greatest order stays, whatever the order of arrival; a delete leaves a row that is marked
 * ({@link #DELETED}), so that an older row that comes again does not bring it back.
 *
 * <p>A table that is not there is made from the first row's schema: its key and order columns NOT
 * NULL, all others nullable. A row whose schema has more or wider columns changes the table, see
 * {@link Lake#evolve}; a column that a row lacks is null in it. What the table cannot hold even so
 * is a {@link RowException}, which ends the pipeline or, {@link #withDeadLetters}, is kept.
 */
public final class WriteRows<T> extends PTransform<PCollection<T>, PCollection<CommittedRows>> {
  /** The column of a table that says of a row that it is gone. */
  public static final String DELETED = "_deleted";

  /**
   * The option of a schema's field, a STRING, that names the column which is the field's from now
   * on: {@code field.withOptions(Schema.Options.setOption(WriteRows.RENAMED_FROM, FieldType.STRING,
   * "mail"))}.
   */
  public static final String RENAMED_FROM = "lakebeam.renamed_from";

  private static final long serialVersionUID = 1L;

  private final Lake lake;
  private final RowDestination<T> destination;
  private final WriteRecords write;

  private WriteRows(Lake lake, RowDestination<T> destination, WriteRecords write) {
    this.lake = lake;
    this.destination = destination;
    this.write = write;
  }

  static <T> WriteRows<T> to(Lake lake, boolean appends) {
    return new WriteRows<>(lake, RowDestination.unknown(appends), LakeIO.write(lake));
  }

  /** All elements go into one table. */
  public WriteRows<T> to(TableName table) {
    return to(SerializableFunctions.<T, TableName>constant(table));
  }

  /** Each element goes into the table that this says. */
  public WriteRows<T> to(SerializableFunction<T, TableName> table) {
    return with(destination.withTable(table));
  }

  /**
   * The row of an element; default: as the collection's schema says. Rows may differ in their
   * schemas from element to element.
   */
  public WriteRows<T> withRows(SerializableFunction<T, Row> row) {
    return with(destination.withRow(row));
  }

  /** The key of tables that are not there yet: two rows with one key are one row. */
  public WriteRows<T> withKey(String... columns) {
    return with(destination.withKey(List.of(columns)));
  }

  /**
   * The columns that order rows of one key, in tables that are not there yet: the greatest stays.
   * An upsert makes no table without.
   */
  public WriteRows<T> withOrder(String... columns) {
    return with(destination.withOrder(List.of(columns)));
  }

  /** Into how many buckets tables are hashed that are not there yet, at least 1; default: 1. */
  public WriteRows<T> withBuckets(int buckets) {
    if (buckets < 1) {
      throw new IllegalArgumentException("buckets must be at least 1, found " + buckets);
    }
    return with(destination.withBuckets(buckets));
  }

  /** Which elements say that their row is gone. Of such a row only key and order are needed. */
  public WriteRows<T> withDeletes(SerializableFunction<T, Boolean> deleted) {
    return with(destination.withDeleted(deleted));
  }

  /**
   * Where each element stood in its source: the positions of what is in every table are kept in the
   * lake ({@link Positions}), for the next run to start at.
   */
  public WriteRows<T> withPositions(SerializableFunction<T, SourcePosition> position) {
    return with(destination.withPosition(position));
  }

  /** Makes and changes no table: a row that does not fit its table as it is, is refused. */
  public WriteRows<T> withFixedTables() {
    return with(destination.withFixedTables());
  }

  /** Keeps elements whose table cannot hold them in this table; default: they end the pipeline. */
  public WriteRows<T> withDeadLetters(TableName table) {
    return with(destination.withDeadLetters(table));
  }

  /** Settings of the writing itself, such as {@link WriteRecords#withCommitInterval}. */
  public WriteRows<T> via(SerializableFunction<WriteRecords, WriteRecords> settings) {
    return new WriteRows<>(lake, destination, settings.apply(write));
  }

  @Override
  public PCollection<CommittedRows> expand(PCollection<T> elements) {
    if (destination.table() == null) {
      throw new IllegalArgumentException("no table to write to; say to(...)");
    }
    if (destination.appends() && destination.deleted() != null) {
      throw new IllegalArgumentException(
          "what is appended is never changed, so it has no deletes; write it with LakeIO.upsert");
    }
    RowDestination<T> complete =
        destination.row() == null ? destination.withRow(schemaRows(elements)) : destination;
    PCollection<LakeRecord> records =
        elements
            .apply("Encode", ParDo.of(new RowsToRecords<>(lake, complete, elements.getCoder())))
            .setCoder(LakeRecordCoder.of());
    return outOfWindows(records).apply("Write", write);
  }

  /** A commit's rows are of any window. */
  private static PCollection<LakeRecord> outOfWindows(PCollection<LakeRecord> records) {
    return records.getWindowingStrategy().equals(WindowingStrategy.globalDefault())
        ? records
        : records.apply(
            "OutOfWindows",
            Window.<LakeRecord>into(new GlobalWindows())
                .triggering(DefaultTrigger.of())
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes());
  }

  private static <T> SerializableFunction<T, Row> schemaRows(PCollection<T> elements) {
    if (!elements.hasSchema()) {
      throw new IllegalArgumentException(
          "%s has no schema; set one, or say withRows(...)".formatted(elements.getName()));
    }
    return elements.getToRowFunction();
  }

  private WriteRows<T> with(RowDestination<T> changed) {
    return new WriteRows<>(lake, changed, write);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    super.populateDisplayData(builder);
    builder.add(DisplayData.item("warehouse", lake.warehouse()));
    if (destination.deadLetters() != null) {
      builder.add(DisplayData.item("deadLetters", destination.deadLetters().toString()));
    }
  }
}
