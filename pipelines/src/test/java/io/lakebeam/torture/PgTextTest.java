package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date | 1970-01-02 | 1",
        "date | 0001-12-31 BC | -719163",
        "date | 4714-11-24 BC | -2440588",
        "timestamp without time zone | 1970-01-01 00:00:01.5 | 1500000",
        "timestamp without time zone | 294276-12-31 23:59:59.999999 | 9224318015999999999",
        "timestamp with time zone | 1970-01-01 02:00:00+02 | 0",
        "timestamptz | 1969-12-31 18:29:59.999999-05:30 | -1",
        "numeric | 0.100 | 0.1",
        "numeric | 1E+2 | 100",
        "numeric(12,2) | NaN | NaN",
        "real | 0.1 | 0.1",
        "double precision | 1e300 | 1.0E300",
        "double precision | -0 | -0.0",
        "bool | t | true",
        "text | 1970-01-02 | 1970-01-02"
      })
  void bringsWhatPostgresWritesToOneText(String type, String text, String expected) {
    assertThat(PgText.ofSource(type, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "real | 0.10000000149011612 | 0.1",
        "double precision | nan | NaN",
        "double precision | -inf | -Infinity",
        "numeric(38,10) | 0E-10 | 0",
        "date | -719163 | -719163"
      })
  void bringsWhatTheReaderWritesToTheSame(String type, String text, String expected) {
    assertThat(PgText.ofLake(type, text)).isEqualTo(expected);
  }

  @Test
  void leavesNullAsItIs() {
    assertThat(PgText.ofSource("date", null)).isNull();
    assertThat(PgText.ofLake("date", null)).isNull();
  }
}
