package io.lakebeam.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.RowType;

/**
 * A table that Beam rows are written to: makes it where it is not there, changes it where rows of a
 * new schema need that, and encodes the rows. Not thread-safe.
 */
final class RowTarget {
  private final Lake lake;
  private final TableName name;
  private final RowDestination<?> destination;
  private final Map<Schema, Encoding> encodings = new HashMap<>();
  private Schema lastSchema;
  private Encoding lastEncoding;

  RowTarget(Lake lake, TableName name, RowDestination<?> destination) {
    this.lake = lake;
    this.name = name;
    this.destination = destination;
  }

  /**
   * The row for the table.
   *
   * @throws RowException if the table cannot hold it
   */
  @SuppressWarnings("ReferenceEquality") // rows in a run share their schema
  LakeRow encode(Row row, boolean isDeleted) {
    if (row.getSchema() != lastSchema) {
      lastEncoding = encodings.computeIfAbsent(row.getSchema(), this::encoding);
      lastSchema = row.getSchema();
    }
    return lastEncoding.encode(row, isDeleted);
  }

  private Encoding encoding(Schema schema) {
    FileStoreTable table = lake.exists(name) ? lake.open(name) : make(schema);
    requireKeyAndOrder(table);
    if (destination.changesTables()) {
      RowType wanted = RowColumns.of(name, schema, table.schema(), destination);
      Map<String, String> renamed = RowColumns.renamed(schema);
      if (!TableEvolution.changes(name, table.schema(), wanted, renamed).isEmpty()) {
        lake.evolve(name, wanted, renamed);
        table = lake.open(name);
      }
    }
    requireDeletedColumn(table.rowType());
    // From one look at the table: another worker may be changing it.
    BeamRows rows = BeamRows.of(name, table.rowType());
    rows.requireFits(schema);
    RowEncoder encoder = RowEncoder.of(name, table, table.rowType());
    return new Encoding(rows, encoder, markedColumn(table.rowType(), schema));
  }

  private void requireKeyAndOrder(FileStoreTable table) {
    List<String> key = destination.key();
    if (!key.isEmpty() && !Set.copyOf(table.primaryKeys()).equals(Set.copyOf(key))) {
      throw new LakeException(
          "table %s is keyed by %s; wanted: %s".formatted(name, table.primaryKeys(), key));
    }
    List<String> order = TableEvolution.order(table.schema());
    if (!destination.order().isEmpty() && !order.equals(destination.order())) {
      throw new LakeException(
          "table %s orders rows of one key by %s; wanted: %s"
              .formatted(name, order, destination.order()));
    }
  }

  private void requireDeletedColumn(RowType type) {
    if (destination.deleted() != null && !isFlag(type)) {
      throw new LakeException(
          "table %s has no column '%s' BOOLEAN, which says of a row that it is gone; deletes cannot"
                  .formatted(name, WriteRows.DELETED)
              + " be written to it");
    }
  }

  private static boolean isFlag(RowType type) {
    return type.containsField(WriteRows.DELETED)
        && type.getField(WriteRows.DELETED).type().is(DataTypeRoot.BOOLEAN);
  }

  /** Where rows are marked as gone or there; -1 where they say it themselves, or nobody does. */
  private int markedColumn(RowType type, Schema schema) {
    boolean isSaid = destination.deleted() == null && schema.hasField(WriteRows.DELETED);
    return isFlag(type) && !isSaid ? type.getFieldIndex(WriteRows.DELETED) : -1;
  }

  private FileStoreTable make(Schema schema) {
    if (!destination.changesTables() || destination.key().isEmpty()) {
      throw new LakeException(
          "table %s is not in the lake; make it with Lake.create, or say withKey(...) so that it can"
                  .formatted(name)
              + " be made from the first row");
    }
    if (!destination.appends() && destination.order().isEmpty()) {
      throw new LakeException(
          "table %s is not in the lake, and which of two rows with one key is newer is not known;"
                  .formatted(name)
              + " say withOrder(...) so that it can be made from the first row");
    }
    RowType type = RowColumns.of(name, schema, null, destination);
    RowType.Builder columns = RowType.builder();
    for (DataField field : type.getFields()) {
      boolean isNullable = !destination.isKeyOrOrder(field.name());
      columns.field(field.name(), field.type().copy(isNullable), field.description());
    }
    // Another worker may be faster, with rows of another schema.
    return TableDefinitions.of(lake)
        .makeIfMissing(
            LakeTable.of(name, columns.build())
                .withPrimaryKey(destination.key())
                .withSequence(destination.order())
                .withBuckets(destination.buckets()));
  }

  /** How rows of one schema become rows of the table. */
  private record Encoding(BeamRows rows, RowEncoder encoder, int markedColumn) {

    LakeRow encode(Row row, boolean isDeleted) {
      InternalRow laidOut = rows.toPaimon(row);
      if (markedColumn >= 0 && laidOut instanceof GenericRow generic) {
        generic.setField(markedColumn, isDeleted);
      }
      return encoder.encode(laidOut);
    }
  }
}
