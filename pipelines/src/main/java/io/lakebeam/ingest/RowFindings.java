package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.TableName;
import io.lakebeam.privacy.Sha256;
import io.lakebeam.quality.Expectation;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of one table that were taken although they do not meet an expectation, kept in the table
 * {@code lakebeam.findings}.
 *
 * <pre>{@code
 * RowFindings findings = RowFindings.of(lake, "customer", silverType);
 * List<LakeRow> all = findings.with(rows, unmet, version, position);
 * }</pre>
 *
 * <p>Keyed by the table, the expectation and the row's version, so that one which is delivered or
 * read again is there once. A finding holds no value: of the version it has the hash of what keys
 * it in the table's history, and its place in its source.
 */
public final class RowFindings {
  /** Where they are. */
  public static final TableName NAME = TableName.of("lakebeam", "findings");

  private static final RowType TYPE =
      RowType.builder()
          .field("table_name", DataTypes.STRING().notNull())
          .field("expectation", DataTypes.STRING().notNull())
          .field("version", DataTypes.STRING().notNull())
          .field("source_partition", DataTypes.STRING())
          .field("position", DataTypes.BIGINT())
          .field("epoch", DataTypes.INT())
          .field("commit_lsn", DataTypes.BIGINT())
          .field("lsn", DataTypes.BIGINT())
          .field("source_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .build();

  /** Enough that no two versions of a table share one. */
  private static final int HASH_BYTES = 16;

  private final Lake lake;
  private final BinaryString table;
  private final RowType type;
  private final List<String> key;

  /** Null until there is a finding: a table without any costs nothing. */
  private @Nullable RowEncoder encoder;

  private RowFindings(Lake lake, String table, RowType type) {
    this.lake = lake;
    this.table = BinaryString.fromString(table);
    this.type = type;
    this.key = keyOf(type);
  }

  /**
   * Of a table of the project.
   *
   * @param type of its rows, the columns of the change among them
   */
  public static RowFindings of(Lake lake, String table, RowType type) {
    return new RowFindings(lake, table, type);
  }

  /** The columns of the key: no other of silver is NOT NULL. */
  public static List<String> keyOf(RowType type) {
    return type.getFields().stream()
        .filter(field -> !field.type().isNullable() && !ChangeColumns.isOne(field.name()))
        .map(DataField::name)
        .toList();
  }

  /**
   * What a record writes, and what was found of it.
   *
   * @param unmet the expectations that its row does not meet
   * @param version the row as silver has it
   */
  public List<LakeRow> with(
      List<LakeRow> rows, List<Expectation> unmet, GenericRow version, SourcePosition position) {
    if (unmet.isEmpty()) {
      return rows;
    }
    List<LakeRow> all = new ArrayList<>(rows);
    BinaryString hash = BinaryString.fromString(version(key, column -> value(version, column)));
    for (Expectation expectation : unmet) {
      all.add(
          encoder()
              .encode(
                  GenericRow.of(
                      table,
                      BinaryString.fromString(expectation.name()),
                      hash,
                      BinaryString.fromString(position.partition()),
                      position.offset(),
                      value(version, ChangeColumns.EPOCH),
                      value(version, ChangeColumns.COMMIT_LSN),
                      value(version, ChangeColumns.LSN),
                      value(version, ChangeColumns.SOURCE_TIME))));
    }
    return all;
  }

  private Object value(GenericRow version, String column) {
    return version.getField(type.getFieldIndex(column));
  }

  private RowEncoder encoder() {
    if (encoder == null) {
      lake.createOrEvolve(
          LakeTable.of(NAME, TYPE)
              .withPrimaryKey(List.of("table_name", "expectation", "version"))
              .withBucketKey(List.of("version")));
      encoder = RowEncoder.of(lake, NAME, TYPE);
    }
    return encoder;
  }

  /**
   * By what a version of a row is known: the hash of its key and its order.
   *
   * @param key the columns of the table's key
   * @param values of the version, by their columns
   */
  public static String version(Collection<String> key, Function<String, @Nullable Object> values) {
    MessageDigest digest = Sha256.digest();
    key.stream().sorted().forEach(column -> add(digest, values.apply(column)));
    ChangeColumns.ORDER.forEach(column -> add(digest, values.apply(column)));
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  private static void add(MessageDigest digest, @Nullable Object value) {
    byte[] bytes = value instanceof byte[] its ? its : String.valueOf(value).getBytes(UTF_8);
    // With its length before it: (1, 23) is not (12, 3).
    digest.update((bytes.length + ":").getBytes(UTF_8));
    digest.update(bytes);
  }
}
