package io.lakebeam.source;

import io.lakebeam.change.TextForm;
import java.io.Serializable;
import org.apache.paimon.types.DataType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A column of a source table.
 *
 * @param name its name in the source
 * @param type the source's own name of its type, with its parameters: {@code numeric(12,2)}; of a
 *     domain, that of the type below
 * @param lakeType the lake's type for it, nullable unless the column is part of the key
 * @param form how its text follows from what the connector writes; null where the lake's type says
 *     it
 * @param number its {@code pg_attribute.attnum}, which it keeps for life; 0 where it is not known
 */
public record SourceColumn(
    String name, String type, DataType lakeType, @Nullable TextForm form, int number)
    implements Serializable {
  /** A column whose lake type says how its values are read. */
  public SourceColumn(String name, String type, DataType lakeType) {
    this(name, type, lakeType, null, 0);
  }
}
