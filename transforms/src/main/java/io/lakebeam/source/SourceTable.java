package io.lakebeam.source;

import io.lakebeam.change.TextForm;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table of a source as its catalogue describes it.
 *
 * @param schema the schema it is in
 * @param name its name
 * @param columns its columns, in order
 * @param primaryKey the columns of its primary key, in order; never empty
 */
public record SourceTable(
    String schema, String name, List<SourceColumn> columns, List<String> primaryKey)
    implements Serializable {
  public SourceTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    if (primaryKey.isEmpty()) {
      throw new SourceException(
          "table %s.%s has no primary key, so a change could not be told from another;"
                  .formatted(schema, name)
              + " add one: ALTER TABLE %s.%s ADD PRIMARY KEY (...)".formatted(schema, name));
    }
  }

  /** {@code schema.name}. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  /** How each column's text is read; null where its lake type says it. */
  public List<@Nullable TextForm> forms() {
    return columns.stream().map(SourceColumn::form).collect(Collectors.toList());
  }

  /** The columns as lake columns. */
  public RowType type() {
    RowType.Builder type = RowType.builder();
    columns.forEach(column -> type.field(column.name(), column.lakeType()));
    return type.build();
  }
}
