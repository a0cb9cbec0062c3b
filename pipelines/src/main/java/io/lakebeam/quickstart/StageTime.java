package io.lakebeam.quickstart;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalLong;

/**
 * How long a stage took.
 *
 * @param name the stage
 * @param seconds its time on the wall clock
 * @param rows what it worked on; nothing where it counts no rows
 */
public record StageTime(String name, double seconds, OptionalLong rows) {
  /** Rows in a second; nothing where the stage counts no rows. */
  @JsonProperty
  public OptionalLong rowsPerSecond() {
    return rows.isEmpty() || seconds <= 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(rows.getAsLong() / seconds));
  }
}
