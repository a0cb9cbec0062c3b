package io.lakebeam.quickstart;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.lakebeam.definition.Nearest;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * <p>Input: UTF-8, a header line, comma-separated, RFC 4180 quotes; plain or, where the name ends
 * in {@code .gz}, gzip. Guarantee: a row is handed on only when it has exactly the header's columns
 * and each value suits its type; the first that does not is a {@link QuickstartException} with
 * file, line, column, what was found and what was expected.
 *
 * @param file the file
 * @param columns the columns that the header must have, in any order
 */
public record CheckedCsv(Path file, Map<String, ColumnType> columns) {

  /** What happens with a row that is right. */
  @FunctionalInterface
  public interface RowSink {
    /**
     * Takes the row with this number, counted from 0; values are in the order of {@link
     * CheckedCsv#header}.
     */
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
      if (number == 0) {
        throw refused(1, "the file has a header but no rows");
      }
      return number;
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw unreadable(e);
    }
  }

  private List<String> header(Iterator<CsvRecord> records) {
    if (!records.hasNext()) {
      throw refused(
          1, "the file is empty; expected a header with " + String.join(", ", columns.keySet()));
    }
    List<String> header = new ArrayList<>(records.next().getFields());
    header.set(0, header.get(0).replaceFirst("^\uFEFF", ""));
    List<String> unknown = new ArrayList<>(header);
    unknown.removeAll(columns.keySet());
    for (String column : columns.keySet()) {
      if (!header.contains(column)) {
        throw refused(
            1,
            "column '%s' is missing; found: %s%s"
                .formatted(column, String.join(", ", header), Nearest.to(column, unknown)));
      }
    }
    if (!unknown.isEmpty()) {
      throw refused(
          1,
          "column '%s' is not known; allowed: %s"
              .formatted(unknown.get(0), String.join(", ", columns.keySet())));
    }
    if (header.size() > columns.size()) {
      throw refused(1, "a column is there twice: " + String.join(", ", header));
    }
    return header;
  }

  private List<String> checked(CsvRecord row, List<String> header, List<ColumnType> types) {
    List<String> values = row.getFields();
    long line = row.getStartingLineNumber();
    if (values.size() != header.size()) {
      throw refused(line, "found %d values, expected %d".formatted(values.size(), header.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      if (!types.get(i).accepts(values.get(i))) {
        throw refused(
            line,
            "column '%s': found '%s', expected %s"
                .formatted(header.get(i), shown(values.get(i)), types.get(i).sqlName()));
      }
    }
    return values;
  }

  private static String shown(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "...";
  }

  private QuickstartException refused(long line, String message) {
    return new QuickstartException(file + " line " + line + ": " + message);
  }

  private CsvReader<CsvRecord> open() throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      InputStream plain =
          file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
      // A decoder made by hand reports what is not UTF-8; the reader's own would replace it in
      // silence.
      Reader text = new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder());
      return CsvReader.builder()
          .skipEmptyLines(false)
          .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
          .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
          .ofCsvRecord(text);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private QuickstartException unreadable(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null
        && !(cause instanceof IOException && !(cause instanceof EOFException))) {
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
