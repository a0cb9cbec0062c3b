package io.lakebeam.infer;

import io.lakebeam.file.ColumnGuess;
import io.lakebeam.file.FileException;
import io.lakebeam.file.FileFormat;
import io.lakebeam.file.FileLayout;
import io.lakebeam.file.FileNature;
import io.lakebeam.file.FileSample;
import io.lakebeam.file.GuessedLayout;
import io.lakebeam.file.StoredFile;
import io.lakebeam.file.StoredFiles;
import io.lakebeam.lake.FileAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a project file could say of files: how they are written, their columns with types, a key.
 *
 * <pre>{@code
 * Inferred inferred = Inference.of("./landing", FileAccess.local(), 100_000);
 * }</pre>
 *
 * <p>Types are those that an ingest's own readers read all values as that were seen, so that no
 * record that was looked at is a dead letter for its types. Of each file the first records are
 * looked at; memory does not grow with the files, nor is any value kept.
 */
public final class Inference {
  private static final int MOST_FILES = 100;
  private static final int LEAST_RECORDS = 100;
  private static final int MOST_NOTES = 20;

  /** What keys are called. */
  private static final Pattern LIKELY =
      Pattern.compile("id|.*_id|id_.*|key|code|.*_code|number|.*_nr|.*_no");

  private final FileAccess access;
  private final String pattern;
  private final List<StoredFile> files;
  private final long records;
  private final Map<String, FileNature> natures = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private Inference(FileAccess access, String pattern, List<StoredFile> files, long records) {
    this.access = access;
    this.pattern = pattern;
    this.files = files;
    this.records = records;
  }

  /**
   * Looks at files.
   *
   * @param path a file, a folder, or a pattern as a source of files has it; absolute, or on S3
   * @param records how many to look at, in all files
   * @throws InferenceException if there are no files, or they are not of one format
   */
  public static Inferred of(String path, FileAccess access, long records) throws IOException {
    String pattern = path;
    List<StoredFile> files = List.of();
    if (!path.matches(".*[*?].*")) {
      files = StoredFiles.at(path, access).map(List::of).orElse(List.of());
      pattern = files.isEmpty() ? path.replaceAll("/+$", "") + "/*" : path;
    }
    files = files.isEmpty() ? StoredFiles.like(pattern, access).list() : files;
    files = files.stream().filter(file -> file.size() > 0).toList();
    if (files.isEmpty()) {
      throw new InferenceException(
          "%s: no file with anything in it; give a file, a folder of files, or a pattern such as './landing/*.csv'"
              .formatted(path));
    }
    if (!path.matches(".*[*?].*") && pattern.endsWith("/*")) {
      pattern += ending(files);
    }
    return new Inference(access, pattern, files, records).infer();
  }

  /** What all names end with, so that what else comes to the folder is no file of the source. */
  private static String ending(List<StoredFile> files) {
    Set<String> endings = new TreeSet<>();
    for (StoredFile file : files) {
      int dot = file.name().indexOf('.');
      endings.add(dot < 0 ? "" : file.name().substring(dot));
    }
    String shortest = endings.iterator().next();
    if (shortest.isEmpty() || !endings.stream().allMatch(one -> one.startsWith(shortest))) {
      return "";
    }
    return endings.size() == 1 ? shortest : shortest + "*";
  }

  private Inferred infer() throws IOException {
    List<StoredFile> chosen = chosen();
    for (StoredFile file : chosen) {
      try {
        natures.put(file.path(), FileNature.of(file, access));
      } catch (FileException e) {
        notes.add("%s cannot be taken: %s".formatted(file.name(), e.getMessage()));
      }
    }
    FileFormat format = format();
    FileLayout layout = layout(format);
    Sampled sampled = sample(chosen, layout);
    for (String encoding : List.of("windows-1252", "ISO-8859-1")) {
      if (sampled.isUndecodable() && format == FileFormat.CSV) {
        layout = layout.withEncoding(encoding);
        sampled = sample(chosen, layout);
      }
    }
    notes.addAll(sampled.notes());
    if (chosen.size() < files.size()) {
      notes.add("%,d of %,d files were looked at".formatted(chosen.size(), files.size()));
    }
    return inferred(sampled, layout);
  }

  /** At most so many, from all over the listing. */
  private List<StoredFile> chosen() {
    List<StoredFile> chosen = new ArrayList<>();
    int most = Math.min(MOST_FILES, files.size());
    for (int i = 0; i < most; i++) {
      chosen.add(files.get((int) ((long) i * files.size() / most)));
    }
    return chosen;
  }

