package io.lakebeam.source;

import java.io.Serializable;
import java.util.List;
import org.apache.paimon.types.RowType;

/**
 * A table of a source as its catalogue describes it.
 *
 * @param schema the schema it is in
 * @param name its name
 * @param columns its columns, in order
 * @param primaryKey the columns of its primary key, in order; never empty
 * @param oid what PostgreSQL knows it by while it lives; 0 where it is not known
 * @param lastNumber the highest number that a column of it has or had
 */
public record SourceTable(
    String schema,
    String name,
    List<SourceColumn> columns,
    List<String> primaryKey,
    long oid,
    int lastNumber)
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

  /** A table of which the catalogue is not known. */
  public SourceTable(
      String schema, String name, List<SourceColumn> columns, List<String> primaryKey) {
    this(schema, name, columns, primaryKey, 0, 0);
  }

  /** {@code schema.name}. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  /** The columns as lake columns. */
  public RowType type() {
    RowType.Builder type = RowType.builder();
    columns.forEach(column -> type.field(column.name(), column.lakeType()));
    return type.build();
  }
}
