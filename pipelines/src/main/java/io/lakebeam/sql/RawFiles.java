package io.lakebeam.sql;

import io.lakebeam.lake.TableName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Files of a folder that a query reads as one table, whose columns and types are inferred.
 *
 * <pre>{@code
 * RawFiles landing = RawFiles.parse("landing=./landing/*.csv");
 * LakeQuery.open(lake, "select * from files.landing", spill, List.of(landing), List.of());
 * }</pre>
 *
 * <p>CSV and TSV with separator, quotes, header and types as they are found, JSON lines or arrays,
 * Parquet; CSV and JSON also as {@code .gz}. Columns are matched by name, one that a file lacks is
 * null there.
 *
 * @param name the table, in the zone {@code files}
 * @param files its files, at least one, all of one format
 */
public record RawFiles(TableName name, List<Path> files) {
  private static final String ZONE = "files";

  /** The engine's readers, by how files' names end. */
  private static final Map<String, String> READERS = readers();

  public RawFiles {
    files = List.copyOf(files);
  }

  /**
   * Reads {@code NAME=PATTERN}: the files of a folder whose names are like the last part of the
   * pattern, which may have {@code *} and {@code ?}.
   *
   * @throws IllegalArgumentException if the name is none, no file is like the pattern, or the files
   *     are of several formats or one that is not known
   */
  public static RawFiles parse(String nameAndPattern) throws IOException {
    int equals = nameAndPattern.indexOf('=');
    if (equals < 1 || equals == nameAndPattern.length() - 1) {
      throw new IllegalArgumentException(
          "found '%s'; it is NAME=PATTERN, as in landing=./landing/*.csv"
              .formatted(nameAndPattern));
    }
    TableName name = TableName.of(ZONE, nameAndPattern.substring(0, equals));
    return new RawFiles(name, matching(nameAndPattern.substring(equals + 1)));
  }

  private static List<Path> matching(String pattern) throws IOException {
    int slash = pattern.lastIndexOf('/');
    Path folder =
        Path.of(slash < 0 ? "." : pattern.substring(0, slash + 1)).toAbsolutePath().normalize();
    Set<Path> found = new TreeSet<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, pattern.substring(slash + 1))) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          found.add(file);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new IllegalArgumentException("%s is no folder".formatted(folder), e);
    }
    List<String> formats =
        found.stream().map(RawFiles::reader).map(it -> it.orElse("?")).distinct().toList();
    if (formats.size() != 1 || formats.contains("?")) {
      throw new IllegalArgumentException(
          "%s: found %s; allowed: files of one format, whose names end with %s"
              .formatted(
                  pattern,
                  found.isEmpty() ? "no file" : names(found),
                  String.join(", ", READERS.keySet())));
    }
    if (found.stream().anyMatch(file -> file.toString().matches(".*[*?\\[].*"))) {
      throw new IllegalArgumentException(
          "%s: the engine takes *, ? and [ in a path for a pattern; found: %s"
              .formatted(pattern, names(found)));
    }
    return new ArrayList<>(found);
  }

  /** What makes the table. */
  String view() {
    return "CREATE VIEW %s.%s AS SELECT * FROM %s(%s, union_by_name = true)"
        .formatted(
            Quoted.name(ZONE),
            Quoted.name(name.table()),
            reader(files.get(0)).orElseThrow(),
            Quoted.list(files.stream().map(Path::toString).toList()));
  }

  private static Optional<String> reader(Path file) {
    String name = file.getFileName().toString();
    return READERS.entrySet().stream()
        .filter(reader -> name.endsWith(reader.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static String names(Set<Path> files) {
    return files.stream()
        .limit(5)
        .map(file -> file.getFileName().toString())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> readers() {
    Map<String, String> readers = new LinkedHashMap<>();
    for (String text : List.of(".csv", ".tsv")) {
      readers.put(text, "read_csv");
      readers.put(text + ".gz", "read_csv");
    }
    for (String json : List.of(".json", ".jsonl", ".ndjson")) {
      readers.put(json, "read_json");
      readers.put(json + ".gz", "read_json");
    }
    readers.put(".parquet", "read_parquet");
    return readers;
  }
}
