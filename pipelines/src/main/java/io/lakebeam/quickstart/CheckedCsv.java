package io.lakebeam.quickstart;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A CSV file whose header and values are held against the types that a database will store them as.
 *
 * <pre>{@code
 * CheckedCsv csv = new CheckedCsv(file, Map.of("age", ColumnType.NUMERIC));
 * long rows = csv.forEachRow(Long.MAX_VALUE, (number, values) -> ...);
 * }</pre>
 *
 * <p>Input: UTF-8, a header line, comma-separated, RFC 4180 quotes; plain or, where the name ends in {@code .gz}, gzip.
 * Guarantee: a row is handed on only when it has exactly the header's columns and each value suits its type; the first
 * that does not is a {@link QuickstartException} with file, line, column, what was found and what was expected.
 *
 * @param file the file
 * @param columns the columns that the header must have, in any order
 */
public record CheckedCsv(Path file, Map<String, ColumnType> columns) {

  /** What happens with a row that is right. */
  @FunctionalInterface
  public interface RowSink {
    /** Takes the row with this number, counted from 0; values are in the order of {@link CheckedCsv#header}. */
    void accept(long number, List<String> values) throws IOException;
  }

  /** The names of the file's columns, in its order. */
  public List<String> header() {
    try (CsvReader<CsvRecord> reader = open()) {
      return header(reader.iterator());
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw unreadable(e);
    }
  }

  /** Hands on the first rows of the file and returns how many there were. */
  public long forEachRow(long limit, RowSink sink) {
    try (CsvReader<CsvRecord> reader = open()) {
      Iterator<CsvRecord> records = reader.iterator();
      List<String> header = header(records);
      List<ColumnType> types = header.stream().map(columns::get).toList();
      long number = 0;
      while (number < limit && records.hasNext()) {
        sink.accept(number++, checked(records.next(), header, types));
      }
      check(number > 0, 1, "the file has a header but no rows");
      return number;
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw unreadable(e);
    }
  }

  private List<String> header(Iterator<CsvRecord> records) {
    check(records.hasNext(), 1, "the file is empty; expected a header with " + String.join(", ", columns.keySet()));
    List<String> header = new ArrayList<>(records.next().getFields());
    header.set(0, header.get(0).replaceFirst("^\uFEFF", ""));
    for (String column : columns.keySet()) {
      check(
          header.contains(column),
          1,
          "column '%s' is missing; found: %s%s",
          column,
          String.join(", ", header),
          NearestName.hint(column, withoutKnown(header)));
    }
    Set<String> seen = new HashSet<>();
    for (String column : header) {
      check(columns.containsKey(column), 1, "column '%s' is not known; allowed: %s", column, columns.keySet());
      check(seen.add(column), 1, "column '%s' is there twice", column);
    }
    return header;
  }

  private Collection<String> withoutKnown(List<String> header) {
    List<String> unknown = new ArrayList<>(header);
    unknown.removeAll(columns.keySet());
    return unknown;
  }

  private List<String> checked(CsvRecord row, List<String> header, List<ColumnType> types) {
    List<String> values = row.getFields();
    long line = row.getStartingLineNumber();
    check(values.size() == header.size(), line, "found %s values, expected %s", values.size(), header.size());
    for (int i = 0; i < values.size(); i++) {
      check(
          types.get(i).accepts(values.get(i)),
          line,
          "column '%s': found '%s', expected %s",
          header.get(i),
          shown(values.get(i)),
          types.get(i).sqlName());
    }
    return values;
  }

  private static String shown(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "...";
  }

  private void check(boolean holds, long line, String message, Object... arguments) {
    if (!holds) {
      throw new QuickstartException(file + " line " + line + ": " + String.format(message, arguments));
    }
  }

  private CsvReader<CsvRecord> open() throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
      // A decoder made by hand reports what is not UTF-8; the reader's own would replace it in silence.
      Reader text = new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder());
      return CsvReader.builder()
          .skipEmptyLines(false)
          .allowExtraFields(true)
          .allowMissingFields(true)
          .ofCsvRecord(text);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private QuickstartException unreadable(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof IOException && !(cause instanceof EOFException))) {
      cause = cause.getCause();
    }
    String reason =
        cause instanceof CharacterCodingException
            ? "it is not UTF-8 text"
            : cause instanceof EOFException || cause instanceof ZipException
                ? "its gzip data is damaged or ends too early"
                : Objects.toString(cause.getMessage(), cause.toString());
    return new QuickstartException(file + " cannot be read: " + reason, e);
  }
}
