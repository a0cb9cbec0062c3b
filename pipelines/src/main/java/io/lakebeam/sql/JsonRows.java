package io.lakebeam.sql;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A result as JSON lines: an object a row. */
public final class JsonRows implements ResultSink {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Writer out;
  private List<String> names = List.of();

  /** Rows that go to {@code out}, which is left open. */
  public JsonRows(Writer out) {
    this.out = out;
  }

  @Override
  public void columns(List<String> columns) {
    names = columns;
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    out.write(JSON.writeValueAsString(named(names, values)));
    out.write('\n');
  }

  static Map<String, @Nullable Object> named(List<String> names, List<@Nullable Object> values) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      row.put(names.get(i), values.get(i));
    }
    return row;
  }
}
