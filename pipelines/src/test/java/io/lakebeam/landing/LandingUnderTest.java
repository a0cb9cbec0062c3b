package io.lakebeam.landing;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.Runner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A project whose only source is a folder of files, and its lake. */
final class LandingUnderTest {
  private static final String COLUMNS =
      "{id: bigint, name: string, price: \"decimal(10,2)\", at: timestamp}";

  private final Path folder;
  private String table = "columns: " + COLUMNS;
  private String more = "";

  LandingUnderTest(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("landing"));
  }

  /** Writes a file that has been as it is for an hour. */
  Path write(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("landing").resolve(name), bytes);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    return file;
  }

  Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Says something else of the table than its plain columns. */
  void declare(String keys) {
    table = keys;
  }

  /** Says another section of the project. */
  void keep(String section) {
    more = section;
  }

  Project project(String pattern, String format) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("project.yaml"),
            """
            project: files-under-test
            lake: {warehouse: ./lake}
            sources:
              landing: {type: files, path: "./landing/%s", backup: ./backup/, %s}
            tables:
              item: {from: landing, key: [id]%s, %s}
            %s
            """
                .formatted(pattern, format, eventTime(), table, more));
    return ProjectFile.read(file, Map.of("KEY_1", "1".repeat(40), "KEY_2", "2".repeat(40)));
  }

  private String eventTime() {
    return table.contains(" at: timestamp") ? ", event-time: at" : "";
  }

  LandingResult take(Runner runner, String pattern, String format) throws IOException {
    return Landing.of(project(pattern, format), runner).get(0).take();
  }

  /** The files in the backup. */
  List<Path> backup() throws IOException {
    Path backup = folder.resolve("backup");
    if (!Files.exists(backup)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(backup)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  Lake lake() {
    return Lake.at(folder.resolve("lake").toString());
  }

  private LandedRows landed() {
    return new LandedRows(lake());
  }

  /** Rows of a table, as text, sorted. */
  List<String> rows(String table, String... columns) {
    return landed().rows(table, columns);
  }

  /** The reasons of the dead letters, in their order in their files. */
  List<String> reasons() {
    return landed().reasons();
  }

  /** The bytes of the dead letters, in their order in their files. */
  List<String> letters() {
    return landed().letters();
  }
}
