package io.lakebeam.lake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/**
 * The lives of each source, numbered from 1 in the order in which they were met. Log positions
 * order changes within one life only: a restored or replaced server begins another, and so does a
 * capture that is begun anew; the changes of a later one are all newer. Kept in the table {@code
 * lakebeam.source_epochs}.
 *
 * <pre>{@code
 * SourceLife life = SourceEpochs.in(lake).life("bank", catalog.epoch());
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
                  // Null in lakes of before there were several: the first, and whole.
                  .field("capture", DataTypes.INT())
                  .field("whole", DataTypes.BOOLEAN())
                  .build())
          .withPrimaryKey(List.of("source", "epoch"));

  private final Lake lake;

  private SourceEpochs(Lake lake) {
    this.lake = lake;
  }

  /** The epochs kept in {@code lake}; the table is made if it is not there. */
  public static SourceEpochs in(Lake lake) {
    lake.createOrEvolve(TABLE);
    return new SourceEpochs(lake);
  }

  /** The lives of {@code source} in their order, none where the lake knows none; makes nothing. */
  public static List<SourceLife> known(Lake lake, String source) {
    return lake.exists(NAME) ? in(lake).lives(source) : List.of();
  }

  /** The number of the source's life {@code identity}, see {@link #life}. */
  public int number(String source, String identity) {
    return life(source, identity).number();
  }

  /**
   * The source's newest life {@code identity}; one not met before gets the next number, and is read
   * by the capture that read the one before.
   */
  public SourceLife life(String source, String identity) {
    List<SourceLife> lives = lives(source);
    return lives.stream()
        .filter(life -> life.identity().equals(identity))
        .reduce((one, next) -> next)
        .orElseGet(() -> add(source, next(lives, identity, false)));
  }

  /**
   * Begins a life of {@code identity} that a new capture reads; until it is {@linkplain #finish
   * finished} it is not whole.
   */
  public SourceLife begin(String source, String identity) {
    return add(source, next(lives(source), identity, true));
  }

  /** Marks the life as whole. */
  public SourceLife finish(String source, SourceLife life) {
    return add(source, new SourceLife(life.number(), life.identity(), life.capture(), true));
  }

  /** The lives of {@code source} in their order. */
  public List<SourceLife> lives(String source) {
    List<SourceLife> lives = new ArrayList<>();
    lake.read(NAME, TABLE.type().getFieldNames())
        .forEach(
            row -> {
              if (row.getString(0).toString().equals(source)) {
                lives.add(life(row));
              }
            });
    lives.sort(Comparator.comparingInt(SourceLife::number));
    return lives;
  }

  private static SourceLife life(InternalRow row) {
    return new SourceLife(
        row.getInt(1),
        row.getString(2).toString(),
        row.isNullAt(3) ? 1 : row.getInt(3),
        row.isNullAt(4) || row.getBoolean(4));
  }

  private static SourceLife next(List<SourceLife> lives, String identity, boolean anew) {
    if (lives.isEmpty()) {
      return new SourceLife(1, identity, 1, true);
    }
    SourceLife last = lives.get(lives.size() - 1);
    return new SourceLife(
        last.number() + 1, identity, last.capture() + (anew ? 1 : 0), last.isWhole() && !anew);
  }

  private SourceLife add(String source, SourceLife life) {
    try {
      new SmallTable(lake, TABLE)
          .write(
              List.of(
                  GenericRow.of(
                      BinaryString.fromString(source),
                      life.number(),
                      BinaryString.fromString(life.identity()),
                      life.capture(),
                      life.isWhole())));
      return life;
    } catch (Exception e) {
      throw new LakeException("source %s: its epoch could not be kept".formatted(source), e);
    }
  }
}
