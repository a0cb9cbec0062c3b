package io.lakebeam.show;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.change.History;
import io.lakebeam.change.TransactionCut;
import io.lakebeam.change.Version;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows of one silver table, to be shown.
 *
 * <pre>{@code
 * Shown.of(lake, project.table("applicant")).limitedTo(10).current();
 * Shown.of(lake, project.table("applicant")).ofKey(Map.of("id", "17")).knownAt(time).everyVersion();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Shown {
  private final Lake lake;
  private final TableDefinition table;
  private final int limit;
  private final Map<String, String> key;
  private final @Nullable Instant known;

  private Shown(
      Lake lake,
      TableDefinition table,
      int limit,
      Map<String, String> key,
      @Nullable Instant known) {
    this.lake = lake;
    this.table = table;
    this.limit = limit;
    this.key = new LinkedHashMap<>(key);
    this.known = known;
  }

  /**
   * Rows by the names of their columns.
   *
   * @param rows what is shown
   * @param more whether there are more
   */
  public record Rows(List<Map<String, @Nullable Object>> rows, boolean more) {
    public Rows {
      rows = List.copyOf(rows);
    }
  }

  /** 100 rows at most, of any key, as it is known now. */
  public static Shown of(Lake lake, TableDefinition table) {
    return new Shown(lake, table, 100, Map.of(), null);
  }

  /** So many rows at most. */
  public Shown limitedTo(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("rows to show must be 1 or more, found " + rows);
    }
    return new Shown(lake, table, rows, key, known);
  }

  /** Only rows with these values, as text, in columns of the key. */
  public Shown ofKey(Map<String, String> values) {
    for (String column : values.keySet()) {
      if (!table.key().contains(column)) {
        throw new IllegalArgumentException(
            "column '%s' is not of the key of table %s; its key is %s"
                .formatted(column, table.name(), String.join(", ", table.key())));
      }
    }
    return new Shown(lake, table, limit, values, known);
  }

  /** As it was known then; null: now. */
  public Shown knownAt(@Nullable Instant time) {
    return new Shown(lake, table, limit, key, time);
  }

  /** The rows that are there, as the lake has them now. */
  public Rows current() {
    TableName name = Zones.current(table.name());
    RowType whole = lake.type(name);
    List<String> columns =
        whole.getFieldNames().stream().filter(column -> !ChangeColumns.isOne(column)).toList();
    RowFilter there = RowFilter.isNotTrue(ChangeColumns.DELETED);
    ShownRows shown = new ShownRows(whole.project(columns), limit);
    lake.read(name, columns, key.isEmpty() ? there : there.and(filter(whole)))
        .forEach(row -> shown.add(row, Map.of()));
    return shown.rows();
  }

  /** The rows that were there at a time; null: until further notice. */
  public Rows trueAt(@Nullable Instant time) {
    return versions(version -> time == null ? version.isCurrent() : version.isTrueAt(time));
  }

  /** The rows that were there at a place in the source's log. */
  public Rows asOf(TransactionCut cut) {
    RowType type = TransactionCut.type(lake, table.name());
    ShownRows shown = new ShownRows(type, limit);
    cut.forEach(
        lake, table.name(), key.isEmpty() ? null : filter(type), row -> shown.add(row, Map.of()));
    return shown.rows();
  }

  /** Every version of every row. */
  public Rows everyVersion() {
    return versions(version -> true);
  }

  private Rows versions(Predicate<Version> wanted) {
    History history = History.of(lake, table.name(), table.eventTime());
    if (known != null) {
      history = history.knownAt(known);
    }
    RowType type = history.type();
    if (!key.isEmpty()) {
      // Few versions, so that it can be told since when they are known.
      history = history.ofKey(filter(type)).sayingWhenKnown();
    }
    ShownRows shown = new ShownRows(type, limit);
    history.forEach(
        version -> {
          if (wanted.test(version)) {
            shown.add(version.row(), times(version));
          }
        });
    return shown.rows();
  }

  private Map<String, @Nullable Object> times(Version version) {
    Map<String, @Nullable Object> times = new LinkedHashMap<>();
    times.put("_valid_from", version.validFrom().toString());
    times.put("_valid_to", text(version.validTo()));
    times.put("_current", version.isCurrent());
    times.put("_op", version.operation().code());
    if (!key.isEmpty()) {
      times.put("_known_at", text(version.knownAt()));
    }
    return times;
  }

  /** A value of the lake as rows have it that are shown: what JSON has. */
  public static @Nullable Object value(DataType type, @Nullable Object value) {
    return ShownRows.value(type, value);
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private RowFilter filter(RowType type) {
    RowFilter filter = null;
    for (Map.Entry<String, String> part : key.entrySet()) {
      DataType of = type.getField(part.getKey()).type();
      RowFilter one = RowFilter.equal(part.getKey(), parse(part.getKey(), of, part.getValue()));
      filter = filter == null ? one : filter.and(one);
    }
    return filter;
  }

  private static Object parse(String column, DataType type, String value) {
    try {
      return switch (type.getTypeRoot()) {
        case INTEGER, BIGINT -> Long.valueOf(value);
        case VARCHAR -> value;
        default ->
            throw new IllegalArgumentException(
                "column '%s' has type %s; a key can be given for whole numbers and text"
                    .formatted(column, type.asSQLString()));
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "column '%s' has type %s; found '%s'".formatted(column, type.asSQLString(), value), e);
    }
  }
}
