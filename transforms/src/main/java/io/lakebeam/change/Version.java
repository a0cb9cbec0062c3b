package io.lakebeam.change;

import java.time.Instant;
import java.util.Objects;
import org.apache.paimon.data.InternalRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A version of a row: what was true of it in the source, from when to when, and since when the lake
 * has known it.
 *
 * @param row the row's columns, {@link History#type}; of a deleted one only the key
 * @param operation what made it so
 * @param isDeleted whether the row was gone from then on
 * @param validFrom from when it was true, inclusive
 * @param validTo until when, exclusive; null: until further notice
 * @param knownAt when the lake learned it: the commit of the first snapshot that has it; null: not
 *     asked for, or in the oldest snapshot that is left already
 */
public record Version(
    InternalRow row,
    Operation operation,
    boolean isDeleted,
    Instant validFrom,
    @Nullable Instant validTo,
    @Nullable Instant knownAt) {
  public Version {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(validFrom, "validFrom");
  }

  /** Whether the row is there until further notice. */
  public boolean isCurrent() {
    return validTo == null && !isDeleted;
  }

  /** Whether the row was there, and so, at a time. */
  public boolean isTrueAt(Instant time) {
    return !isDeleted && !time.isBefore(validFrom) && (validTo == null || time.isBefore(validTo));
  }
}
