package io.lakebeam.judge;

import static java.util.stream.Collectors.joining;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.quality.TableExpectation;
import io.lakebeam.quality.TableExpectation.Kind;
import io.lakebeam.sql.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is expected of a table as questions in SQL.
 *
 * @param project which has the table
 * @param table whose rows are asked for
 * @param expectation what is expected of them
 * @param columns of the table as it is in the lake
 */
record TableSql(
    Project project, TableDefinition table, TableExpectation expectation, List<String> columns) {
  /** Of expectations that rows are counted by: {@code judged} and {@code unmet}. */
  String counts() {
    return switch (expectation.kind()) {
      case UNIQUE ->
          """
          SELECT coalesce(sum(n), 0)::BIGINT AS judged,
            coalesce(sum(n) FILTER (WHERE n > 1), 0)::BIGINT AS unmet
          FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s)"""
              .formatted(rows(), areThere(""), list(expectation.columns()));
      case REFERENCES ->
          """
          SELECT count(*) AS judged, count(*) FILTER (WHERE %s IS NULL) AS unmet
          FROM %s WHERE %s"""
              .formatted(referredColumn(), references(), areThere("r."));
      default ->
          """
          SELECT count(*) AS judged, count(*) FILTER (WHERE is_unmet) AS unmet
          FROM (SELECT NOT (
          %s
          ) AS is_unmet FROM %s)"""
              .formatted(expectation.arguments().get(0), rows());
    };
  }

  /** Of the same: some that do not meet it, without masked columns. */
  String examples(int limit) {
    String order = list(table.key());
    return switch (expectation.kind()) {
      case UNIQUE ->
          "SELECT %s, count(*) AS rows FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1 ORDER BY rows DESC, %s LIMIT %d"
              .formatted(
                  shown(expectation.columns(), ""),
                  rows(),
                  areThere(""),
                  list(expectation.columns()),
                  list(expectation.columns()),
                  limit);
      case REFERENCES -> {
        Set<String> wanted = new LinkedHashSet<>(table.key());
        wanted.addAll(expectation.columns());
        yield "SELECT %s FROM %s WHERE %s AND %s IS NULL ORDER BY %s LIMIT %d"
            .formatted(
                shown(List.copyOf(wanted), "r."),
                references(),
                areThere("r."),
                referredColumn(),
                table.key().stream().map(key -> "r." + Quoted.name(key)).collect(joining(", ")),
                limit);
      }
      default ->
          "SELECT %s FROM %s WHERE NOT (\n%s\n) ORDER BY %s LIMIT %d"
              .formatted(shown(columns, ""), rows(), expectation.arguments().get(0), order, limit);
    };
  }

  /** Of the others: what is measured, as {@code found}. */
  String measure() {
    return switch (expectation.kind()) {
      case ROW_COUNT -> "SELECT count(*) AS found FROM " + rows();
      case FRESH -> newest();
      default ->
          "SELECT %s(%s) AS found FROM %s"
              .formatted(
                  expectation.kind() == Kind.MEAN ? "avg" : "sum",
                  Quoted.name(expectation.columns().get(0)),
                  rows());
    };
  }

  /** Only the history has when the source committed a row. */
  private String newest() {
    boolean isOfCommits = table.eventTime().equals(TableDefinition.COMMIT_TIME);
    return "SELECT max(%s) AS found FROM %s"
        .formatted(
            Quoted.name(table.eventTime()),
            isOfCommits ? named(Zones.history(table.name())) : rows());
  }

  private String rows() {
    return named(Zones.current(table.name()));
  }

  private static String named(TableName name) {
    return Quoted.name(name.zone()) + "." + Quoted.name(name.table());
  }

  /** The rows with what they refer to, or null. */
  private String references() {
    List<String> referred = referred();
    String on =
        IntStream.range(0, referred.size())
            .mapToObj(
                i ->
                    "r.%s = o.%s"
                        .formatted(
                            Quoted.name(expectation.columns().get(i)),
                            Quoted.name(referred.get(i))))
            .collect(joining(" AND "));
    return "%s AS r LEFT JOIN (SELECT DISTINCT %s FROM %s) AS o ON %s"
        .formatted(
            rows(), list(referred), named(Zones.current(expectation.arguments().get(0))), on);
  }

  private List<String> referred() {
    List<String> arguments = expectation.arguments();
    return arguments.size() > 1
        ? arguments.subList(1, arguments.size())
        : project.table(arguments.get(0)).key();
  }

  private String referredColumn() {
    return "o." + Quoted.name(referred().get(0));
  }

  private String areThere(String of) {
    return expectation.columns().stream()
        .map(column -> of + Quoted.name(column) + " IS NOT NULL")
        .collect(joining(" AND "));
  }

  private static String list(List<String> names) {
    return names.stream().map(Quoted::name).collect(joining(", "));
  }

  /** Columns that may be seen, each with {@code of} before it. */
  private String shown(List<String> names, String of) {
    List<String> unmasked = new ArrayList<>(names);
    unmasked.removeAll(table.masks().keySet());
    return unmasked.isEmpty()
        ? "'masked' AS columns"
        : unmasked.stream().map(name -> of + Quoted.name(name)).collect(joining(", "));
  }
}
