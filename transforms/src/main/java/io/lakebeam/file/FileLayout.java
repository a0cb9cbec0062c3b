package io.lakebeam.file;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How files are written.
 *
 * <pre>{@code
 * FileLayout excel = FileLayout.of(FileFormat.CSV).withSeparators(';', '"').withDecimal(',');
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

  /** What bytes that are no character were read as. */
  static final char NO_CHARACTER = '\uFFFD';

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

  /** What is found, and the way out, where {@link #NO_CHARACTER} is. */
  String noText() {
    return "found bytes that are no text in %s; if the file is written in another encoding, say which by 'encoding'"
        .formatted(encoding);
  }

  /** The same with numbers, dates and times as they are written most. */
  FileLayout plain() {
    return withDecimal('.').withTimes(null, null);
  }

  /** The same, its fields parted and quoted by these. */
  public FileLayout withSeparators(char newSeparator, char newQuote) {
    return with(
        copy -> {
          copy.separator = newSeparator;
          copy.quote = newQuote;
        });
  }

  /** The same in an encoding. */
  public FileLayout withEncoding(String newEncoding) {
    return with(copy -> copy.encoding = newEncoding);
  }

  /** The same, with a header or none. */
  public FileLayout withHeader(Header newHeader) {
    return with(copy -> copy.header = newHeader);
  }

  /** The same, these texts being null. */
  public FileLayout withNulls(List<String> newNulls) {
    return with(copy -> copy.nulls = newNulls);
  }

  /** The same with a decimal sign. */
  public FileLayout withDecimal(char newDecimal) {
    return with(copy -> copy.decimal = newDecimal);
  }

  /** The same with patterns of dates and timestamps; null: ISO 8601. */
  public FileLayout withTimes(@Nullable String newDates, @Nullable String newTimestamps) {
    return with(
        copy -> {
          copy.dates = newDates;
          copy.timestamps = newTimestamps;
        });
  }

  /** The same, columns that a file lacks being treated so. */
  public FileLayout withMissing(Missing newMissing) {
    return with(copy -> copy.missing = newMissing);
  }

  private FileLayout with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.layout();
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
    return of(FileFormat.JSON).with(copy -> copy.zone = zone);
  }

  /** A layout while something of it is changed. */
  private static final class Copy {
    private final FileLayout of;
    private char separator;
    private char quote;
    private String encoding;
    private Header header;
    private List<String> nulls;
    private char decimal;
    private @Nullable String dates;
    private @Nullable String timestamps;
    private @Nullable String zone;
    private Missing missing;

    private Copy(FileLayout of) {
      this.of = of;
      this.separator = of.separator;
      this.quote = of.quote;
      this.encoding = of.encoding;
      this.header = of.header;
      this.nulls = of.nulls;
      this.decimal = of.decimal;
      this.dates = of.dates;
      this.timestamps = of.timestamps;
      this.zone = of.zone;
      this.missing = of.missing;
    }

    private FileLayout layout() {
      return new FileLayout(
          of.format,
          separator,
          quote,
          encoding,
          header,
          nulls,
          decimal,
          dates,
          timestamps,
          zone,
          missing,
          of.extra);
    }
  }
}
