package io.lakebeam.lake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.RowType;

/**
 * What a keyed lake table is: its columns, the key under which a replay writes the same row again,
 * and the columns whose order says which of two rows with one key is the newer.
 *
 * <pre>{@code
 * LakeTable table =
 *     LakeTable.of(TableName.of("silver", "customer"), rowType)
 *         .withPrimaryKey(List.of("id"))
 *         .withSequence(List.of("_epoch", "_commit_lsn", "_lsn"))
 *         .withBuckets(2);
 * lake.create(table);
 * }</pre>
 *
 * @param name where it is
 * @param type its columns; those of the key must be NOT NULL, all others nullable
 * @param primaryKey the key; a second row with it replaces the first if its sequence is not older
 * @param bucketKey the part of the key that says which bucket a row is in; all rows of one value
 *     are in one bucket
 * @param sequence the columns that order rows of one key; empty: the last commit wins, which is
 *     right where rows of one key are equal
 * @param buckets into how many buckets the table is hashed, at least 1
 */
public record LakeTable(
    TableName name,
    RowType type,
    List<String> primaryKey,
    List<String> bucketKey,
    List<String> sequence,
    int buckets)
    implements Serializable {
  static final String SEQUENCE = "sequence.field";
  private static final String DICTIONARY = "parquet.enable.dictionary#";

  public LakeTable {
    primaryKey = List.copyOf(primaryKey);
    bucketKey = List.copyOf(bucketKey);
    sequence = List.copyOf(sequence);
    if (buckets < 1) {
      throw new IllegalArgumentException(
          "table %s: buckets must be at least 1, found %d".formatted(name, buckets));
    }
    requireColumns(name, type, primaryKey);
    requireColumns(name, type, sequence);
    if (!primaryKey.containsAll(bucketKey)) {
      throw new IllegalArgumentException(
          "table %s: the bucket key %s must be part of the key %s"
              .formatted(name, bucketKey, primaryKey));
    }
  }

  /** A table without a key yet; {@link #withPrimaryKey} must follow before it is created. */
  public static LakeTable of(TableName name, RowType type) {
    return new LakeTable(name, type, List.of(), List.of(), List.of(), 1);
  }

  /** The same table keyed by {@code columns}, which are its bucket key as well. */
  public LakeTable withPrimaryKey(List<String> columns) {
    return new LakeTable(name, type, columns, columns, sequence, buckets);
  }

  /** The same table hashed into buckets by {@code columns}, a part of its key. */
  public LakeTable withBucketKey(List<String> columns) {
    return new LakeTable(name, type, primaryKey, columns, sequence, buckets);
  }

  /** The same table where, of two rows with one key, the greater in {@code columns} stays. */
  public LakeTable withSequence(List<String> columns) {
    return new LakeTable(name, type, primaryKey, bucketKey, columns, buckets);
  }

  /** The same table in {@code count} buckets. */
  public LakeTable withBuckets(int count) {
    return new LakeTable(name, type, primaryKey, bucketKey, sequence, count);
  }

  /** The same table under another name and with these columns, which hold those of its key. */
  public LakeTable as(TableName newName, RowType columns) {
    return new LakeTable(newName, columns, primaryKey, bucketKey, sequence, buckets);
  }

  Schema schema() {
    if (primaryKey.isEmpty()) {
      throw new IllegalArgumentException(
          "table %s has no key; without one nothing can be written once".formatted(name));
    }
    Schema.Builder schema = Schema.newBuilder();
    for (DataField field : type.getFields()) {
      schema.column(field.name(), field.type(), field.description());
    }
    schema
        .primaryKey(primaryKey)
        .option("bucket", Integer.toString(buckets))
        .option("bucket-key", String.join(",", bucketKey))
        .option("file.format", "parquet")
        // The key is stored once, among the columns, and not once more before them.
        .option("data-file.thin-mode", "true")
        // Writers never compact: one that did would hold a stale view of a bucket that others
        // write as well.
        .option("write-only", "true");
    noDictionaries().forEach(column -> schema.option(DICTIONARY + column, "false"));
    if (!sequence.isEmpty()) {
      schema.option(SEQUENCE, String.join(",", sequence));
    }
    return schema.build();
  }

  /** Numbers that hardly repeat in a file, for which a dictionary is built in vain. */
  private List<String> noDictionaries() {
    List<String> columns = new ArrayList<>();
    columns.add("_SEQUENCE_NUMBER");
    for (DataField field : type.getFields()) {
      boolean isKey = primaryKey.contains(field.name());
      if (field.type().is(DataTypeRoot.BIGINT) && (isKey || sequence.contains(field.name()))) {
        columns.add(field.name());
      }
    }
    return columns;
  }

  private static void requireColumns(TableName name, RowType type, List<String> columns) {
    for (String column : columns) {
      if (!type.containsField(column)) {
        throw new IllegalArgumentException(
            "table %s has no column '%s'; it has: %s"
                .formatted(name, column, String.join(", ", type.getFieldNames())));
      }
    }
  }
}
