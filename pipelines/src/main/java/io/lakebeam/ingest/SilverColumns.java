package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.ingest.KnownColumns.Known;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowException;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;

/**
 * Lets silver's columns follow those of their source: a column that is called otherwise is renamed,
 * a new one added, one of a wider type widened; one that is gone stays. A column that was dropped
 * makes way for a new one of its name: it is called {@code NAME_was_NUMBER} from then on.
 *
 * <p>Doing it again, or by several workers at once, changes nothing more.
 */
final class SilverColumns {
  private final Lake lake;
  private final CapturedTable table;
  private final KnownColumns known;

  SilverColumns(Lake lake, CapturedTable table, KnownColumns known) {
    this.lake = lake;
    this.table = table;
    this.known = known;
  }

  /**
   * Follows {@code columns}, which the source has or had.
   *
   * @param now the source's table as it is
   * @return what the lake calls them, in their order
   * @throws RowException if a column cannot follow, naming table and column
   * @throws ChangeException if another column is in its way
   */
  List<String> follow(List<SourceColumn> columns, SourceTable now) {
    List<String> names = columns.stream().map(column -> lakeName(column, now)).toList();
    Map<String, String> away = away(columns, names, now);
    Map<String, String> renamed = renamed(columns, names);
    if (!away.isEmpty()) {
      evolve(wanted(silver(), away, List.of(), List.of()), away);
    }
    evolve(wanted(silver(), renamed, columns, names), renamed);
    remember(columns, names, away);
    if (columns.equals(now.columns())) {
      known.seen(lake, now.lastNumber());
    }
    return names;
  }

  private RowType silver() {
    return lake.type(table.current().name());
  }

  /** The lake's columns that stand where others are to be, and where they go. */
  private Map<String, String> away(
      List<SourceColumn> columns, List<String> names, SourceTable now) {
    // The one that is changed last: who was killed in between left the other changed.
    boolean hasHistory = table.lakeTables().contains(table.history());
    RowType silver = hasHistory ? lake.type(table.history().name()) : silver();
    Map<String, String> away = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Optional<Known> holder = known.ofLakeColumn(name);
      if (holder.isPresent()
          && holder.get().number() != columns.get(i).number()
          && silver.containsField(name)) {
        away.put(name, way(holder.get(), now, silver));
      }
    }
    return away;
  }

  private Map<String, String> renamed(List<SourceColumn> columns, List<String> names) {
    Map<String, String> renamed = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      known
          .ofNumber(columns.get(i).number())
          .filter(column -> !column.lakeColumn().equals(name))
          .ifPresent(column -> renamed.put(column.lakeColumn(), name));
    }
    return renamed;
  }

  /** Its name now, or where it is gone what the lake has called it all along. */
  private String lakeName(SourceColumn column, SourceTable now) {
    return now.columns().stream()
        .filter(other -> other.number() == column.number())
        .map(SourceColumn::name)
        .findFirst()
        .or(() -> known.ofNumber(column.number()).map(Known::lakeColumn))
        .orElse(column.name());
  }

  /** Its own new name, or where it is gone one that says so. */
  private String way(Known holder, SourceTable now, RowType silver) {
    String way =
        now.columns().stream()
            .filter(column -> column.number() == holder.number())
            .map(SourceColumn::name)
            .findFirst()
            .orElse("%s_was_%d".formatted(holder.lakeColumn(), holder.number()));
    if (silver.containsField(way)) {
      throw new ChangeException(
          ("table %s, column '%s': another column has this name in the lake, and cannot be called"
                  + " '%s', which is taken; were names exchanged? Rename one of them in the source to"
                  + " a new name")
              .formatted(table.current().name(), holder.lakeColumn(), way));
    }
    return way;
  }

  private static RowType wanted(
      RowType found, Map<String, String> renamed, List<SourceColumn> columns, List<String> names) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (DataField field : found.getFields()) {
      types.put(renamed.getOrDefault(field.name(), field.name()), field.type());
    }
    for (int i = 0; i < names.size(); i++) {
      types.put(names.get(i), columns.get(i).lakeType());
    }
    RowType.Builder wanted = RowType.builder();
    types.forEach(wanted::field);
    return wanted.build();
  }

  private void evolve(RowType wanted, Map<String, String> renamed) {
    for (LakeTable silver : List.of(table.current(), table.history())) {
      if (table.lakeTables().contains(silver)) {
        lake.evolve(silver.name(), wanted, renamed);
      }
    }
  }

  private void remember(List<SourceColumn> columns, List<String> names, Map<String, String> away) {
    Map<String, Known> all = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      SourceColumn column = columns.get(i);
      String name = names.get(i);
      known.namesOf(column.number()).forEach(one -> put(all, one.in(name)));
      put(all, new Known(column.number(), column.name(), name, column.form()));
      put(all, new Known(column.number(), name, name, column.form()));
    }
    away.forEach(
        (from, to) ->
            known
                .ofLakeColumn(from)
                .ifPresent(
                    gone -> known.namesOf(gone.number()).forEach(one -> put(all, one.in(to)))));
    List<Known> more = new ArrayList<>(all.values());
    more.removeIf(one -> known.namesOf(one.number()).contains(one));
    if (!more.isEmpty()) {
      known.write(lake, more);
    }
  }

  private static void put(Map<String, Known> all, Known column) {
    all.put(column.number() + " " + column.name(), column);
  }
}
