package io.lakebeam.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads a line of PostgreSQL's {@code test_decoding}, such as
 *
 * <pre>{@code
 * table public.t: UPDATE: old-key: id[bigint]:1 new-tuple: id[bigint]:2 name[text]:'it''s'
 * }</pre>
 *
 * <p>The form: {@code contrib/test_decoding/test_decoding.c} of PostgreSQL.
 */
final class TestDecoding {
  /** What a line is. */
  enum Kind {
    BEGIN,
    COMMIT,
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE,
    OTHER
  }

  /**
   * A column's value.
   *
   * @param type as {@code format_type} writes it without parameters
   * @param text as the type's output function writes it; null for NULL
   * @param unchanged a large value that the log does not repeat
   */
  record Cell(String type, @Nullable String text, boolean unchanged) {}

  /**
   * A line.
   *
   * @param tables of a change one, of a TRUNCATE one or more, with their schema
   * @param before the old key, or the old row where the table's replica identity is full
   * @param row the new row; of a delete its key
   */
  record Line(Kind kind, List<String> tables, Map<String, Cell> before, Map<String, Cell> row) {}

  private static final Pattern MESSAGE =
      Pattern.compile(
          "message: transactional: 1 prefix: (.*), sz: \\d+ content:(.*)", Pattern.DOTALL);

  private final String text;
  private int at;

  private TestDecoding(String text) {
    this.text = text;
  }

  static Line parse(String text) {
    if (text.startsWith("BEGIN")) {
      return of(Kind.BEGIN);
    }
    if (text.startsWith("COMMIT")) {
      return of(Kind.COMMIT);
    }
    return text.startsWith("table ") ? new TestDecoding(text).change() : of(Kind.OTHER);
  }

  /** What a message of that prefix says; empty for any other line. */
  static Optional<String> message(String text, String prefix) {
    Matcher message = MESSAGE.matcher(text);
    return message.matches() && message.group(1).equals(prefix)
        ? Optional.of(message.group(2))
        : Optional.empty();
  }

  private static Line of(Kind kind) {
    return new Line(kind, List.of(), Map.of(), Map.of());
  }

  private Line change() {
    at = "table ".length();
    List<String> tables =
        Arrays.stream(upTo(": ").split(", ", -1)).map(name -> name.replace("\"", "")).toList();
    Kind kind = Kind.valueOf(upTo(":"));
    if (kind == Kind.TRUNCATE) {
      return new Line(kind, tables, Map.of(), Map.of());
    }
    Map<String, Cell> before = Map.of();
    if (skip(" old-key:")) {
      before = cells();
      require(" new-tuple:");
    }
    if (text.startsWith(" (no-tuple-data)", at)) {
      throw new IllegalArgumentException("the change names no row: " + text);
    }
    Map<String, Cell> row = cells();
    if (at != text.length()) {
      throw failure("the end");
    }
    return new Line(kind, tables, before, row);
  }

  private Map<String, Cell> cells() {
    Map<String, Cell> cells = new LinkedHashMap<>();
    while (at < text.length() && !text.startsWith(" new-tuple:", at)) {
      require(" ");
      String name = upTo("[").replace("\"", "");
      cells.put(name, cell(type()));
    }
    return cells;
  }

  /** Up to the bracket that closes it; an array's type holds a pair of its own. */
  private String type() {
    int from = at;
    int open = 1;
    while (open > 0) {
      char next = text.charAt(at++);
      open += next == '[' ? 1 : next == ']' ? -1 : 0;
    }
    String type = text.substring(from, at - 1);
    require(":");
    return type;
  }

  private Cell cell(String type) {
    if (text.charAt(at) == '\'') {
      at++;
      return new Cell(type, quoted(), false);
    }
    if (text.startsWith("B'", at)) {
      at += 2;
      return new Cell(type, quoted(), false);
    }
    int end = text.indexOf(' ', at);
    String word = text.substring(at, end < 0 ? text.length() : end);
    at += word.length();
    return new Cell(type, word.equals("null") ? null : word, word.equals("unchanged-toast-datum"));
  }

  /** A quote in the value is written twice; nothing else is special. */
  private String quoted() {
    List<String> parts = new ArrayList<>();
    while (true) {
      parts.add(upTo("'"));
      if (!skip("'")) {
        return String.join("'", parts);
      }
    }
  }

  private String upTo(String end) {
    int found = text.indexOf(end, at);
    if (found < 0) {
      throw failure("'" + end + "'");
    }
    String before = text.substring(at, found);
    at = found + end.length();
    return before;
  }

  private boolean skip(String expected) {
    boolean isNext = text.startsWith(expected, at);
    at += isNext ? expected.length() : 0;
    return isNext;
  }

  private void require(String expected) {
    if (!skip(expected)) {
      throw failure("'" + expected + "'");
    }
  }

  private IllegalArgumentException failure(String expected) {
    return new IllegalArgumentException(
        "character %d: %s is expected: %s".formatted(at, expected, text));
  }
}
