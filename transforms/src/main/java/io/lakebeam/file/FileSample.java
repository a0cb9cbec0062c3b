package io.lakebeam.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lakebeam.lake.FileAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.paimon.fs.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The first records of a file, value by value, whatever it calls its columns.
 *
 * <pre>{@code
 * FileSample.of(file, access, layout).read(10_000, sink);
 * }</pre>
 *
 * <p>Memory does not grow with the file, nor with how many records are wanted.
 *
 * @param file the file
 * @param access how it is reached
 * @param layout how it is written; of CSV its separator, quote, encoding and header
 */
public record FileSample(StoredFile file, FileAccess access, FileLayout layout) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Takes what is in records, one after the other. */
  public interface Sink {
    /** A column that there is, before any value; of what has no type of its own, null. */
    void column(String title, @Nullable String type);

    /**
     * A value of the record that ends next.
     *
     * @param text null where there is none
     * @param isText whether the file says that it is a text
     */
    void value(String title, @Nullable String text, boolean isText);

    /**
     * A record's end.
     *
     * @param number its line, or number
     */
    void end(long number);

    /** One that is none, and why. */
    void broken(long number, String reason);
  }

  /** A sample of a file. */
  public static FileSample of(StoredFile file, FileAccess access, FileLayout layout) {
    return new FileSample(file, access, layout);
  }

  /**
   * Hands on its first records.
   *
   * @param most so many, and some more
   * @throws FileException if it cannot be taken as it is
   * @throws IOException if it cannot be read
   */
  public void read(long most, Sink sink) throws IOException {
    if (!layout.format().isText()) {
      readTyped(most, sink);
      return;
    }
    try (InputStream stored = access.io(file.path()).newInputStream(new Path(file.path()))) {
      FileBytes bytes = FileBytes.of(stored, file, layout);
      RecordCutter cutter =
          RecordReader.cutter(bytes, layout, bytes.markLength(), 1, Long.MAX_VALUE);
      Counted rows = new Counted(sink);
      CsvRows csv = null;
      for (TextBlock block = cutter.next(); block != null; block = cutter.next()) {
        if (layout.format() == FileFormat.JSON) {
          new JsonRows(layout, List.of()).read(block, rows.of(List.of()));
        } else {
          if (csv == null) {
            List<String> titles = titles(block, bytes);
            titles.forEach(title -> sink.column(title, null));
            rows.of(titles);
            csv = new CsvRows(layout.withNulls(List.of()), bytes.charset(), titles, texts(titles));
          }
          csv.read(block, rows);
        }
        if (rows.count >= most) {
          return;
        }
      }
    }
  }

  private static List<FileColumn> texts(List<String> titles) {
    return titles.stream().map(title -> new FileColumn(title, title, "string")).toList();
  }

  private List<String> titles(TextBlock block, FileBytes bytes) {
    if (block.isOpen() || block.records().isEmpty()) {
      throw FileException.refused("line 1: no record can be read");
    }
    String first = new String(block.records().firstEntry().getValue(), bytes.charset());
    List<String> fields = CsvHeader.fields(first, layout).stream().map(String::strip).toList();
    if (layout.header() == FileLayout.Header.FIRST) {
      return fields;
    }
    return IntStream.rangeClosed(1, fields.size()).mapToObj(place -> "column_" + place).toList();
  }

  private void readTyped(long most, Sink sink) throws IOException {
    TypedFiles files = TypedFiles.of(layout.format());
    SeekableFile seekable = new SeekableFile(file, access);
    try {
      Schema schema = files.schema(seekable);
      List<String> titles = TypedRows.require(schema, layout, List.of(), Set.of());
      schema
          .getFields()
          .forEach(field -> sink.column(field.name(), TypedValue.columnType(field.schema())));
      TypedRows rows = TypedRows.of(schema, texts(titles));
      long from = files.parts(file, seekable, Long.MAX_VALUE).get(0).from();
      FilePart whole = new FilePart(file, "", titles, from, file.size(), 1);
      files.read(
          whole,
          seekable,
          (number, record) -> {
            FileRow row = rows.row(number, record);
            for (int i = 0; i < titles.size(); i++) {
              sink.value(titles.get(i), row.text(i), false);
            }
            sink.end(number);
            if (number >= most) {
              throw new EnoughException();
            }
          });
    } catch (EnoughException e) {
      // So many were wanted.
    } catch (FileException e) {
      throw e;
    } catch (RuntimeException e) {
      throw FileException.damaged("it is damaged: its records cannot be decoded", e);
    }
  }

  /** Ends the reading. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super(null, null, false, false);
    }
  }

  /** Hands on values of records of text. */
  private final class Counted implements FileRows {
    private final Sink sink;
    private List<String> titles = List.of();
    private long count;

    Counted(Sink sink) {
      this.sink = sink;
    }

    Counted of(List<String> its) {
      titles = its;
      return this;
    }

    @Override
    public void row(FileRow row) {
      if (layout.format() == FileFormat.JSON) {
        json(row);
      } else if (count > 0 || layout.header() == FileLayout.Header.NONE) {
        for (int i = 0; i < titles.size(); i++) {
          sink.value(titles.get(i), row.text(i), false);
        }
        sink.end(row.number());
      }
      count++;
    }

    private void json(FileRow row) {
      try (JsonParser json = JSON.createParser(row.raw())) {
        json.nextToken();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String title = json.currentName();
          JsonToken token = json.nextToken();
          if (token.isStructStart()) {
            json.skipChildren();
            sink.column(title, "");
          } else {
            boolean isText = token == JsonToken.VALUE_STRING;
            sink.value(title, token == JsonToken.VALUE_NULL ? null : json.getText(), isText);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("it was read before", e);
      }
      sink.end(row.number());
    }

    @Override
    public void broken(long number, String reason, byte[] raw) {
      count++;
      sink.broken(number, reason);
    }
  }
}
