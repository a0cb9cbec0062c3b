package io.lakebeam.judge;

import io.lakebeam.change.ChangeColumns;
import java.util.List;
import org.apache.paimon.types.RowType;

/** Columns of silver. */
final class LakeColumns {
  private LakeColumns() {}

  /** Those that the source has. */
  static List<String> ofSource(RowType type) {
    return type.getFieldNames().stream().filter(name -> !ChangeColumns.isOne(name)).toList();
  }
}
