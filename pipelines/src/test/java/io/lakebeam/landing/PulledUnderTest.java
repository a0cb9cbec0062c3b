package io.lakebeam.landing;

import io.lakebeam.database.DatabaseUnderTest;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import io.lakebeam.runner.Runner;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A project whose only source is pulled, and its lake. */
final class PulledUnderTest {
  private final Path folder;
  private final Runner runner;
  private String columns = "{id: bigint, name: string, at: timestamp}";
  private String more = "";
  private String sections = "";

  PulledUnderTest(Path folder, Runner runner) {
    this.folder = folder;
    this.runner = runner;
  }

  PulledUnderTest(Path folder) {
    this(folder, RunnerName.DIRECT);
  }

  /** Says which columns the table has. */
  PulledUnderTest columns(String declared) {
    columns = declared;
    return this;
  }

  /** Says more of the table, after a comma. */
  PulledUnderTest table(String keys) {
    more = ", " + keys;
    return this;
  }

  /** Says more of the project. */
  PulledUnderTest sections(String text) {
    sections = text;
    return this;
  }

  /** As a source of the project. */
  static String jdbc(DatabaseUnderTest database, String table) {
    return "type: jdbc, url: \"%s\", user: %s, password: \"${PASSWORD}\", table: %s"
        .formatted(database.url(), database.user(), table);
  }

  /** The same by its times, ten minutes being read again. */
  static String incremental(DatabaseUnderTest database) {
    return jdbc(database, "item") + ", watermark: at, overlap: 10m";
  }

  /** What makes a database have a table {@code item} without rows. */
  static String[] emptied(DatabaseUnderTest database) {
    return new String[] {
      "DROP TABLE IF EXISTS item",
      "CREATE TABLE item (id bigint PRIMARY KEY, name varchar(100), at %s)"
          .formatted(database.isMariaDb() ? "datetime(6)" : "timestamp")
    };
  }

  /** With the table {@code item}, all of which is read each time. */
  Project project(DatabaseUnderTest database) throws IOException {
    return project(jdbc(database, "item"), database.password());
  }

  PullResult pullAll(DatabaseUnderTest database) throws IOException {
    return pull(jdbc(database, "item"), database.password());
  }

  /** Whether bronze makes the same silver. */
  boolean isRebuilt(DatabaseUnderTest database) throws IOException {
    return LandedRebuild.of(project(database), RunnerName.DIRECT).compare(Set.of("item")).isGood();
  }

  Project project(String source, String password) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("project.yaml"),
            """
            project: pulled-under-test
            lake: {warehouse: ./lake}
            sources:
              shop: {%s}
            tables:
              item: {from: shop, key: [%s], columns: %s%s}
            %s
            """
                .formatted(
                    source,
                    columns.contains("{part: ") ? "part, id" : "id",
                    columns,
                    more,
                    sections));
    return ProjectFile.read(file, Map.of("PASSWORD", password, "KEY_1", "1".repeat(40)));
  }

  PullResult pull(String source, String password) throws IOException {
    return Pull.of(project(source, password), runner).get(0).take();
  }

  Path folder() {
    return folder;
  }

  Lake lake() {
    return Lake.at(folder.resolve("lake").toString());
  }

  /** The newest commit of each table. */
  Map<TableName, Long> snapshots() {
    Map<TableName, Long> snapshots = new TreeMap<>();
    lake().tables().forEach(table -> snapshots.put(table, lake().snapshot(table)));
    return snapshots;
  }

  /** Rows of a table, as text, sorted. */
  List<String> rows(String table, String... wanted) {
    return new LandedRows(lake(), "|").rows(table, wanted);
  }

  /** Why records are dead letters, sorted. */
  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    lake()
        .read(Zones.DEAD_LETTERS, List.of("reason"))
        .forEach(row -> reasons.add(row.getString(0).toString()));
    reasons.sort(null);
    return reasons;
  }

  /** Copies a folder. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** Deletes a folder. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
