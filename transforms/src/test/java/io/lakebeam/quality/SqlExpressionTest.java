package io.lakebeam.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlExpressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      nullValues = "NULL",
      value = {
        "split_part(text, '-', 2); HU-1133; 1133",
        "left(TEXT, 2); HU-1133; HU",
        "upper(text); łódź; ŁÓDŹ",
        "replace(text, 'Ł', 'L'); Łódź; Lódź",
        "regexp_replace(text, '[^0-9]', '', 'g'); +36 30 123; 3630123",
        "CASE text WHEN 'UK' THEN 'GB' ELSE 'OTHER' END; UK; GB",
        "CASE WHEN text = 'UK' THEN 'GB' ELSE text END; HU; HU",
        "coalesce(nullif(trim(text), ''), 'nobody'); NULL; nobody",
        "upper(text); NULL; NULL",
        "cast(cast(text as integer) * 2 as varchar); 21; 42"
      })
  void aTextBecomesWhatTheExpressionMakesOfIt(String sql, String text, String expected) {
    assertThat(SqlExpression.of(sql).apply(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "text ||; <EOF>",
        "upper(txt); Unknown identifier 'txt'",
        "uppper(text); No match found for function signature uppper(<CHARACTER>)",
        "char_length(text); it makes a value of type INTEGER",
        "cast(rand() as varchar); RAND is not of the text alone",
        "cast(current_date as varchar); CURRENT_DATE is not of the text alone",
        "cast(current_timestamp as varchar); CURRENT_TIMESTAMP is not of the text alone"
      })
  void whatIsNoExpressionOfTheTextAloneIsRefused(String sql, String why) {
    assertThatThrownBy(() -> SqlExpression.of(sql))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "step 'sql' takes an SQL expression of a text, which it calls 'text'; found '%s': "
                .formatted(sql))
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(select max(text) from orders)",
        "max(text)",
        "count(*)",
        "(values 'a')",
        "current_user"
      })
  void whatIsOfOtherRowsIsRefused(String sql) {
    assertThatThrownBy(() -> SqlExpression.of(sql)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTextThatItCannotBeEvaluatedOfIsUncleanAndNotShown() {
    SqlExpression number = SqlExpression.of("cast(cast(text as integer) as varchar)");

    assertThatThrownBy(() -> number.apply("secret"))
        .isInstanceOf(UncleanException.class)
        .hasMessage("a text that its SQL expression can be evaluated of");
  }
}
