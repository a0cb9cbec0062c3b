package io.lakebeam.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypes;
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
    if (!lake.exists(name)) {
      make(schema);
    }
    requireKey();
    requireDeletedColumn();
    RowType type = lake.type(name);
    try {
      BeamRows.of(name, type).requireFits(schema);
    } catch (RowException e) {
      if (!destination.changesTables()) {
        throw e;
      }
      lake.evolve(name, withDeleted(BeamSchemas.toPaimon(schema)), RenamedFields.of(schema));
      type = lake.type(name);
    }
    BeamRows rows = BeamRows.of(name, type);
    rows.requireFits(schema);
    return new Encoding(
        rows, RowEncoder.of(lake, name, type), type.getFieldIndex(WriteRows.DELETED));
  }

  private void requireKey() {
    List<String> found = lake.key(name);
    if (!destination.key().isEmpty() && !found.equals(destination.key())) {
      throw new LakeException(
          "table %s is keyed by %s; wanted: %s".formatted(name, found, destination.key()));
    }
  }

  private void requireDeletedColumn() {
    if (destination.deleted() != null && !lake.type(name).containsField(WriteRows.DELETED)) {
      throw new LakeException(
          "table %s has no column '%s' BOOLEAN, which says of a row that it is gone; deletes cannot"
                  .formatted(name, WriteRows.DELETED)
              + " be written to it");
    }
  }

  private void make(Schema schema) {
    if (!destination.changesTables() || destination.key().isEmpty()) {
      throw new LakeException(
          "table %s is not in the lake; make it with Lake.create, or say withKey(...) so that it can"
                  .formatted(name)
              + " be made from the first row");
    }
    RowType type = withDeleted(BeamSchemas.toPaimon(schema));
    RowType.Builder columns = RowType.builder();
    for (DataField field : type.getFields()) {
      boolean isNeeded =
          destination.key().contains(field.name()) || destination.order().contains(field.name());
      columns.field(field.name(), field.type().copy(!isNeeded), field.description());
    }
    lake.create(
        LakeTable.of(name, columns.build())
            .withPrimaryKey(destination.key())
            .withSequence(destination.order()));
  }

  private RowType withDeleted(RowType type) {
    if (destination.deleted() == null || type.containsField(WriteRows.DELETED)) {
      return type;
    }
    RowType.Builder columns = RowType.builder();
    type.getFields().forEach(f -> columns.field(f.name(), f.type(), f.description()));
    return columns.field(WriteRows.DELETED, DataTypes.BOOLEAN()).build();
  }

  /** How rows of one schema become rows of the table. */
  private record Encoding(BeamRows rows, RowEncoder encoder, int deletedIndex) {

    LakeRow encode(Row row, boolean isDeleted) {
      InternalRow laidOut = rows.toPaimon(row);
      if (deletedIndex >= 0 && laidOut instanceof GenericRow generic) {
        generic.setField(deletedIndex, isDeleted);
      }
      return encoder.encode(laidOut);
    }
  }

  /** The names that fields had before, from {@link WriteRows#RENAMED_FROM}. */
  private static final class RenamedFields {
    private RenamedFields() {}

    static Map<String, String> of(Schema schema) {
      Map<String, String> renamed = new HashMap<>();
      for (Schema.Field field : schema.getFields()) {
        if (field.getOptions().hasOption(WriteRows.RENAMED_FROM)) {
          String before = field.getOptions().getValue(WriteRows.RENAMED_FROM, String.class);
          renamed.put(before, field.getName());
        }
      }
      return renamed;
    }
  }
}
