package io.lakebeam.erase;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.definition.FeatureViewDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.ingest.CapturedSubjects;
import io.lakebeam.ingest.RowFindings;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Erasure;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.Seal;
import io.lakebeam.subject.SubjectHash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What all tables of a project know of one subject, and what is to become of their rows. */
final class SubjectTables {
  private final Project project;
  private final Lake lake;

  /** A table comes before the one that it says its subject by: its rows are found by that one's. */
  private final Map<String, SubjectTable> tables;

  private SubjectTables(Project project, Lake lake, Map<String, SubjectTable> tables) {
    this.project = project;
    this.lake = lake;
    this.tables = tables;
  }

  /** What is to become of a table's rows. */
  record Rewrite(TableName table, Erasure.Rule rule) {}

  /** Looks into every history that is there. */
  static SubjectTables find(
      Project project, Lake lake, Map<String, CapturedSubjects.Column> columns, String subject) {
    Map<String, SubjectTable> found = new LinkedHashMap<>();
    project.tables().values().stream()
        .filter(table -> columns.containsKey(table.name()))
        .forEach(table -> find(project, lake, columns, table, subject, found));
    List<String> order = new ArrayList<>(found.keySet());
    Map<String, SubjectTable> reversed = new LinkedHashMap<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      reversed.put(order.get(i), found.get(order.get(i)));
    }
    return new SubjectTables(project, lake, reversed);
  }

  private static void find(
      Project project,
      Lake lake,
      Map<String, CapturedSubjects.Column> columns,
      TableDefinition table,
      String subject,
      Map<String, SubjectTable> found) {
    if (found.containsKey(table.name()) || !lake.exists(Zones.history(table.name()))) {
      return;
    }
    Set<String> wanted = new TreeSet<>();
    String of = table.subject().of();
    if (of == null) {
      wanted.add(subject);
    } else {
      find(project, lake, columns, project.table(of), subject, found);
      if (found.containsKey(of)) {
        wanted.addAll(found.get(of).wholeKeys());
      }
    }
    found.put(table.name(), SubjectTable.find(lake, table, columns.get(table.name()), wanted));
  }

  /** Under what later events of theirs are known. */
  Set<String> hashes(SubjectHash hash, String subject) {
    Set<String> hashes = new TreeSet<>(Set.of(hash.of(null, subject)));
    for (SubjectTable table : tables.values()) {
      String of = table.table().subject().of();
      table.values().forEach(value -> hashes.add(hash.of(of, value)));
      if (of != null) {
        tables.get(of).wholeKeys().forEach(key -> hashes.add(hash.of(of, key)));
      }
    }
    return hashes;
  }

  /** The versions of a table that go; null where it declares no subject. */
  @Nullable List<Map<String, @Nullable Object>> versions(String table) {
    return tables.containsKey(table) ? tables.get(table).versions() : null;
  }

  /** The names of the tables, in the order in which a run waits for others. */
  List<String> names() {
    return tables.keySet().stream().sorted().toList();
  }

  /**
   * What is to be done, in the order in which it can be broken off: what a table's history tells of
   * others is needed until those are done.
   */
  List<Rewrite> rewrites() {
    List<Rewrite> rewrites = new ArrayList<>();
    for (FeatureViewDefinition view : project.features().values()) {
      if (tables.containsKey(view.from()) && lake.exists(Zones.gold(view.name()))) {
        rewrites.add(new Rewrite(Zones.gold(view.name()), gold(view)));
      }
    }
    Map<String, SubjectEvents> events = new LinkedHashMap<>();
    tables.forEach((name, table) -> events.put(name, SubjectEvents.find(lake, table)));
    if (lake.exists(Zones.DEAD_LETTERS)) {
      rewrites.add(
          new Rewrite(
              Zones.DEAD_LETTERS, type -> letters(type, List.copyOf(events.values()), seal())));
    }
    if (lake.exists(RowFindings.NAME)) {
      rewrites.add(new Rewrite(RowFindings.NAME, this::findings));
    }
    tables.forEach(
        (name, table) -> {
          rewrites.add(new Rewrite(Zones.bronze(name), events.get(name)::keepInBronze));
          rewrites.add(new Rewrite(Zones.current(name), table::keep));
          rewrites.add(new Rewrite(Zones.history(name), table::keep));
        });
    return rewrites;
  }

  /** A row of gold is of one version of the history: by its entity's key and its order. */
  private Erasure.Rule gold(FeatureViewDefinition view) {
    SubjectTable from = tables.get(view.from());
    List<String> inHistory = new ArrayList<>(view.key());
    inHistory.addAll(ChangeColumns.ORDER);
    List<String> inGold = new ArrayList<>(project.entity(view.entity()).key());
    inGold.addAll(ChangeColumns.ORDER);
    Set<List<String>> erased = new HashSet<>();
    from.versions()
        .forEach(
            version ->
                erased.add(
                    inHistory.stream()
                        .map(column -> String.valueOf(version.get(column)))
                        .toList()));
    int subject = view.key().indexOf(from.column().lakeColumn());
    return type -> {
      Texts texts = new Texts(type, inGold);
      return row -> {
        List<String> its = texts.of(row);
        boolean isTheirs =
            erased.contains(its) || (subject >= 0 && from.values().contains(its.get(subject)));
        return isTheirs ? null : row;
      };
    };
  }

  /** What was found of the versions that go. */
  private Function<InternalRow, @Nullable InternalRow> findings(RowType type) {
    Texts texts = new Texts(type, List.of("table_name", "version"));
    Set<List<String>> erased = new HashSet<>();
    tables.forEach(
        (name, table) -> {
          List<String> key = lake.key(Zones.current(name));
          table
              .versions()
              .forEach(row -> erased.add(List.of(name, RowFindings.version(key, row::get))));
        });
    return row -> erased.contains(texts.of(row)) ? null : row;
  }

  private @Nullable Seal seal() {
    return project.privacy() == null ? null : new Seal(project.privacy().maskKeys());
  }

  private static Function<InternalRow, @Nullable InternalRow> letters(
      RowType type, List<SubjectEvents> events, @Nullable Seal seal) {
    int[] columns = type.getFieldIndices(DeadLetters.columns());
    return row -> {
      DeadLetter letter = DeadLetters.decode(ProjectedRow.from(columns).replaceRow(row));
      String partition = letter.position().partition();
      int dash = partition.lastIndexOf('-');
      String topic = dash < 0 ? partition : partition.substring(0, dash);
      DeadLetter opened = opened(letter, seal);
      return events.stream().anyMatch(its -> its.isTheirs(topic, opened.key(), opened.value()))
          ? null
          : row;
    };
  }

  private static DeadLetter opened(DeadLetter letter, @Nullable Seal seal) {
    if (seal != null) {
      return letter.openedBy(seal);
    }
    if (Seal.isSealed(letter.value())) {
      throw new LakeException(
          "table %s: what is at %s is encrypted, and may be of the subject; give the keys in the project file: privacy: {keys: ...}"
              .formatted(Zones.DEAD_LETTERS, letter.position()));
    }
    return letter;
  }
}
