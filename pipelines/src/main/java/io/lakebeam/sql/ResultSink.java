package io.lakebeam.sql;

import java.io.IOException;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Takes a query's result, row by row. */
public interface ResultSink {
  /** The names of the columns, all different, before any row. */
  void columns(List<String> names) throws IOException;

  /** A row: numbers, truth values and texts, written as {@code show} writes them. */
  void row(List<@Nullable Object> values) throws IOException;
}
