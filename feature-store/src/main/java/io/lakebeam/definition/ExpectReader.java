package io.lakebeam.definition;

import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expectation.Severity;
import io.lakebeam.quality.Expected;
import io.lakebeam.quality.TableExpectation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From the list {@code expect} of a table to what is expected of its rows, and of all of them. */
final class ExpectReader {
  private static final String COLUMN = "column";
  private static final String COLUMNS = "columns";
  private static final String TABLE = "table";
  private static final String SEVERITY = "severity";
  private static final Map<String, Expectation.Kind> OF_ROWS =
      byKey(Expectation.Kind.values(), Expectation.Kind::key);
  private static final Map<String, TableExpectation.Kind> OF_TABLES =
      byKey(TableExpectation.Kind.values(), TableExpectation.Kind::key);
  private static final List<String> KINDS = kinds();

  private ExpectReader() {}

  private static <T> Map<String, T> byKey(T[] kinds, Function<T, String> key) {
    return Arrays.stream(kinds).collect(Collectors.toMap(key, Function.identity()));
  }

  private static List<String> kinds() {
    List<String> kinds =
        new ArrayList<>(
            Arrays.stream(Expectation.Kind.values()).map(Expectation.Kind::key).toList());
    Arrays.stream(TableExpectation.Kind.values())
        .map(TableExpectation.Kind::key)
        .forEach(kinds::add);
    return List.copyOf(kinds);
  }

  static List<Expected> expectations(List<Section> items) {
    List<Expected> expectations = new ArrayList<>();
    items.forEach(item -> expectation(item).ifPresent(expectations::add));
    return expectations;
  }

  private static Optional<Expected> expectation(Section in) {
    Set<String> kinds = new LinkedHashSet<>(in.keys());
    kinds.retainAll(KINDS);
    List<String> allowed = new ArrayList<>(List.of(COLUMN, COLUMNS, SEVERITY));
    allowed.addAll(KINDS);
    in.allow(allowed.toArray(new String[0]));
    Severity severity =
        in.has(SEVERITY)
            ? in.choice(SEVERITY, List.of(Severity.values()), Severity::key)
            : Severity.WARN;
    if (kinds.size() != 1) {
      in.refuseWhole(
          "must have one of %s, found %d: %s"
              .formatted(String.join(", ", KINDS), kinds.size(), kinds));
      return Optional.empty();
    }
    String key = kinds.iterator().next();
    try {
      return Optional.of(
          OF_ROWS.containsKey(key)
              ? ofRows(in, OF_ROWS.get(key), severity)
              : ofTable(in, OF_TABLES.get(key), severity));
    } catch (IllegalArgumentException e) {
      in.refuse(key, e.getMessage());
      return Optional.empty();
    }
  }

  private static Expected ofRows(Section in, Expectation.Kind kind, Severity severity) {
    only(in, kind.key(), COLUMN);
    String column = in.text(COLUMN);
    List<String> arguments =
        switch (kind) {
          case NOT_NULL, NOT_FUTURE -> {
            in.requireTrue(kind.key());
            yield List.of();
          }
          case MATCHES -> List.of(in.text(kind.key()));
          case BETWEEN, IN, LENGTH -> in.values(kind.key());
        };
    return new Expectation(column, kind, arguments, severity);
  }

  private static Expected ofTable(Section in, TableExpectation.Kind kind, Severity severity) {
    String key = kind.key();
    return switch (kind) {
      case UNIQUE -> {
        only(in, key);
        yield new TableExpectation(kind, in.names(key), List.of(), severity);
      }
      case REFERENCES -> {
        only(in, key, COLUMN, COLUMNS);
        yield new TableExpectation(kind, columns(in), referred(in, key), severity);
      }
      case ROW_COUNT -> {
        only(in, key);
        yield new TableExpectation(kind, List.of(), in.values(key), severity);
      }
      case MEAN, SUM -> {
        only(in, key, COLUMN);
        yield new TableExpectation(kind, List.of(in.text(COLUMN)), in.values(key), severity);
      }
      case FRESH, SQL -> {
        only(in, key);
        yield new TableExpectation(kind, List.of(), List.of(in.text(key)), severity);
      }
    };
  }

  private static List<String> columns(Section in) {
    return in.has(COLUMNS) ? in.names(COLUMNS) : List.of(in.text(COLUMN));
  }

  /** A table, or a mapping of it and the columns that are meant. */
  private static List<String> referred(Section in, String key) {
    if (!in.isSection(key)) {
      return List.of(in.text(key));
    }
    List<String> referred = new ArrayList<>();
    in.section(
        key,
        section -> {
          section.allow(TABLE, COLUMNS);
          referred.add(section.text(TABLE));
          referred.addAll(section.names(COLUMNS));
          return Optional.of(section);
        });
    return referred;
  }

  /** Refuses what says of which columns it is, but for these keys. */
  private static void only(Section in, String kind, String... keys) {
    for (String key : List.of(COLUMN, COLUMNS)) {
      if (in.has(key) && !List.of(keys).contains(key)) {
        in.refuse(
            key,
            "does not go with '%s'%s"
                .formatted(kind, keys.length == 0 ? "" : ", which takes '%s'".formatted(keys[0])));
      }
    }
  }
}
