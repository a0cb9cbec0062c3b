package io.lakebeam.file;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How files are written.
 *
 * <pre>{@code
 * FileLayout excel = FileLayout.of(FileFormat.CSV).withSeparator(';').withDecimal(',');
 * }</pre>
 *
 * @param format what they are
 * @param separator between two fields of a CSV file
 * @param quote around fields that hold separators, quotes or newlines; a quote in it is doubled
 * @param encoding of their text, where no byte order mark says otherwise
 * @param header whether a CSV file's first record names its columns; else they are in the table's
 *     order
 * @param nulls texts that stand for null in CSV; quoted in a text column they are themselves
 * @param decimal before the decimal places
 * @param dates a pattern of {@link java.time.format.DateTimeFormatter}; null: ISO 8601
 * @param timestamps the same of timestamps
 * @param zone of times that are written without one, in columns that have one; null: they are
 *     refused
 * @param missing what becomes of columns of the table that a file lacks
 * @param extra what becomes of columns of a file that the table lacks
 */
public record FileLayout(
    FileFormat format,
    char separator,
    char quote,
    String encoding,
    Header header,
    List<String> nulls,
    char decimal,
    @Nullable String dates,
    @Nullable String timestamps,
    @Nullable String zone,
    Missing missing,
    Extra extra)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which record names the columns. */
  public enum Header {
    /** The first. */
    FIRST,
    /** There is none: the columns are in the table's order. */
    NONE;

    /** The name in the project file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of columns that a file lacks. */
  public enum Missing {
    /** The file is refused; of JSON, the row. */
    REFUSE,
    /** They are null, unless the key needs them. */
    ALLOW;

    /** The name in the project file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of columns that the table lacks. */
  public enum Extra {
    /** They are in bronze alone. */
    BRONZE,
    /** The file is refused; of JSON, the row. */
    REFUSE;

    /** The name in the project file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FileLayout {
    nulls = List.copyOf(nulls);
  }

  /** The same with numbers, dates and times as they are written most. */
  FileLayout plain() {
    return new FileLayout(
        format, separator, quote, encoding, header, nulls, '.', null, null, zone, missing, extra);
  }

  /** Files as they are written most: commas, double quotes, a header, UTF-8, ISO 8601. */
  public static FileLayout of(FileFormat format) {
    return new FileLayout(
        format,
        ',',
        '"',
        "UTF-8",
        Header.FIRST,
        List.of(""),
        '.',
        null,
        null,
        null,
        format == FileFormat.JSON ? Missing.ALLOW : Missing.REFUSE,
        Extra.BRONZE);
  }

  /**
   * Records that are no file's: JSON objects, values in their plain forms.
   *
   * @param zone of times that are written without one; null: they are refused
   */
  public static FileLayout ofRecords(@Nullable String zone) {
    FileLayout json = of(FileFormat.JSON);
    return new FileLayout(
        json.format,
        json.separator,
        json.quote,
        json.encoding,
        json.header,
        json.nulls,
        json.decimal,
        null,
        null,
        zone,
        json.missing,
        json.extra);
  }
}
