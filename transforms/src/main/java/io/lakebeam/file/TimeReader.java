package io.lakebeam.file;

import io.lakebeam.quality.TimePattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import org.apache.paimon.data.Timestamp;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads dates and times; what is finer than a microsecond or on no calendar is refused. */
final class TimeReader {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHmm", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private TimeReader() {}

  static CellReader dates(FileLayout layout) {
    String pattern = layout.dates() == null ? "yyyy-MM-dd" : layout.dates();
    DateTimeFormatter formatter =
        layout.dates() == null ? DateTimeFormatter.ISO_LOCAL_DATE : TimePattern.formatter(pattern);
    return text -> {
      try {
        LocalDate plain = layout.dates() == null ? PlainTimes.date(text) : null;
        LocalDate date = plain == null ? LocalDate.parse(text.strip(), formatter) : plain;
        return Math.toIntExact(date.toEpochDay());
      } catch (DateTimeException | ArithmeticException e) {
        throw new CellException("a date like " + pattern);
      }
    };
  }

  static CellReader timestamps(FileLayout layout) {
    Times times = Times.of(layout);
    return text -> {
      TemporalAccessor time = times.parse(text);
      if (time.query(TemporalQueries.offset()) != null) {
        throw new CellException("a time without a zone; the type timestamptz takes one");
      }
      return times.exact(times.local(time).toInstant(ZoneOffset.UTC));
    };
  }

  static CellReader instants(FileLayout layout) {
    Times times = Times.of(layout);
    ZoneId zone = layout.zone() == null ? null : ZoneId.of(layout.zone());
    return text -> {
      TemporalAccessor time = times.parse(text);
      ZoneOffset offset = time.query(TemporalQueries.offset());
      return times.exact(
          times.local(time).toInstant(offset == null ? offset(times.local(time), zone) : offset));
    };
  }

  private static ZoneOffset offset(LocalDateTime time, @Nullable ZoneId zone) throws CellException {
    if (zone == null) {
      throw new CellException("a time with its zone; or say which one is meant by 'zone'");
    }
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    if (offsets.size() != 1) {
      throw new CellException(
          "a time that there is once in %s; when clocks change it is there %s"
              .formatted(zone, offsets.isEmpty() ? "not at all" : "twice"));
    }
    return offsets.get(0);
  }

  private record Times(DateTimeFormatter formatter, String pattern) {
    static Times of(FileLayout layout) {
      return layout.timestamps() == null
          ? new Times(TIMESTAMP, "2026-11-30T23:59:59.123456")
          : new Times(TimePattern.formatter(layout.timestamps()), layout.timestamps());
    }

    TemporalAccessor parse(String text) throws CellException {
      try {
        LocalDateTime plain = formatter == TIMESTAMP ? PlainTimes.time(text) : null;
        return plain == null ? formatter.parse(text.strip()) : plain;
      } catch (DateTimeException e) {
        throw new CellException("a time like " + pattern);
      }
    }

    LocalDateTime local(TemporalAccessor time) throws CellException {
      LocalDate date = time.query(TemporalQueries.localDate());
      LocalTime clock = time.query(TemporalQueries.localTime());
      if (date == null || clock == null) {
        throw new CellException("a time like " + pattern);
      }
      return LocalDateTime.of(date, clock);
    }

    Timestamp exact(Instant time) throws CellException {
      if (time.getNano() % 1000 != 0) {
        throw new CellException("a time of up to 6 digits of a second");
      }
      try {
        // Files of the lake keep microseconds since 1970 in a long.
        Math.multiplyExact(time.getEpochSecond(), 1_000_000L);
      } catch (ArithmeticException e) {
        throw new CellException("a time before 294247-01-10");
      }
      return Timestamp.fromEpochMillis(time.toEpochMilli(), time.getNano() % 1_000_000);
    }
  }
}