  private FileFormat format() {
    Map<FileFormat, String> found = new LinkedHashMap<>();
    natures.forEach(
        (path, nature) ->
            found.putIfAbsent(nature.format(), path.substring(path.lastIndexOf('/') + 1)));
    if (found.isEmpty()) {
      throw new InferenceException("%s: no file can be read: %s".formatted(pattern, notes));
    }
    if (found.size() > 1) {
      List<String> told = new ArrayList<>();
      found.forEach((format, name) -> told.add("%s (%s)".formatted(name, format.key())));
      throw new InferenceException(
          "%s: files of %d formats, %s; a source has one: give a pattern such as '*.csv'"
              .formatted(pattern, found.size(), String.join(", ", told)));
    }
    return found.keySet().iterator().next();
  }

  private FileLayout layout(FileFormat format) throws IOException {
    FileLayout layout = FileLayout.of(format);
    if (format != FileFormat.CSV) {
      return layout;
    }
    Map<String, String> encodings = new LinkedHashMap<>();
    natures.forEach(
        (path, nature) ->
            encodings.putIfAbsent(nature.encoding(), path.substring(path.lastIndexOf('/') + 1)));
    String encoding =
        encodings.keySet().stream().filter(one -> !one.equals("UTF-8")).findFirst().orElse("UTF-8");
    if (encodings.size() > 1) {
      notes.add(
          "files look as if they were of several encodings, %s; a source has one: letters beyond ASCII of the others are wrong"
              .formatted(encodings));
    }
    String begin =
        natures.values().stream()
            .map(FileNature::begin)
            .max(Comparator.comparingInt(String::length))
            .orElseThrow();
    return Dialect.of(begin, layout.withEncoding(encoding));
  }

  private Sampled sample(List<StoredFile> chosen, FileLayout layout) throws IOException {
    Sampled sampled = new Sampled(layout.format() == FileFormat.CSV);
    long each = Math.max(LEAST_RECORDS, records / chosen.size());
    for (StoredFile file : chosen) {
      if (!natures.containsKey(file.path())) {
        continue;
      }
      sampled.begin(file.name());
      try {
        FileSample.of(file, access, layout).read(each, sampled);
      } catch (FileException e) {
        sampled.refused(e.getMessage());
      }
    }
    if (sampled.columns().isEmpty()) {
      throw new InferenceException(
          "%s: no column was found; %s".formatted(pattern, String.join("; ", sampled.notes())));
    }
    return sampled;
  }

  private Inferred inferred(Sampled sampled, FileLayout known) {
    Map<String, ColumnGuess> guesses = sampled.columns();
    FileLayout layout = GuessedLayout.of(guesses.values(), known);
    if (sampled.lacksColumns() && known.format() != FileFormat.JSON) {
      layout = layout.withMissing(FileLayout.Missing.ALLOW);
    }
    FileLayout last = layout;
    ColumnNames names = new ColumnNames();
    Map<String, InferredColumn> columns = new LinkedHashMap<>();
    guesses.forEach(
        (title, guess) -> {
          String type = guess.type(last);
          String name = names.of(title);
          columns.put(
              title,
              new InferredColumn(
                  name,
                  title,
                  type,
                  guess.nulls(),
                  guess.note(last).map(note -> type.equals("string") ? "a text: " + note : note),
                  sampled.people(title).mask(name, type)));
        });
    return new Inferred(
        pattern,
        last,
        List.copyOf(columns.values()),
        key(sampled, columns),
        sampled.records(),
        files.size(),
        notes.stream().limit(MOST_NOTES).toList());
  }

  private static Inferred.Key key(Sampled sampled, Map<String, InferredColumn> columns) {
    KeySearch keys = sampled.keys();
    Predicate<String> isOfKeys =
        title -> columns.containsKey(title) && isOfKeys(columns.get(title));
    Predicate<String> isLikely = title -> LIKELY.matcher(columns.get(title).name()).matches();
    Optional<List<String>> found = keys.key(isOfKeys, isLikely);
    List<String> titles =
        found
            .or(() -> keys.full(isOfKeys.and(isLikely)).stream().findFirst().map(List::of))
            .orElseGet(() -> keys.full(isOfKeys));
    if (titles.isEmpty()) {
      titles = List.of(columns.keySet().iterator().next());
    }
    return new Inferred.Key(
        titles.stream().map(title -> columns.get(title).name()).toList(), found.isPresent());
  }

  private static boolean isOfKeys(InferredColumn column) {
    return List.of("int", "bigint", "string", "date").contains(column.type());
  }
}
