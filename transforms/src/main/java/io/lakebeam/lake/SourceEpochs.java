package io.lakebeam.lake;

import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/**
 * The lives of each source, numbered from 1 in the order in which they were met. Log positions
 * order changes within one life only: a restored or replaced server begins another, whose changes
 * are all newer. Kept in the table {@code lakebeam.source_epochs}.
 *
 * <pre>{@code
 * int epoch = SourceEpochs.in(lake).number("bank", catalog.epoch());
 * }</pre>
 */
public final class SourceEpochs {
  private static final TableName NAME = TableName.of("lakebeam", "source_epochs");
  private static final LakeTable TABLE =
      LakeTable.of(
              NAME,
              RowType.builder()
                  .field("source", DataTypes.STRING().notNull())
                  .field("epoch", DataTypes.INT().notNull())
                  .field("identity", DataTypes.STRING())
                  .build())
          .withPrimaryKey(List.of("source", "epoch"));

  private final Lake lake;

  private SourceEpochs(Lake lake) {
    this.lake = lake;
  }

  /** The epochs kept in {@code lake}; the table is made if it is not there. */
  public static SourceEpochs in(Lake lake) {
    lake.create(TABLE);
    return new SourceEpochs(lake);
  }

  /** The number of the source's life {@code identity}; one not met before gets the next. */
  public int number(String source, String identity) {
    int[] lastAndFound = new int[2];
    lake.read(NAME, List.of("source", "epoch", "identity"))
        .forEach(
            row -> {
              if (row.getString(0).toString().equals(source)) {
                lastAndFound[0] = Math.max(lastAndFound[0], row.getInt(1));
                if (row.getString(2).toString().equals(identity)) {
                  lastAndFound[1] = row.getInt(1);
                }
              }
            });
    return lastAndFound[1] > 0 ? lastAndFound[1] : add(source, lastAndFound[0] + 1, identity);
  }

  private int add(String source, int epoch, String identity) {
    try {
      new SmallTable(lake, TABLE)
          .write(
              List.of(
                  GenericRow.of(
                      BinaryString.fromString(source), epoch, BinaryString.fromString(identity))));
      return epoch;
    } catch (Exception e) {
      throw new LakeException("source %s: its epoch could not be kept".formatted(source), e);
    }
  }
}
