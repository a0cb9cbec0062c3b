package io.lakebeam.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** What the first record of a CSV file says of its columns. */
final class CsvHeader {
  private CsvHeader() {}

  /**
   * The titles in a record.
   *
   * @throws FileException if the table cannot be made of columns with these
   */
  static List<String> titles(
      String record, FileLayout layout, List<FileColumn> columns, Set<String> key) {
    List<String> titles = fields(record, layout).stream().map(String::strip).toList();
    if (record.indexOf(FileLayout.NO_CHARACTER) >= 0) {
      throw FileException.refused("line 1: " + layout.noText());
    }
    Titles.require("line 1", titles, layout, columns, key);
    return titles;
  }

  /** The fields of a record. */
  static List<String> fields(String record, FileLayout layout) {
    try (CsvReader<CsvRecord> reader = CsvRows.builder(layout).ofCsvRecord(record)) {
      for (CsvRecord first : reader) {
        return first.getFields();
      }
    } catch (CsvParseException e) {
      throw FileException.damaged("line 1: the header cannot be read as CSV", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can be closed", e);
    }
    throw FileException.refused("line 1: no header; the file is empty");
  }
}
