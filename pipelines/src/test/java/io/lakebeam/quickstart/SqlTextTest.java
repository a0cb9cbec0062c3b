package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlTextTest {
  private static final Map<String, Long> NUMBERS =
      Map.of("rows", 45_000L, "batch", 7L, "batches", 50L);

  @Test
  void putsNumbersInPlaceOfTokens() {
    assertThat(SqlText.with("id >= :rows * :batch / :batches", NUMBERS))
        .isEqualTo("id >= 45000 * 7 / 50");
  }

  @Test
  void leavesCastsAlone() {
    assertThat(SqlText.with("x::rows, y :: batch", NUMBERS)).isEqualTo("x::rows, y :: batch");
  }

  @Test
  void leavesLongerAndUnknownNamesAlone() {
    assertThat(SqlText.with(":rows_per_day :row :other '12:30'", NUMBERS))
        .isEqualTo(":rows_per_day :row :other '12:30'");
  }
}
