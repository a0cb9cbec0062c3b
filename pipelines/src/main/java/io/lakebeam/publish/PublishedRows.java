package io.lakebeam.publish;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.OutputDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeIO;
import io.lakebeam.lake.ReadRows;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.RowType;

/**
 * The rows of an output: a table at one snapshot, without what the lake adds to it.
 *
 * @param lake where it is
 * @param table silver's current table, or gold's
 * @param snapshot its id
 * @param type the columns, all nullable, in their order
 */
record PublishedRows(Lake lake, TableName table, long snapshot, RowType type) {

  /**
   * Those of now.
   *
   * @throws PublishException if there is no such table yet, or it lacks a column
   */
  static PublishedRows of(Project project, OutputDefinition output, Lake lake) {
    boolean isView = project.features().containsKey(output.from());
    TableName table = isView ? Zones.gold(output.from()) : Zones.current(output.from());
    if (!lake.exists(table) || lake.snapshot(table) == 0) {
      throw new PublishException(
          "output %s: table %s has no rows yet; run %s first"
              .formatted(output.name(), table, isView ? "features" : "ingest"));
    }
    RowType all = lake.type(table);
    List<String> own =
        all.getFieldNames().stream().filter(name -> !ChangeColumns.isOne(name)).toList();
    List<String> wanted = output.columns().isEmpty() ? own : output.columns();
    wanted.stream()
        .filter(column -> !own.contains(column))
        .findFirst()
        .ifPresent(column -> refuse(output, table, column, own));
    RowType type = all.project(wanted);
    type.getFields().stream()
        .filter(field -> hasParts(field.type().getTypeRoot()))
        .findFirst()
        .ifPresent(
            field -> {
              throw new PublishException(
                  "output %s: column '%s' of %s is %s, which is not published; name the others under columns"
                      .formatted(output.name(), field.name(), table, field.type().asSQLString()));
            });
    RowType.Builder nullable = RowType.builder();
    type.getFields().forEach(field -> nullable.field(field.name(), field.type().nullable()));
    return new PublishedRows(lake, table, lake.snapshot(table), nullable.build());
  }

  /** Reads them, deleted rows apart. */
  ReadRows read() {
    return LakeIO.read(lake, table)
        .atSnapshot(snapshot)
        .withColumns(type.getFieldNames())
        .withFilter(RowFilter.isNotTrue(ChangeColumns.DELETED));
  }

  /** Reads them, and then whether they are deleted; those that are have their key alone. */
  ReadRows readWithDeleted() {
    List<String> columns = new ArrayList<>(type.getFieldNames());
    columns.add(ChangeColumns.DELETED);
    return LakeIO.read(lake, table).atSnapshot(snapshot).withColumns(columns);
  }

  private static boolean hasParts(DataTypeRoot root) {
    return switch (root) {
      case ARRAY, MAP, MULTISET, ROW -> true;
      default -> false;
    };
  }

  private static void refuse(
      OutputDefinition output, TableName table, String column, List<String> own) {
    throw new PublishException(
        "output %s: table %s has no column '%s'; it has: %s"
            .formatted(output.name(), table, column, String.join(", ", own)));
  }
}
