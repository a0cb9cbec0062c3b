package io.lakebeam.change;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.apache.paimon.data.Timestamp;

/** Reads dates and times as Debezium writes them; what is infinite is refused. */
final class JsonTimes {
  /** PostgreSQL's first and last date, in days since 1970; what is beyond them is infinity. */
  private static final long FIRST_DAY = LocalDate.of(-4713, 11, 24).toEpochDay();

  private static final long FIRST_MICROS = FIRST_DAY * 86_400_000_000L;

  private static final long LAST_DAY = LocalDate.of(5_874_897, 12, 31).toEpochDay();

  private JsonTimes() {}

  static Timestamp instant(JsonParser json) throws IOException {
    String text = json.getText();
    long micros = UtcInstant.micros(text);
    return Timestamp.fromMicros(micros == UtcInstant.OTHER ? parsed(text) : micros);
  }

  private static long parsed(String text) {
    Instant instant = OffsetDateTime.parse(text).toInstant();
    if (instant.getNano() % 1_000 != 0) {
      throw new ArithmeticException("finer than a microsecond");
    }
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  static int date(JsonParser json) throws IOException {
    int day = Math.toIntExact(JsonColumns.integer(json));
    if (day < FIRST_DAY || day > LAST_DAY) {
      throw new ChangeException("an infinite date has no place in a date column of the lake");
    }
    return day;
  }

  static Timestamp timestamp(JsonParser json) throws IOException {
    long micros = JsonColumns.integer(json);
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      throw new ChangeException("an infinite time has no place in a time column of the lake");
    }
    if (micros < FIRST_MICROS) {
      throw new ChangeException("a time after 294247-01-10 overflows in what the connector writes");
    }
    return Timestamp.fromMicros(micros);
  }
}
