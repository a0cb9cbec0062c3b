package io.lakebeam.file;

import io.lakebeam.lake.FileAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.Path;
import org.apache.paimon.fs.SeekableInputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads parts of files, with as much memory as a few records need.
 *
 * <pre>{@code
 * new RecordReader(layout, columns, access).read(part, rows);
 * }</pre>
 *
 * @param layout how files are written
 * @param columns the table's
 * @param access how they are reached
 */
public record RecordReader(FileLayout layout, List<FileColumn> columns, FileAccess access)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public RecordReader {
    columns = List.copyOf(columns);
  }

  /**
   * Hands on all records of a part.
   *
   * @throws IOException if it cannot be read, or has changed since it was checked
   */
  public void read(FilePart part, FileRows rows) throws IOException {
    Path path = new Path(part.file().path());
    FileIO io = access.io(part.file().path());
    requireUnchanged(part.file());
    if (!layout.format().isText()) {
      readTyped(part, rows);
      return;
    }
    try (SeekableInputStream stored = io.newInputStream(path)) {
      if (part.to() < 0) {
        FileBytes bytes = FileBytes.of(stored, part.file(), layout);
        read(part, bytes, bytes.charset(), Long.MAX_VALUE, rows);
      } else {
        Charset charset = charset(stored, part);
        stored.seek(part.from());
        read(part, stored, charset, part.to() - part.from(), rows);
      }
    }
  }

  private void readTyped(FilePart part, FileRows rows) throws IOException {
    TypedFiles files = TypedFiles.of(layout.format());
    SeekableFile file = new SeekableFile(part.file(), access);
    TypedRows typed = TypedRows.of(files.schema(file), columns);
    files.read(part, file, (number, record) -> rows.row(typed.row(number, record)));
  }

  /**
   * Hands on what is read now of bytes that were cut from a file and refused.
   *
   * @param raw as {@link FileRows#broken} or {@link FileRow#raw} gave them
   * @param number of the first record in them
   * @param titles what their file calls its columns, see {@link FilePart}
   * @param encoding see {@link CheckedFile}; null: what the layout says
   * @throws FileException if the table cannot be made of columns with these titles
   */
  public void readAgain(
      byte[] raw, long number, List<String> titles, @Nullable String encoding, FileRows rows) {
    boolean isCsv = layout.format() == FileFormat.CSV;
    List<String> called =
        isCsv && layout.header() == FileLayout.Header.NONE
            ? columns.stream().map(FileColumn::title).toList()
            : titles;
    if (isCsv) {
      Titles.require("line 1", called, layout, columns, Set.of());
    }
    Consumer<TextBlock> reader =
        reader(called, Charset.forName(encoding == null ? layout.encoding() : encoding), rows);
    RecordCutter cutter = cutter(new ByteArrayInputStream(raw), layout, 0, number, Long.MAX_VALUE);
    try {
      for (TextBlock block = cutter.next(); block != null; block = cutter.next()) {
        reader.accept(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }

  /**
   * Hands on a record that was kept as {@link FileRow#json}.
   *
   * @param number its number
   * @param masked the names of the columns that were masked in it
   */
  public void readKept(byte[] kept, long number, Set<String> masked, FileRows rows) {
    if (layout.format() != FileFormat.CSV) {
      readAgain(kept, number, List.of(), StandardCharsets.UTF_8.name(), rows);
      return;
    }
    try {
      rows.row(KeptCsvRow.of(number, kept, masked, layout, columns));
    } catch (IOException e) {
      rows.broken(number, "what bronze has is no record: " + e.getMessage(), kept);
    }
  }

  /** What a byte order mark says goes before the layout. */
  private Charset charset(InputStream stored, FilePart part) throws IOException {
    return FileBytes.of(stored, part.file(), layout).charset();
  }

  private void read(FilePart part, InputStream bytes, Charset charset, long length, FileRows rows)
      throws IOException {
    boolean hasHeader =
        part.line() == 1
            && layout.format() == FileFormat.CSV
            && layout.header() == FileLayout.Header.FIRST;
    FileRows after = hasHeader ? new AfterHeader(rows) : rows;
    Consumer<TextBlock> reader = reader(part.titles(), charset, after);
    RecordCutter cutter = cutter(bytes, layout, part.from(), part.line(), length);
    for (TextBlock block = cutter.next(); block != null; block = cutter.next()) {
      reader.accept(block);
    }
  }

  private Consumer<TextBlock> reader(List<String> titles, Charset charset, FileRows rows) {
    if (layout.format() != FileFormat.CSV) {
      JsonRows json = new JsonRows(layout, columns);
      return block -> json.read(block, rows);
    }
    CsvRows csv = new CsvRows(layout, charset, titles, columns);
    return block -> csv.read(block, rows);
  }

  static RecordCutter cutter(
      InputStream bytes, FileLayout layout, long offset, long line, long length) {
    boolean hasQuotes = layout.format() == FileFormat.CSV;
    return RecordCutter.blocks(
        bytes,
        hasQuotes ? layout.separator() : RecordCutter.NONE,
        hasQuotes ? layout.quote() : RecordCutter.NONE,
        offset,
        line,
        length);
  }

  private void requireUnchanged(StoredFile file) throws IOException {
    if (StoredFiles.at(file.path(), access).filter(file::isAs).isEmpty()) {
      throw new IOException(
          "%s: it has changed since it was looked at; the next ingest takes it as it is then"
              .formatted(file.path()));
    }
  }

  /** Leaves the first record out. */
  private static final class AfterHeader implements FileRows {
    private final FileRows rows;
    private boolean isPast;

    AfterHeader(FileRows rows) {
      this.rows = rows;
    }

    @Override
    public void row(FileRow row) {
      if (isPast) {
        rows.row(row);
      }
      isPast = true;
    }

    @Override
    public void broken(long number, String reason, byte[] raw) {
      if (isPast) {
        rows.broken(number, reason, raw);
      }
      isPast = true;
    }
  }
}
