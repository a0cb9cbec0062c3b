package io.lakebeam.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The columns that a table has had. A column is one and the same for as long as it has its number,
 * whatever it is called; here it is called as it was first, and {@code NAME#NUMBER} where it was
 * not there from the beginning.
 */
final class TableColumns {
  /**
   * A column at some time.
   *
   * @param number PostgreSQL's, {@code attnum}
   * @param missing what rows have that were written before the column came; null for NULL
   */
  record Column(int number, String name, String type, @Nullable String missing) {}

  /** What stays the same of a column. */
  private record Known(String identity, @Nullable String missing, long since) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, Known> known = new LinkedHashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final NavigableMap<Long, Map<String, String>> named = new TreeMap<>();

  /** By number, what the lake calls it. */
  private final Map<Integer, String> inLake = new LinkedHashMap<>();

  private Map<String, String> now;

  private TableColumns() {}

  /** A table that begins with these. */
  static TableColumns of(List<Column> first) {
    TableColumns columns = new TableColumns();
    first.forEach(column -> columns.know(column, column.name(), Long.MIN_VALUE));
    columns.become(first, Long.MIN_VALUE);
    columns.commit(Long.MIN_VALUE);
    return columns;
  }

  /** As {@link TortureSource} tells them. */
  static List<Column> parse(String text) throws JsonProcessingException {
    return JSON.readValue(text, new TypeReference<List<Column>>() {});
  }

  /**
   * They are these from a place in the log on. The lake keeps a column that is gone; one that takes
   * its name makes it {@code NAME_was_NUMBER}.
   */
  void become(List<Column> columns, long lsn) {
    now = new LinkedHashMap<>();
    for (Column column : columns) {
      int number = column.number();
      if (!known.containsKey(number)) {
        know(column, column.name() + "#" + number, lsn);
      }
      now.put(column.name(), known.get(number).identity());
      inLake.replaceAll(
          (other, name) ->
              other != number && name.equals(column.name()) ? name + "_was_" + other : name);
      inLake.put(number, column.name());
    }
  }

  private void know(Column column, String identity, long lsn) {
    known.put(column.number(), new Known(identity, column.missing(), lsn));
    types.put(identity, column.type());
  }

  /** A transaction has ended there. */
  void commit(long end) {
    if (!now.equals(named.isEmpty() ? null : named.lastEntry().getValue())) {
      named.put(end, now);
    }
  }

  /** Whatever is called so now, or would be if it were there. */
  String identity(String name) {
    return now.getOrDefault(name, name);
  }

  /** The columns after all transactions that ended up to there, by their names then. */
  Map<String, String> at(long lsn) {
    return named.floorEntry(lsn).getValue();
  }

  /** The columns by the names that the lake has for them in the end. */
  Map<String, String> inLake() {
    Map<String, String> names = new HashMap<>();
    inLake.forEach((number, name) -> names.put(name, known.get(number).identity()));
    return names;
  }

  /** The first type that a column had; it does not change but to one that is written alike. */
  String type(String identity) {
    return types.getOrDefault(identity, "text");
  }

  /**
   * A row as the source shows it at a place: of what was last written of it, without the columns
   * that are gone, and with what columns gave it that came later.
   */
  Map<String, String> inSource(Version version, long lsn) {
    Collection<String> there = at(lsn).values();
    Map<String, String> row = new HashMap<>(version.values());
    row.keySet().retainAll(there);
    known.values().stream()
        .filter(column -> column.missing() != null && column.since() > version.lsn())
        .filter(column -> there.contains(column.identity()))
        .forEach(column -> row.putIfAbsent(column.identity(), column.missing()));
    return row;
  }
}
