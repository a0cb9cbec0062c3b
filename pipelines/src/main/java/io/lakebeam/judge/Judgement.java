package io.lakebeam.judge;

import io.lakebeam.quality.Expectation.Severity;
import io.lakebeam.quality.Expected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What came of an expectation when it was asked.
 *
 * @param table in the project
 * @param expected what was asked
 * @param judged rows that were looked at; 1 where it is of the table as one
 * @param unmet how many of them do not meet it
 * @param isMet whether it is met
 * @param found what was measured, or why it could not be asked; null where rows are counted
 * @param isAnswered whether it could be asked
 * @param examples of what does not meet it, column to value, without masked columns
 */
public record Judgement(
    String table,
    Expected expected,
    long judged,
    long unmet,
    boolean isMet,
    @Nullable String found,
    boolean isAnswered,
    List<Map<String, @Nullable Object>> examples) {
  public Judgement {
    List<Map<String, @Nullable Object>> copies = new ArrayList<>();
    examples.forEach(one -> copies.add(Collections.unmodifiableMap(new LinkedHashMap<>(one))));
    examples = List.copyOf(copies);
  }

  /** Of rows, counted. */
  static Judgement counted(
      String table,
      Expected expected,
      long judged,
      long unmet,
      List<Map<String, @Nullable Object>> examples) {
    return new Judgement(table, expected, judged, unmet, unmet == 0, null, true, examples);
  }

  /** Of the table as one. */
  static Judgement measured(String table, Expected expected, boolean isMet, String found) {
    return new Judgement(table, expected, 1, isMet ? 0 : 1, isMet, found, true, List.of());
  }

  /** Of what cannot be asked as it is written. */
  static Judgement unanswered(String table, Expected expected, String reason) {
    return new Judgement(table, expected, 0, 0, false, reason, false, List.of());
  }

  /** Whether a run may end well with it: what cannot be asked is never well. */
  public boolean passes() {
    return isMet || (isAnswered && expected.severity() != Severity.FAIL);
  }

  /** What was found, in words. */
  public String words() {
    if (!isAnswered) {
      return "cannot be asked: " + found;
    }
    return found == null
        ? "%,d of %,d rows do not meet it".formatted(unmet, judged)
        : "found " + found;
  }

  /** The same of one that is not met, with what it is about. */
  public String report() {
    return "table %s: expectation '%s'%s: %s"
        .formatted(table, expected.name(), isAnswered ? " is not met" : "", words());
  }
}
