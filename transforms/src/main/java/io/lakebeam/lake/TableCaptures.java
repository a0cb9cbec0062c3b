package io.lakebeam.lake;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/**
 * Which tables of each source are captured, and whether the lake has the rows that they had before
 * they were. Kept in the table {@code lakebeam.table_captures}.
 *
 * <pre>{@code
 * TableCaptures.in(lake).write("bank", List.of(new Capture("applicant", 16384, true)));
 * }</pre>
 */
public final class TableCaptures {
  private static final TableName NAME = TableName.of("lakebeam", "table_captures");
  private static final LakeTable TABLE =
      LakeTable.of(
              NAME,
              RowType.builder()
                  .field("source", DataTypes.STRING().notNull())
                  .field("table_name", DataTypes.STRING().notNull())
                  .field("oid", DataTypes.BIGINT())
                  .field("whole", DataTypes.BOOLEAN())
                  .build())
          .withPrimaryKey(List.of("source", "table_name"));

  private final Lake lake;

  private TableCaptures(Lake lake) {
    this.lake = lake;
  }

  /**
   * A table's.
   *
   * @param table its name in the lake
   * @param oid what the source knows it by: another where it was dropped and made anew
   * @param isWhole whether the lake has the rows of before, or gets them by the connector's
   *     snapshot
   */
  public record Capture(String table, long oid, boolean isWhole) {}

  /** The captures kept in {@code lake}; the table is made if it is not there. */
  public static TableCaptures in(Lake lake) {
    lake.createOrEvolve(TABLE);
    return new TableCaptures(lake);
  }

  /** The captures of a source by their tables' names, none where the lake knows none. */
  public static Map<String, Capture> known(Lake lake, String source) {
    return lake.exists(NAME) ? new TableCaptures(lake).of(source) : Map.of();
  }

  /** The captures of a source by their tables' names. */
  public Map<String, Capture> of(String source) {
    Map<String, Capture> captures = new LinkedHashMap<>();
    lake.read(NAME, TABLE.type().getFieldNames())
        .forEach(
            row -> {
              if (row.getString(0).toString().equals(source)) {
                String table = row.getString(1).toString();
                captures.put(table, new Capture(table, row.getLong(2), row.getBoolean(3)));
              }
            });
    return captures;
  }

  /** Keeps captures, in the place of what was kept of these tables. */
  public void write(String source, Collection<Capture> captures) {
    if (captures.isEmpty()) {
      return;
    }
    try {
      new SmallTable(lake, TABLE)
          .write(
              captures.stream()
                  .map(
                      capture ->
                          GenericRow.of(
                              BinaryString.fromString(source),
                              BinaryString.fromString(capture.table()),
                              capture.oid(),
                              capture.isWhole()))
                  .toList());
    } catch (Exception e) {
      throw new LakeException(
          "source %s: which tables are captured could not be kept".formatted(source), e);
    }
  }
}
