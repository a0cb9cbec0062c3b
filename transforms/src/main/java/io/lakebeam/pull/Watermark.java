package io.lakebeam.pull;

import io.lakebeam.file.FileColumn;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The column by which new rows are told, and how far back is read again. Its values are texts:
 * digits, or ISO 8601.
 *
 * <pre>{@code
 * Watermark.ofTimes(column, 600_000).low("2026-11-27T12:00:00Z"); // 2026-11-27T11:50:00Z
 * }</pre>
 *
 * @param column of the table
 * @param overlap a count, or milliseconds
 */
public record Watermark(FileColumn column, long overlap) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration AHEAD = Duration.ofDays(1);

  /** By whole numbers. */
  public static Watermark ofNumbers(FileColumn column, long count) {
    return new Watermark(column, count);
  }

  /** By times. */
  public static Watermark ofTimes(FileColumn column, long millis) {
    return new Watermark(column, millis);
  }

  /** Where the next pull begins. */
  public @Nullable String low(@Nullable String position) {
    if (position == null) {
      return null;
    }
    Object value = value(position);
    if (value instanceof Long number) {
      return Long.toString(Math.max(Long.MIN_VALUE + overlap, number) - overlap);
    }
    return value instanceof Instant instant
        ? instant.minusMillis(overlap).toString()
        : ((LocalDateTime) value).minus(overlap, ChronoUnit.MILLIS).toString();
  }

  /** A Long, an Instant or a LocalDateTime. */
  public Object value(String text) {
    return switch (column.type()) {
      case "timestamptz" -> Instant.parse(text);
      case "timestamp" -> LocalDateTime.parse(text);
      default -> Long.valueOf(text);
    };
  }

  /** The greater of two, of which each may be missing. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // values of one type
  public @Nullable String greater(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return ((Comparable) value(one)).compareTo(value(other)) >= 0 ? one : other;
  }

  /** Whether it is so far in the future that it would hide what comes. */
  public boolean isAhead(String text, Instant now) {
    Object value = value(text);
    Instant time =
        value instanceof LocalDateTime local
            ? local.toInstant(ZoneOffset.UTC)
            : value instanceof Instant instant ? instant : Instant.MIN;
    return time.isAfter(now.plus(AHEAD));
  }
}
