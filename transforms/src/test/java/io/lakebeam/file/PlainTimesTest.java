package io.lakebeam.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTimesTest {
  /** What texts are spoilt with. */
  private static final String LETTERS = "0123456789-:.T +Z٣";

  @Test
  void everyTextThatIsReadIsReadAsTheFormatterReadsIt() {
    Random random = new Random(11);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      String time = spoilt(time(random), random);
      String date = spoilt(time.substring(0, 10), random);
      read += compare(time, () -> PlainTimes.time(time), () -> formatted(time));
      read += compare(date, () -> PlainTimes.date(date), () -> LocalDate.parse(date));
    }
    assertTrue(read > 200_000, "of 400,000 texts only " + read + " were read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-30 23:59:59.",
        "2026-11-30 23:59:59.1234567",
        "2026-11-30T23:59",
        "2026-11-30T23:59:59Z",
        " 2026-11-30T23:59:59",
        "2026-11-30t23:59:59",
        "0000-11-30 23:59:59",
        "٢٠٢٦-11-30 23:59:59",
        ""
      })
  void anotherFormIsLeftToTheFormatter(String text) {
    assertNull(PlainTimes.time(text));
  }

  @Test
  void aDayThatIsOnNoCalendarIsRefused() {
    assertThrows(DateTimeException.class, () -> PlainTimes.date("2025-02-29"));
    assertThrows(DateTimeException.class, () -> PlainTimes.time("2024-02-29 24:00:00"));
    assertEquals(LocalDate.of(2024, 2, 29), PlainTimes.date("2024-02-29"));
  }

  private static String time(Random random) {
    LocalDateTime time =
        LocalDateTime.of(
            1 + random.nextInt(9999),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60));
    int digits = random.nextInt(7);
    String fraction =
        digits == 0 ? "" : ".%06d".formatted(random.nextInt(1_000_000)).substring(0, digits + 1);
    String separator = random.nextBoolean() ? "T" : " ";
    return DateTimeFormatter.ofPattern("yyyy-MM-dd").format(time)
        + separator
        + DateTimeFormatter.ofPattern("HH:mm:ss").format(time)
        + fraction;
  }

  /** Every third text with another letter in one place. */
  private static String spoilt(String text, Random random) {
    if (random.nextInt(3) > 0) {
      return text;
    }
    StringBuilder spoilt = new StringBuilder(text);
    spoilt.setCharAt(
        random.nextInt(text.length()), LETTERS.charAt(random.nextInt(LETTERS.length())));
    return spoilt.toString();
  }

  private static LocalDateTime formatted(String text) {
    return LocalDateTime.parse(text.substring(0, 10) + text.substring(10).replace(' ', 'T'));
  }

  /** 1 if the text was read, 0 if it was left to the formatter. */
  private static int compare(String text, Supplier<?> plain, Supplier<?> formatter) {
    Object found = valueOf(plain);
    if (found == null) {
      return 0;
    }
    assertEquals(valueOf(formatter), found, text);
    return 1;
  }

  private static @Nullable Object valueOf(Supplier<?> read) {
    try {
      return read.get();
    } catch (DateTimeException e) {
      return "refused";
    }
  }
}
