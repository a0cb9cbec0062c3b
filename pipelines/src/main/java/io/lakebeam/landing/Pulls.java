package io.lakebeam.landing;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The pulls of a source that wrote something or went on, in the table {@code lakebeam.pulls}: one
 * row each, written when all of its rows are in silver. It says where a source is, and so it is
 * never ahead of the rows. One ingest at a time writes a source's.
 *
 * @param last the number of the last one; 0 where there was none
 * @param position how far the last one that knew it was; null where all is to be read
 */
record Pulls(long last, @Nullable String position) {
  static final TableName NAME = TableName.of("lakebeam", "pulls");
  private static final RowType TYPE =
      RowType.builder()
          .field("source", DataTypes.STRING().notNull())
          .field("taken", DataTypes.BIGINT().notNull())
          .field("of", DataTypes.STRING())
          .field("watermark_column", DataTypes.STRING())
          .field("watermark", DataTypes.STRING())
          .field("rows", DataTypes.BIGINT())
          .field("deleted", DataTypes.BIGINT())
          .field("unchanged", DataTypes.BIGINT())
          .field("rejected", DataTypes.BIGINT())
          .field("pulled_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("seconds", DataTypes.DOUBLE())
          .field("definition", DataTypes.STRING())
          .build();

  /**
   * What is kept of one.
   *
   * @param of whose rows they are
   * @param column the watermark's; null where there is none
   */
  record Entry(
      String of,
      @Nullable String column,
      PullResult result,
      long taken,
      double seconds,
      String definition) {}

  /**
   * That of a source as it is now; the table is made if it is not there.
   *
   * @param of whose rows are read now: a position is of the same rows and column alone
   */
  static Pulls read(Lake lake, String source, String of, @Nullable String column) {
    lake.createOrEvolve(LakeTable.of(NAME, TYPE).withPrimaryKey(List.of("source", "taken")));
    long[] last = {0, 0};
    String[] position = {null};
    lake.read(
            NAME,
            List.of("taken", "of", "watermark_column", "watermark"),
            RowFilter.equal("source", source))
        .forEach(
            row -> {
              long taken = row.getLong(0);
              last[0] = Math.max(last[0], taken);
              boolean isKnown =
                  column != null
                      && !row.isNullAt(3)
                      && column.equals(String.valueOf(row.getString(2)))
                      && of.equals(String.valueOf(row.getString(1)));
              if (isKnown && taken > last[1]) {
                last[1] = taken;
                position[0] = row.getString(3).toString();
              }
            });
    return new Pulls(last[0], position[0]);
  }

  /** Keeps one. */
  static void write(Lake lake, Entry entry) {
    RowEncoder encoder = RowEncoder.of(lake, NAME, TYPE);
    PullResult result = entry.result();
    try (RowBatch batch = RowBatch.in(lake)) {
      batch.write(
          encoder.encode(
              GenericRow.of(
                  text(result.source()),
                  entry.taken(),
                  text(entry.of()),
                  text(entry.column()),
                  text(result.position()),
                  result.changed(),
                  result.deleted(),
                  result.unchanged(),
                  result.rejected(),
                  Timestamp.fromEpochMillis(entry.taken()),
                  entry.seconds(),
                  text(entry.definition()))));
      batch.commit();
    }
  }

  private static @Nullable BinaryString text(@Nullable String text) {
    return text == null ? null : BinaryString.fromString(text);
  }
}
