package io.lakebeam.file;

import io.lakebeam.lake.FileAccess;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.paimon.fs.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Looks at all of a file before anything of it is taken: its hash, whether it can be unpacked,
 * whether its header fits, and where it can be parted.
 *
 * <pre>{@code
 * CheckedFile checked = FileCheck.of(layout, columns, Set.of("id")).check(file, access);
 * }</pre>
 *
 * <p>A file is parted where a record ends, as seen from its begin: newlines within quotes part
 * nothing. Packed files are one part; Parquet is parted between row groups, Avro between blocks.
 *
 * @param layout how files are written
 * @param columns the table's
 * @param key the names of the columns of its key
 */
public record FileCheck(FileLayout layout, List<FileColumn> columns, Set<String> key) {
  /** Of a part: 16 MiB. */
  private static final long PART = 16 << 20;

  private static final int BUFFER = 1 << 16;

  public FileCheck {
    columns = List.copyOf(columns);
    key = Set.copyOf(key);
  }

  /** A check of files for a table. */
  public static FileCheck of(FileLayout layout, List<FileColumn> columns, Set<String> key) {
    return new FileCheck(layout, columns, key);
  }

  /**
   * Reads the file once.
   *
   * @throws IOException if it cannot be read
   */
  public CheckedFile check(StoredFile file, FileAccess access) throws IOException {
    List<FilePart> parts = new ArrayList<>();
    String encoding = null;
    FileException refusal = null;
    String hash;
    try (HashedStream stored =
        new HashedStream(access.io(file.path()).newInputStream(new Path(file.path())))) {
      try {
        if (layout.format().isText()) {
          FileBytes bytes = FileBytes.of(stored, file, layout);
          encoding = bytes.saysEncoding() ? bytes.charset().name() : null;
          parts.addAll(parts(file, bytes));
        } else {
          parts.addAll(typedParts(file, access));
        }
      } catch (FileException e) {
        refusal = e;
      }
      readOn(stored);
      hash = stored.hash();
    }
    return new CheckedFile(
        file,
        hash,
        refusal != null ? List.of() : parts.stream().map(part -> hashed(part, hash)).toList(),
        encoding,
        refusal);
  }

  /**
   * All records are decoded once: a page that is damaged must not be found when half is written.
   */
  private List<FilePart> typedParts(StoredFile stored, FileAccess access) throws IOException {
    TypedFiles files = TypedFiles.of(layout.format());
    SeekableFile file = new SeekableFile(stored, access);
    try {
      List<String> titles = TypedRows.require(files.schema(file), layout, columns, key);
      List<FilePart> parts = files.parts(stored, file, PART);
      FilePart whole = new FilePart(stored, "", titles, parts.get(0).from(), stored.size(), 1);
      files.read(whole, file, (number, record) -> {});
      return parts;
    } catch (FileException e) {
      throw e;
    } catch (RuntimeException e) {
      // Damaged bytes lead the readers to exceptions of every kind.
      throw FileException.damaged("it is damaged: its records cannot be decoded", e);
    }
  }

  private static FilePart hashed(FilePart part, String hash) {
    return new FilePart(part.file(), hash, part.titles(), part.from(), part.to(), part.line());
  }

  /** All of what is stored has a part in the hash. */
  private static void readOn(InputStream stored) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (stored.read(buffer) >= 0) {}
  }

  private List<FilePart> parts(StoredFile file, FileBytes bytes) throws IOException {
    RecordCutter cutter = RecordReader.cutter(bytes, layout, bytes.markLength(), 1, Long.MAX_VALUE);
    List<FilePart> parts = new ArrayList<>();
    List<String> titles = null;
    long from = bytes.markLength();
    long line = 1;
    for (TextBlock block = cutter.next(); block != null; block = cutter.next()) {
      titles = titles == null ? titles(block, bytes) : titles;
      if (bytes.isAsStored() && block.offset() - from >= PART) {
        parts.add(new FilePart(file, "", titles, from, block.offset(), line));
        from = block.offset();
        line = block.line();
      }
    }
    if (titles == null) {
      titles = noTitles();
    }
    parts.add(new FilePart(file, "", titles, from, bytes.isAsStored() ? file.size() : -1, line));
    return parts;
  }

  private List<String> titles(TextBlock block, FileBytes bytes) {
    if (layout.format() != FileFormat.CSV) {
      return List.of();
    }
    if (layout.header() == FileLayout.Header.NONE) {
      return columns.stream().map(FileColumn::title).toList();
    }
    if (block.isOpen()) {
      throw FileException.refused("line 1: a quote is opened in the header and never closed");
    }
    byte @Nullable [] header =
        block.records().isEmpty() ? null : block.records().firstEntry().getValue();
    return CsvHeader.titles(
        header == null ? "" : new String(header, bytes.charset()), layout, columns, key);
  }

  private List<String> noTitles() {
    if (layout.format() == FileFormat.CSV && layout.header() == FileLayout.Header.FIRST) {
      throw FileException.cutOff("line 1: no header; the file is empty", null);
    }
    return List.of();
  }
}
