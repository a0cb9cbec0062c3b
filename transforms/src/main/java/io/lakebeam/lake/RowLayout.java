package io.lakebeam.lake;

import org.apache.paimon.casting.CastedRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.schema.IndexCastMapping;
import org.apache.paimon.schema.SchemaEvolutionUtil;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads the bytes of rows that are laid out by one version of a table's columns as rows of another:
 * columns are the same by their id, whatever their name and place; those that the older version has
 * not are null. Not thread-safe; a row is good until the next is decoded.
 */
final class RowLayout {
  private final RowCodec codec;
  private final @Nullable ProjectedRow projected;
  private final @Nullable CastedRow casted;

  /** From rows of {@code from} to rows of {@code to}, both with the table's field ids. */
  RowLayout(RowType from, RowType to) {
    this.codec = RowCodec.of(from);
    IndexCastMapping mapping =
        SchemaEvolutionUtil.createIndexCastMapping(to.getFields(), from.getFields());
    this.projected =
        mapping.getIndexMapping() == null ? null : ProjectedRow.from(mapping.getIndexMapping());
    this.casted =
        mapping.getCastMapping() == null ? null : CastedRow.from(mapping.getCastMapping());
  }

  /** Whether both versions are laid out alike. */
  boolean isSame() {
    return projected == null && casted == null;
  }

  InternalRow decode(byte[] bytes) {
    InternalRow row = codec.decode(bytes);
    if (projected != null) {
      row = projected.replaceRow(row);
    }
    return casted == null ? row : casted.replaceRow(row);
  }
}
