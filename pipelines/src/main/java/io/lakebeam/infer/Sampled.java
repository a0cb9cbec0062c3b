package io.lakebeam.infer;

import io.lakebeam.file.ColumnGuess;
import io.lakebeam.file.FileSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What records that were looked at have, column by column. Titles are told apart without case. */
final class Sampled implements FileSample.Sink {
  private static final int MOST_NOTES = 20;

  private final boolean hasNullSpellings;
  private final Map<String, ColumnGuess> columns = new LinkedHashMap<>();
  private final Map<String, String> titles = new HashMap<>();
  private final Map<String, PersonalData> people = new HashMap<>();
  private final Set<String> nested = new HashSet<>();
  private final KeySearch keys = new KeySearch();
  private final List<String> notes = new ArrayList<>();

  private final Map<String, @Nullable String> record = new LinkedHashMap<>();
  private final Map<String, Boolean> texts = new HashMap<>();
  private final Set<String> ofFile = new HashSet<>();
  private String file = "";
  private long records;
  private int files;
  private boolean isUndecodable;
  private boolean lacksColumns;
  private boolean hasLines = true;

  Sampled(boolean hasNullSpellings) {
    this.hasNullSpellings = hasNullSpellings;
  }

  /** The next values are of a file. */
  void begin(String name) {
    endFile();
    file = name;
    files++;
  }

  private void endFile() {
    boolean isTold = !ofFile.isEmpty();
    lacksColumns |= isTold && !ofFile.containsAll(columns.keySet());
    ofFile.clear();
  }

  void refused(String reason) {
    note("%s cannot be taken: %s".formatted(file, reason));
    ofFile.clear();
  }

  private void note(String note) {
    if (notes.size() < MOST_NOTES) {
      notes.add(note);
    }
  }

  private String known(String title) {
    return titles.computeIfAbsent(title.toLowerCase(Locale.ROOT), lower -> title);
  }

  @Override
  public void column(String title, @Nullable String type) {
    String name = known(title);
    if (title.isBlank()) {
      leaveOut(name, "a column has no title: it is in bronze alone");
    } else if (type != null && type.isEmpty()) {
      leaveOut(
          name,
          "column '%s' has objects, lists or bytes: no column takes them, they are in bronze alone"
              .formatted(name));
    }
    if (!nested.contains(name)) {
      declare(name, type);
    }
  }

  private void leaveOut(String name, String why) {
    if (nested.add(name)) {
      note(why);
    }
    columns.remove(name);
    record.remove(name);
  }

  private void declare(String name, @Nullable String type) {
    isUndecodable |= name.indexOf('\uFFFD') >= 0;
    if (files > 1 && !columns.containsKey(name)) {
      lacksColumns = true;
    }
    if (!ofFile.add(name)) {
      note("%s has the column '%s' twice, and is refused".formatted(file, name));
    }
    hasLines = type == null;
    columns.computeIfAbsent(
        name, it -> type == null ? ColumnGuess.open() : ColumnGuess.ofType(type));
  }

  @Override
  public void value(String title, @Nullable String text, boolean isText) {
    String name = known(title);
    if (!nested.contains(name)) {
      record.put(name, text);
      texts.put(name, isText);
    }
  }

  @Override
  public void end(long number) {
    String place = "%s %s %d".formatted(file, hasLines ? "line" : "row", number);
    record.forEach(
        (name, text) -> {
          columns
              .computeIfAbsent(name, it -> ColumnGuess.open())
              .see(text, texts.getOrDefault(name, false), hasNullSpellings, place);
          if (text != null) {
            isUndecodable |= text.indexOf('\uFFFD') >= 0;
            people.computeIfAbsent(name, it -> new PersonalData()).see(text);
          }
        });
    record.replaceAll((name, text) -> isNothing(text) ? null : text);
    keys.see(record);
    record.clear();
    texts.clear();
    records++;
  }

  private boolean isNothing(@Nullable String text) {
    return text == null || text.isEmpty() || (hasNullSpellings && ColumnGuess.mayBeNull(text));
  }

  @Override
  public void broken(long number, String reason) {
    note("%s line %d is no record: %s".formatted(file, number, reason));
  }

  Map<String, ColumnGuess> columns() {
    endFile();
    return columns;
  }

  PersonalData people(String title) {
    return people.getOrDefault(title, new PersonalData());
  }

  KeySearch keys() {
    return keys;
  }

  List<String> notes() {
    return notes;
  }

  long records() {
    return records;
  }

  /** Whether bytes were no text in the encoding that was tried. */
  boolean isUndecodable() {
    return isUndecodable;
  }

  /** Whether a file lacks a column that another has. */
  boolean lacksColumns() {
    return lacksColumns;
  }
}
