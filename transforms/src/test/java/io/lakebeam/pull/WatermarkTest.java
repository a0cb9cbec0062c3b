package io.lakebeam.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.file.FileColumn;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatermarkTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private static FileColumn column(String type) {
    return new FileColumn("at", "at", type);
  }

  @Test
  void theNextPullBeginsAnOverlapBeforeTheLastOne() {
    assertThat(Watermark.ofNumbers(column("bigint"), 10).low("7")).isEqualTo("-3");
    assertThat(Watermark.ofTimes(column("timestamptz"), 600_000).low("2026-11-27T00:05:00.000001Z"))
        .isEqualTo("2026-11-26T23:55:00.000001Z");
    assertThat(Watermark.ofTimes(column("timestamp"), 1).low("2026-03-29T02:30:00"))
        .isEqualTo("2026-03-29T02:29:59.999");
  }

  @Test
  void withoutAPositionThereIsNoBoundAndTheLeastNumberHasNoneBelowIt() {
    assertThat(Watermark.ofNumbers(column("int"), 10).low(null)).isNull();
    assertThat(Watermark.ofNumbers(column("bigint"), 10).low(Long.toString(Long.MIN_VALUE + 3)))
        .isEqualTo(Long.toString(Long.MIN_VALUE));
  }

  @Test
  void aPositionNeverGoesBack() {
    Watermark numbers = Watermark.ofNumbers(column("int"), 0);
    assertThat(numbers.greater("9", "10")).isEqualTo("10");
    assertThat(numbers.greater("9", null)).isEqualTo("9");
    assertThat(numbers.greater(null, "9")).isEqualTo("9");
    assertThat(numbers.greater(null, null)).isNull();
  }

  @Test
  void aTimeOfMoreThanADayAheadIsAheadAndANumberNever() {
    Watermark times = Watermark.ofTimes(column("timestamptz"), 0);
    assertThat(times.isAhead("2026-11-28T12:00:00Z", NOW)).isFalse();
    assertThat(times.isAhead("2026-11-28T12:00:00.000001Z", NOW)).isTrue();
    assertThat(Watermark.ofTimes(column("timestamp"), 0).isAhead("2026-11-28T12:00:01", NOW))
        .isTrue();
    assertThat(Watermark.ofNumbers(column("bigint"), 0).isAhead("9223372036854775807", NOW))
        .isFalse();
  }

  @Test
  void aRowsNumberTellsItsPart() {
    PullPart part = new PullPart(7, 1L, 2L, null);
    assertThat(PullPart.partOf(part.rowNumber(1))).isEqualTo(7);
    assertThat(PullPart.partOf(PullPart.firstOf(8) - 1)).isEqualTo(7);
  }
}
