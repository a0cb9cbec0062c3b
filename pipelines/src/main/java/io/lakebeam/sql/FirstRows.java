package io.lakebeam.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The first rows of a result. */
public final class FirstRows implements ResultSink {
  private final int limit;
  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
  private List<String> names = List.of();

  /** So many at most. */
  public FirstRows(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("rows to show must be 1 or more, found " + limit);
    }
    this.limit = limit;
  }

  @Override
  public void columns(List<String> columns) {
    names = columns;
  }

  @Override
  public void row(List<@Nullable Object> values) {
    if (rows.size() < limit) {
      rows.add(JsonRows.named(names, values));
    }
  }

  /** The names of the columns. */
  public List<String> names() {
    return names;
  }

  /** The rows, by the names of their columns. */
  public List<Map<String, @Nullable Object>> rows() {
    return List.copyOf(rows);
  }
}
