package io.lakebeam.definition;

import io.lakebeam.privacy.MaskRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What tables say of their masks, checked as far as that takes no look at their source. */
final class TableMasks {
  private TableMasks() {}

  /** Masks of one table that would undo what the rest of it says. */
  static List<Problem> problems(
      List<String> key,
      String eventTime,
      @Nullable SubjectDefinition subject,
      Map<String, MaskRule> masks) {
    List<Problem> problems = new ArrayList<>();
    masks.forEach(
        (column, rule) -> {
          String problem = problem(column, rule, key, eventTime, subject);
          if (problem != null) {
            problems.add(new Problem("mask." + column, problem));
          }
        });
    return problems;
  }

  private static @Nullable String problem(
      String column,
      MaskRule rule,
      List<String> key,
      String eventTime,
      @Nullable SubjectDefinition subject) {
    if (!Checks.NAME.matcher(column).matches()) {
      return "must be a name that matches " + Checks.NAME;
    }
    if (column.equals(eventTime)) {
      return "masks the event-time, by which it is told what was true when; leave it as it is, or name another event-time";
    }
    if (subject != null && column.equals(subject.column())) {
      return "masks the subject's column, by which erase finds a person's rows; leave it as it is, or say the subject by a column without a mask";
    }
    return key.contains(column) && !rule.keepsKeysApart() ? ofKey(rule) : null;
  }

  private static String ofKey(MaskRule rule) {
    String why =
        rule.kind() == MaskRule.Kind.HMAC
            ? "takes keys that differ in case or blanks for one"
            : "makes one of many keys, so that rows could not be told apart nor joined";
    return "is of a key's column, and %s %s; allowed: {hmac: exact}"
        .formatted(rule.kind().key(), why);
  }

  /** Tables with masks, where there is no key; and keys that subjects are known by. */
  static List<Problem> problems(
      Map<String, TableDefinition> tables, @Nullable PrivacyDefinition privacy) {
    List<Problem> problems = new ArrayList<>();
    for (TableDefinition table : tables.values()) {
      if (!table.masks().isEmpty() && privacy == null) {
        problems.add(
            new Problem(
                "tables." + table.name() + ".mask",
                "needs a key, also to encrypt what is no event: write privacy: {keys: {1: \"${MASK_KEY_1}\"}, current: 1} beside tables"));
      }
      String of = table.subject() == null ? null : table.subject().of();
      TableDefinition other = of == null ? null : tables.get(of);
      if (other != null && other.key().stream().anyMatch(other.masks()::containsKey)) {
        problems.add(
            new Problem(
                "tables." + table.name() + ".subject.of",
                "names table '%s', whose key is masked; allowed: one whose key is as the source has it"
                    .formatted(of)));
      }
    }
    return problems;
  }
}
