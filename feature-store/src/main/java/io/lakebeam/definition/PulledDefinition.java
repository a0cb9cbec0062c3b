package io.lakebeam.definition;

import io.lakebeam.pull.PulledSource;
import java.time.Duration;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A source that is asked for its rows, again and again, and that one table is taken from. */
public sealed interface PulledDefinition permits JdbcDefinition, RestDefinition {
  /** How often it is asked by {@code ingest --continuous} where nothing is said. */
  Duration USUAL_EVERY = Duration.ofMinutes(1);

  /** As tables refer to it. */
  String name();

  /** How long after a pull the next one begins. */
  Duration every();

  /** What tells new rows from old ones; null where all are read each time. */
  @Nullable WatermarkDefinition watermark();

  /** The zone of times that are written without one; null: there are none. */
  @Nullable String zone();

  /** The source of a table's rows. */
  PulledSource open(TableDefinition table);

  /** What does not go together with the table that is taken from it. */
  default List<Problem> problems(TableDefinition table) {
    WatermarkDefinition by = watermark();
    return by == null ? List.of() : by.problems(name(), table);
  }
}
