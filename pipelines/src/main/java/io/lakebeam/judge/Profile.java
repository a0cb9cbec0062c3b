package io.lakebeam.judge;

import static java.util.stream.Collectors.joining;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.sql.Quoted;
import io.lakebeam.sql.RawFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the columns of a table, or of raw files, hold, and what could be expected of them.
 *
 * <pre>{@code
 * Profile profile = Profile.of(project, project.table("customer"));
 * profile.proposal();  // [{column: age, between: [18, 93]}, ...]
 * }</pre>
 *
 * <p>Of masked columns no value is told, only how many there are. Nothing is written.
 *
 * @param rows how many there are
 * @param columns what they hold
 * @param key the columns of the key; empty where none is known
 * @param masked the columns of which no value is told
 */
public record Profile(
    long rows, List<ProfiledColumn> columns, List<String> key, Set<String> masked) {
  private static final int FREQUENT = 5;

  public Profile {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    masked = Set.copyOf(masked);
  }

  /** Of a table's rows as silver has them now. */
  public static Profile of(Project project, TableDefinition table) {
    try (Answers answers = Answers.of(project.lake().open())) {
      return of(answers, Zones.current(table.name()), table.key(), table.masks().keySet());
    }
  }

  /** Of raw files, whose columns are inferred. */
  public static Profile of(Project project, RawFiles files) {
    try (Answers answers = Answers.of(project.lake().open(), files)) {
      return of(answers, files.name(), List.of(), Set.of());
    }
  }

  private static Profile of(
      Answers answers, TableName table, List<String> key, Set<String> masked) {
    String from = Quoted.name(table.zone()) + "." + Quoted.name(table.table());
    Map<String, String> types = types(answers, from);
    Map<String, @Nullable Object> counts =
        answers.row(
            "SELECT count(*) AS rows, %s FROM %s"
                .formatted(
                    types.entrySet().stream()
                        .map(column -> measures(column.getKey(), column.getValue()))
                        .collect(joining(", ")),
                    from));
    long rows = Answers.number(counts, "rows");
    List<ProfiledColumn> columns = new ArrayList<>();
    types.forEach(
        (name, type) ->
            columns.add(
                column(
                    name,
                    type,
                    rows,
                    counts,
                    masked.contains(name) ? null : frequent(answers, from, name))));
    return new Profile(rows, columns, key, masked);
  }

  private static Map<String, String> types(Answers answers, String from) {
    List<String> names = answers.columns("SELECT * FROM " + from);
    Map<String, @Nullable Object> row =
        answers.row(
            "SELECT %s FROM (SELECT 1) LEFT JOIN %s ON true LIMIT 1"
                .formatted(
                    names.stream()
                        .map(Quoted::name)
                        .map(name -> "typeof(%1$s) AS %1$s".formatted(name))
                        .collect(joining(", ")),
                    from));
    Map<String, String> types = new LinkedHashMap<>();
    names.forEach(name -> types.put(name, String.valueOf(row.get(name))));
    return types;
  }

  private static String measures(String name, String type) {
    List<String> measures = new ArrayList<>();
    String column = Quoted.name(name);
    measures.add(measure("count(%s)".formatted(column), name, "values"));
    measures.add(measure("approx_count_distinct(%s)".formatted(column), name, "distinct"));
    measures.add(measure("min(%s)".formatted(column), name, "least"));
    measures.add(measure("max(%s)".formatted(column), name, "greatest"));
    if (ProfiledColumn.isNumber(type)) {
      measures.add(measure("avg(%s)".formatted(column), name, "mean"));
    }
    if (type.equals("VARCHAR")) {
      measures.add(measure("min(length(%s))".formatted(column), name, "shortest"));
      measures.add(measure("max(length(%s))".formatted(column), name, "longest"));
    }
    return String.join(", ", measures);
  }

  private static String measure(String of, String column, String what) {
    return of + " AS " + Quoted.name(what + " " + column);
  }

  /** Those that are there more than once, and of few values all. */
  private static Map<String, Long> frequent(Answers answers, String from, String column) {
    Map<String, Long> frequent = new LinkedHashMap<>();
    String sql =
        "SELECT %1$s AS value, count(*) AS n FROM %2$s WHERE %1$s IS NOT NULL GROUP BY %1$s HAVING count(*) > 1 ORDER BY n DESC, value LIMIT %3$d"
            .formatted(Quoted.name(column), from, Proposal.MOST_VALUES + 1);
    answers
        .rows(sql, Proposal.MOST_VALUES + 1)
        .forEach(row -> frequent.put(String.valueOf(row.get("value")), Answers.number(row, "n")));
    return frequent;
  }

  private static ProfiledColumn column(
      String name,
      String type,
      long rows,
      Map<String, @Nullable Object> counts,
      @Nullable Map<String, Long> frequent) {
    long values = Answers.number(counts, "values " + name);
    boolean isTold = frequent != null;
    return new ProfiledColumn(
        name,
        type,
        values,
        rows - values,
        Math.min(values, Answers.number(counts, "distinct " + name)),
        isTold ? counts.get("least " + name) : null,
        isTold ? counts.get("greatest " + name) : null,
        isTold ? counts.get("mean " + name) : null,
        isTold ? counts.get("shortest " + name) : null,
        isTold ? counts.get("longest " + name) : null,
        isTold ? frequent : Map.of());
  }

  /** The first of a column's most frequent values. */
  public static Map<String, Long> first(ProfiledColumn column) {
    Map<String, Long> first = new LinkedHashMap<>();
    column.frequent().entrySet().stream()
        .limit(FREQUENT)
        .forEach(value -> first.put(value.getKey(), value.getValue()));
    return first;
  }

  /** What could be expected, as items of {@code expect} in a project file: true of all rows now. */
  public List<String> proposal() {
    return new Proposal(this).lines();
  }
}
