package io.lakebeam.ingest;

import io.lakebeam.definition.InvalidDefinitionException;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.definition.TablePattern;
import io.lakebeam.lake.Zones;
import io.lakebeam.source.ListedTable;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of a source that a project's patterns match, as silver tables, and what keeps some of
 * them from being one.
 *
 * <pre>{@code
 * Project project = MatchedTables.resolve(ProjectFile.read(file, System.getenv()));
 * }</pre>
 *
 * <p>A table that the project names itself is none of them, whatever matches it.
 */
public final class MatchedTables {
  /** With {@code _history} after it a name still has to be one. */
  private static final int LONGEST_NAME = 55;

  private static final String OWN = "; give it an entry of its own under tables, with another name";

  private final List<TablePattern> patterns;
  private final List<TableDefinition> tables = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> taken = new HashMap<>();

  /**
   * What keeps a table from being captured, or a pattern from being meant so.
   *
   * @param of the table or the pattern, to be shown
   * @param message what was found, and how to mend it
   */
  public record Problem(String of, String message) {}

  private MatchedTables(Project project, SourceDefinition source) {
    this.patterns =
        project.patterns().values().stream()
            .filter(pattern -> pattern.sourceName().equals(source.name()))
            .toList();
    project.tables().values().forEach(table -> taken.put(table.name(), table.from()));
  }

  /**
   * The project with the tables that its patterns match now; itself where it has none.
   *
   * @throws SourceException if a source cannot be asked, or with all that is wrong, a line each
   */
  public static Project resolve(Project project) {
    if (project.patterns().isEmpty()) {
      return project;
    }
    List<TableDefinition> found = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (SourceDefinition source : project.sources().values()) {
      try (PostgresCatalog catalog = CapturedSource.connect(source)) {
        MatchedTables matched = of(project, source, catalog);
        found.addAll(matched.tables);
        matched.problems.forEach(problem -> wrong.add(problem.message()));
      }
    }
    if (!wrong.isEmpty()) {
      throw new SourceException(String.join("\n", wrong));
    }
    return project.withTables(found);
  }

  /** Those of one source. */
  public static MatchedTables of(
      Project project, SourceDefinition source, PostgresCatalog catalog) {
    MatchedTables matched = new MatchedTables(project, source);
    if (!matched.patterns.isEmpty()) {
      matched.match(source, catalog.tables(), Map.copyOf(matched.taken));
    }
    return matched;
  }

  /** As silver tables. */
  public List<TableDefinition> tables() {
    return List.copyOf(tables);
  }

  /** What is wrong; the tables that it is about are not among {@link #tables}. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  private void match(SourceDefinition source, List<ListedTable> listed, Map<String, String> named) {
    Map<TablePattern, List<ListedTable>> matches = new LinkedHashMap<>();
    patterns.forEach(pattern -> matches.put(pattern, new ArrayList<>()));
    for (ListedTable table : listed) {
      List<TablePattern> its =
          named.containsValue(source.name() + "." + table.qualifiedName())
              ? List.of()
              : patterns.stream()
                  .filter(one -> one.lakeName(table.schema(), table.name()).isPresent())
                  .toList();
      its.forEach(pattern -> matches.get(pattern).add(table));
      if (its.size() > 1) {
        problem(
            table.qualifiedName(),
            "is matched by %s; except it in all but one"
                .formatted(
                    its.stream().map(TablePattern::name).collect(Collectors.joining(" and "))));
      } else if (!its.isEmpty()) {
        add(its.get(0), table);
      }
    }
    requireOwnNames(named.keySet());
    matches.forEach((pattern, its) -> check(pattern, its, listed));
  }

  private void add(TablePattern pattern, ListedTable table) {
    String name = pattern.lakeName(table.schema(), table.name()).orElseThrow();
    String from = pattern.sourceName() + "." + table.qualifiedName();
    String eventTime =
        pattern
            .declaredEventTime()
            .filter(table.columns()::contains)
            .orElse(TableDefinition.COMMIT_TIME);
    if (table.primaryKey().isEmpty()) {
      problem(
          table.qualifiedName(),
          "has no primary key, so a change could not be told from another; mend it: ALTER TABLE %s.%s ADD PRIMARY KEY (...), or leave it out: except: [%s]"
              .formatted(
                  PostgresCatalog.quoted(table.schema()),
                  PostgresCatalog.quoted(table.name()),
                  from));
    } else if (name.length() > LONGEST_NAME) {
      problem(
          table.qualifiedName(),
          "would be %s in the lake, longer than %d letters".formatted(name, LONGEST_NAME) + OWN);
    } else if (taken.containsKey(name)) {
      problem(
          table.qualifiedName(),
          "would be %s in the lake, as %s is".formatted(name, taken.get(name)) + OWN);
    } else {
      try {
        tables.add(new TableDefinition(name, from, table.primaryKey(), eventTime));
        taken.put(name, from);
      } catch (InvalidDefinitionException e) {
        problem(
            table.qualifiedName(),
            "cannot be captured: %s; leave it out: except: [%s]"
                .formatted(e.getMessage().replace('\n', ','), from));
      }
    }
  }

  /** The versions of {@code x} are kept where a table {@code x_history} would be. */
  private void requireOwnNames(Set<String> namedTables) {
    Map<String, String> places = new HashMap<>(Map.of(Zones.DEAD_LETTERS.table(), "dead letters"));
    taken.forEach(
        (name, from) -> places.put(Zones.history(name).table(), "the versions of " + from));
    List<TableDefinition> refused =
        tables.stream()
            .filter(
                table ->
                    places.containsKey(table.name())
                        || namedTables.contains(Zones.history(table.name()).table()))
            .toList();
    for (TableDefinition table : refused) {
      String place = places.get(table.name());
      problem(
          table.schemaName() + "." + table.tableName(),
          (place == null
                  ? "would have its versions in %s, which is another table"
                      .formatted(Zones.history(table.name()).table())
                  : "would be %s in the lake, where %s are kept".formatted(table.name(), place))
              + OWN);
    }
    tables.removeAll(refused);
  }

  private void check(TablePattern pattern, List<ListedTable> its, List<ListedTable> listed) {
    String title = "tables like " + pattern.name();
    if (its.isEmpty()) {
      Map<String, Long> schemas =
          listed.stream()
              .collect(
                  Collectors.groupingBy(
                      ListedTable::schema, LinkedHashMap::new, Collectors.counting()));
      problems.add(
          new Problem(
              title,
              "tables.%s: no table of source %s is like %s; it has, by schema: %s"
                  .formatted(pattern.name(), pattern.sourceName(), pattern.from(), schemas)));
    } else if (pattern.declaredEventTime().isPresent()
        && its.stream()
            .noneMatch(table -> table.columns().contains(pattern.declaredEventTime().get()))) {
      problems.add(
          new Problem(
              title,
              "tables.%s: event-time names column '%s', which none of its %d tables has"
                  .formatted(pattern.name(), pattern.declaredEventTime().get(), its.size())));
    }
  }

  private void problem(String table, String message) {
    problems.add(new Problem("table " + table, "table %s %s".formatted(table, message)));
  }
}
