package io.lakebeam.lake;

import io.lakebeam.privacy.Sha256;
import java.util.HexFormat;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table of records that could not be written: where each stood, why, and its bytes. Keyed by the
 * position, so that a record refused again is there once.
 *
 * <pre>{@code
 * DeadLetters letters = DeadLetters.in(lake, TableName.parse("bronze.dead_letters"));
 * LakeRow row = letters.letter(position, recordMillis, "column 'age': ...", key, value);
 * }</pre>
 *
 * <p>Columns: {@code source_partition} and {@code position} (the key), {@code reason}, {@code
 * record_ts} (when the record was made, in milliseconds), {@code key} and {@code value} (its raw
 * bytes; of a table with masks encrypted by {@link io.lakebeam.privacy.Seal}), {@code attempt} (0;
 * one more each time it was tried again), {@code resolved} (whether that attempt wrote it), {@code
 * epoch} (which life of its source it came from, if it came from one that has several). Of two
 * letters with one key the later attempt stays: a record that is delivered again does not undo its
 * replay.
 */
public final class DeadLetters {
  /** The column that says of a letter that its record is written by now. */
  public static final String RESOLVED = "resolved";

  private static final RowType TYPE =
      RowType.builder()
          .field("source_partition", DataTypes.STRING().notNull())
          .field("position", DataTypes.BIGINT().notNull())
          .field("reason", DataTypes.STRING())
          .field("record_ts", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("key", DataTypes.BYTES())
          .field("value", DataTypes.BYTES())
          .field("attempt", DataTypes.INT().notNull())
          .field(RESOLVED, DataTypes.BOOLEAN())
          .field("epoch", DataTypes.INT())
          .build();

  private final RowEncoder encoder;

  private DeadLetters(RowEncoder encoder) {
    this.encoder = encoder;
  }

  /** What the table is; {@link #in} makes it. */
  public static LakeTable table(TableName name) {
    return LakeTable.of(name, TYPE)
        .withPrimaryKey(List.of("source_partition", "position"))
        // A record that is delivered again must not undo its replay.
        .withSequence(List.of("attempt"));
  }

  /** The dead letters in that table, which is made if it is not there. */
  public static DeadLetters in(Lake lake, TableName name) {
    lake.createOrEvolve(table(name));
    return new DeadLetters(RowEncoder.of(lake, name, TYPE));
  }

  /**
   * The position of a record: its own, or one made of its content where it has none.
   *
   * @param known where it stood in its source, if that is known
   */
  public static SourcePosition position(@Nullable SourcePosition known, byte[] bytes) {
    if (known != null) {
      return known;
    }
    byte[] hash = Sha256.digest().digest(bytes);
    return new SourcePosition("sha256:" + HexFormat.of().formatHex(hash), 0);
  }

  /** {@link #letter(SourcePosition, long, String, byte[], byte[], Integer)} without an epoch. */
  public LakeRow letter(
      SourcePosition position,
      long recordMillis,
      String reason,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    return letter(position, recordMillis, reason, key, value, null);
  }

  /**
   * A record that could not be written.
   *
   * @param recordMillis when it was made, milliseconds since 1970
   * @param reason what was found, where, and what is allowed
   * @param epoch the life of its source, see {@link SourceEpochs}; null where there is none
   */
  public LakeRow letter(
      SourcePosition position,
      long recordMillis,
      String reason,
      byte @Nullable [] key,
      byte @Nullable [] value,
      @Nullable Integer epoch) {
    return encode(new DeadLetter(position, reason, recordMillis, key, value, 0, epoch), false);
  }

  /** A record that could not be written. */
  public LakeRow letter(DeadLetter letter) {
    return encode(letter, false);
  }

  /** A letter that was tried once more: {@code reason} is why that failed; null: it is written. */
  public LakeRow tried(DeadLetter letter, @Nullable String reason) {
    return encode(letter.after(reason), reason == null);
  }

  /** The columns, in the order in which {@link #decode} takes them. */
  public static List<String> columns() {
    return TYPE.getFieldNames();
  }

  /** The codec of rows of {@link #columns}. */
  static RowCodec codec() {
    return RowCodec.of(TYPE);
  }

  /** The letter in a row of all columns, in the table's order. */
  public static DeadLetter decode(InternalRow row) {
    return new DeadLetter(
        new SourcePosition(row.getString(0).toString(), row.getLong(1)),
        row.getString(2).toString(),
        row.getTimestamp(3, 3).getMillisecond(),
        row.isNullAt(4) ? null : row.getBinary(4),
        row.isNullAt(5) ? null : row.getBinary(5),
        row.getInt(6),
        row.isNullAt(8) ? null : row.getInt(8));
  }

  private LakeRow encode(DeadLetter letter, boolean isResolved) {
    return encoder.encode(
        GenericRow.of(
            BinaryString.fromString(letter.position().partition()),
            letter.position().offset(),
            BinaryString.fromString(letter.reason()),
            Timestamp.fromEpochMillis(letter.recordMillis()),
            letter.key(),
            letter.value(),
            letter.attempt(),
            isResolved,
            letter.epoch()));
  }
}
