package io.lakebeam.judge;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * Expectations that a profile meets, as lines of a project file.
 *
 * @param profile what there is
 */
record Proposal(Profile profile) {
  /** A text column of more values is no set. */
  static final int MOST_VALUES = 12;

  /** How often each value of a set is there at least, on average. */
  private static final int REPEATED = 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (profile.rows() == 0) {
      return lines;
    }
    for (ProfiledColumn column : profile.columns()) {
      add(lines, column);
    }
    lines.add("{row-count: [1, null]}");
    return lines;
  }

  private void add(List<String> lines, ProfiledColumn column) {
    boolean isKey = profile.key().contains(column.name());
    if (column.nulls() == 0 && !isKey) {
      lines.add("{column: %s, not-null: true}".formatted(column.name()));
    }
    if (column.values() == 0 || profile.masked().contains(column.name())) {
      return;
    }
    if (isSet(column)) {
      String values =
          column.frequent().keySet().stream().map(Proposal::quoted).collect(joining(", "));
      lines.add("{column: %s, in: [%s]}".formatted(column.name(), values));
    } else if (column.isNumber() && isFinite(column) && !isKey) {
      lines.add(
          "{column: %s, between: [%s, %s]}"
              .formatted(column.name(), column.least(), column.greatest()));
    } else if (column.isText()) {
      lines.add(
          "{column: %s, length: [%s, %s]}"
              .formatted(column.name(), column.shortest(), column.longest()));
    }
  }

  /** Texts that are there often, each more than once. */
  private static boolean isSet(ProfiledColumn column) {
    int values = column.frequent().size();
    long told = column.frequent().values().stream().mapToLong(Long::longValue).sum();
    return column.isText()
        && values > 0
        && values <= MOST_VALUES
        && told == column.values()
        && column.values() >= (long) values * REPEATED;
  }

  private static boolean isFinite(ProfiledColumn column) {
    return Double.isFinite(Double.parseDouble(String.valueOf(column.least())))
        && Double.isFinite(Double.parseDouble(String.valueOf(column.greatest())));
  }

  /** A text of YAML, of which JSON is a part. */
  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every text is one of JSON", e);
    }
  }
}
