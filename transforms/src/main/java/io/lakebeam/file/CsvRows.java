package io.lakebeam.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayOutputStream;
import java.io.CharArrayReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The records of a CSV file's blocks. */
final class CsvRows {
  private final FileLayout layout;
  private final Charset charset;

  /** As {@code new String} has it: what is no character becomes {@link FileLayout#NO_CHARACTER}. */
  private final CharsetDecoder decoder;

  /** One for all blocks. */
  private CharBuffer text = CharBuffer.allocate(0);

  private final SerializedString[] names;
  private final int[] places;

  /** The table's columns by their places; -1 where it has none. */
  private final int[] columnsAt;

  private final BitSet texts = new BitSet();
  private final Set<String> nulls;
  private final int longestNull;

  /** One for all records: it writes UTF-8 as it goes, and making one takes as long as a record. */
  private final JsonGenerator json;

  private final ByteArrayOutputStream jsonBytes = new ByteArrayOutputStream(1 << 10);

  /**
   * Records of a file with these titles.
   *
   * @param columns the table's
   */
  CsvRows(FileLayout layout, Charset charset, List<String> titles, List<FileColumn> columns) {
    this.layout = layout;
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    this.nulls = Set.copyOf(layout.nulls());
    this.places = Titles.places(titles, columns);
    this.longestNull = nulls.stream().mapToInt(String::length).max().orElse(-1);
    this.names = titles.stream().map(SerializedString::new).toArray(SerializedString[]::new);
    this.columnsAt = Titles.columnsAt(titles, columns);
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0 && columns.get(i).type().equals("string")) {
        texts.set(places[i]);
      }
    }
    try {
      json = new JsonFactory().createGenerator(jsonBytes).setRootValueSeparator(null);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("what is in memory can be read and written", e);
  }

  private boolean isNull(String text) {
    return text.length() <= longestNull && nulls.contains(text);
  }

  /** Hands on the records of a block. */
  void read(TextBlock block, FileRows out) {
    if (block.isOpen()) {
      out.broken(block.line(), "a quote is opened in this line and never closed", block.raw());
      return;
    }
    long last = block.line() - 1;
    Fields fields = new Fields(block);
    text = block.text(decoder, text);
    try (CsvReader<Row> rows =
        builder(layout).build(fields, new CharArrayReader(text.array(), 0, text.limit()))) {
      for (Row row : rows) {
        take(row, out);
        last = row.number();
      }
    } catch (CsvParseException e) {
      // It cannot go on after a record that it refuses; record by record it need not.
      block.recordsAfter(last).forEach((line, raw) -> single(block, line, raw, out));
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private void single(TextBlock block, long line, byte[] raw, FileRows out) {
    Fields fields = new Fields(block);
    try (CsvReader<Row> rows = builder(layout).build(fields, new String(raw, charset))) {
      for (Row row : rows) {
        take(row.at(line), out);
      }
    } catch (CsvParseException e) {
      out.broken(line, "a closing quote must be followed by a separator or the line's end", raw);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** A reader's settings, the same for a header and for rows. */
  static CsvReader.CsvReaderBuilder builder(FileLayout layout) {
    return CsvReader.builder()
        .fieldSeparator(layout.separator())
        .quoteCharacter(layout.quote())
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(RecordCutter.LARGEST);
  }

  private void take(Row row, FileRows out) {
    int noText = row.size == names.length ? row.noText() : -1;
    if (noText >= 0) {
      out.broken(
          row.number(),
          "column '%s': %s".formatted(names[noText].getValue(), layout.noText()),
          row.raw());
    } else if (row.size == names.length) {
      out.row(row);
    } else {
      out.broken(
          row.number(),
          "found %d fields; expected %d, one for each column".formatted(row.size, names.length),
          row.raw());
    }
  }

  /** Gathers the fields of a record. */
  private final class Fields extends AbstractBaseCsvCallbackHandler<Row> {
    private final TextBlock block;
    private String[] fields = new String[names.length];
    private @Nullable BitSet quotedTexts;

    private Fields(TextBlock block) {
      this.block = block;
    }

    @Override
    protected void handleField(int place, char[] text, int offset, int length, boolean quoted) {
      if (place >= names.length) {
        return;
      }
      fields[place] = length == 0 ? "" : new String(text, offset, length);
      // Of others it does not matter: they are no null.
      if (quoted && length <= longestNull && texts.get(place)) {
        quotedTexts = quotedTexts == null ? new BitSet() : quotedTexts;
        quotedTexts.set(place);
      }
    }

    @Override
    protected Row buildRecord() {
      Row row =
          new Row(
              block,
              block.line() + getStartingLineNumber() - 1,
              fields,
              getFieldCount(),
              quotedTexts);
      fields = new String[names.length];
      quotedTexts = null;
      return row;
    }
  }

  private final class Row implements FileRow {
    private final TextBlock block;
    private final long number;
    private final String[] fields;
    private final int size;
    private final @Nullable BitSet quotedTexts;

    private Row(
        TextBlock block, long number, String[] fields, int size, @Nullable BitSet quotedTexts) {
      this.block = block;
      this.number = number;
      this.fields = fields;
      this.size = size;
      this.quotedTexts = quotedTexts;
    }

    private Row at(long line) {
      return new Row(block, line, fields, size, quotedTexts);
    }

    @Override
    public long number() {
      return number;
    }

    /**
     * Where a text is that the table does not take, and that has bytes of no character; -1 where
     * there is none. Of others the table's reader says so.
     */
    private int noText() {
      for (int i = 0; i < size; i++) {
        if (columnsAt[i] < 0 && fields[i].indexOf(FileLayout.NO_CHARACTER) >= 0) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public @Nullable String text(int column) {
      int place = places[column];
      if (place < 0) {
        return null;
      }
      boolean isText = quotedTexts != null && quotedTexts.get(place);
      return !isText && isNull(fields[place]) ? null : fields[place];
    }

    @Override
    public byte[] json(MaskedTexts masked) {
      jsonBytes.reset();
      try {
        json.writeStartObject();
        for (int i = 0; i < fields.length; i++) {
          json.writeFieldName(names[i]);
          // Of null it writes null.
          json.writeString(masked.has(columnsAt[i]) ? masked.text(columnsAt[i]) : fields[i]);
        }
        writeQuotedNulls(masked);
        json.writeEndObject();
        json.flush();
      } catch (IOException e) {
        throw inMemory(e);
      }
      return jsonBytes.toByteArray();
    }

    /** Which texts are none of the nulls that they are spelled as: a JSON text has no quotes. */
    private void writeQuotedNulls(MaskedTexts masked) throws IOException {
      if (quotedTexts == null) {
        return;
      }
      boolean isFirst = true;
      for (int i = quotedTexts.nextSetBit(0); i >= 0; i = quotedTexts.nextSetBit(i + 1)) {
        if (isNull(fields[i]) && !masked.has(columnsAt[i])) {
          if (isFirst) {
            json.writeArrayFieldStart("");
            isFirst = false;
          }
          json.writeString(names[i]);
        }
      }
      if (!isFirst) {
        json.writeEndArray();
      }
    }

    @Override
    public byte[] raw() {
      return block.raw(number);
    }
  }
}
