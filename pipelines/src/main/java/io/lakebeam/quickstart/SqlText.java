package io.lakebeam.quickstart;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * An example's SQL with whole numbers in place of its tokens.
 *
 * <pre>{@code SqlText.with("... limit :rows", Map.of("rows", 45000L)) // "... limit 45000"}</pre>
 *
 * <p>A token is a colon and a name. A cast ({@code ::rows}) is none, nor is a longer name ({@code
 * :rows_per_day}) or a name that has no number: those stay as they are, for the database to judge.
 * Only whole numbers are put in, so nothing that is substituted can change what a statement does.
 */
final class SqlText {
  private static final Pattern TOKEN = Pattern.compile("(?<![:\\w]):([a-z]+)\\b");

  private SqlText() {}

  static String with(String sql, Map<String, Long> numbers) {
    return TOKEN
        .matcher(sql)
        .replaceAll(
            token -> {
              Long number = numbers.get(token.group(1));
              return number == null ? "$0" : number.toString();
            });
  }
}
