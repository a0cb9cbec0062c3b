package io.lakebeam.change;

import java.util.List;
import java.util.Set;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;

/** The columns that silver tables add to those of their source: what a row's last change was. */
public final class ChangeColumns {
  /** The letter of the {@link Operation}. */
  public static final String OPERATION = "_op";

  /** Whether the row is gone from the source; of such a row only the key is kept. */
  public static final String DELETED = "_deleted";

  /** The number of the source's life, from 1. */
  public static final String EPOCH = "_epoch";

  /** The LSN of the last commit before the change's transaction was decoded. */
  public static final String COMMIT_LSN = "_commit_lsn";

  /** The change's LSN. */
  public static final String LSN = "_lsn";

  /** When the source committed the change, in milliseconds. */
  public static final String SOURCE_TIME = "_source_ts";

  /** The columns that order changes. */
  public static final List<String> ORDER = List.of(EPOCH, COMMIT_LSN, LSN);

  private static final Set<String> ALL =
      Set.of(OPERATION, DELETED, EPOCH, COMMIT_LSN, LSN, SOURCE_TIME);

  private ChangeColumns() {}

  /** Whether a silver table's column is one of these. */
  public static boolean isOne(String column) {
    return ALL.contains(column);
  }

  /** {@code source}'s columns, then these, in the order above. */
  public static RowType addTo(RowType source) {
    RowType.Builder type = RowType.builder();
    source.getFields().forEach(field -> type.field(field.name(), field.type()));
    return type.field(OPERATION, DataTypes.STRING())
        .field(DELETED, DataTypes.BOOLEAN())
        .field(EPOCH, DataTypes.INT().notNull())
        .field(COMMIT_LSN, DataTypes.BIGINT().notNull())
        .field(LSN, DataTypes.BIGINT().notNull())
        .field(SOURCE_TIME, DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
        .build();
  }
}
