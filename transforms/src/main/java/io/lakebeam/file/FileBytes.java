package io.lakebeam.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file's text as bytes that records can be cut from: unpacked, without its byte order mark. */
final class FileBytes extends FilterInputStream {
  /** A file may unpack to so many times its size; text that people keep unpacks to 3 to 30. */
  private static final long MOST_UNPACKED = 200;

  /** Below that, it may unpack to more: 64 MiB. */
  private static final long ALWAYS_UNPACKED = 64 << 20;

  private static final int LONGEST_MARK = 4;

  private final boolean isAsStored;
  private final Charset charset;
  private final boolean saysEncoding;
  private final int markLength;
  private long left;

  private FileBytes(
      InputStream in,
      boolean isAsStored,
      Charset charset,
      boolean saysEncoding,
      int markLength,
      long most) {
    super(in);
    this.isAsStored = isAsStored;
    this.charset = charset;
    this.saysEncoding = saysEncoding;
    this.markLength = markLength;
    this.left = most;
  }

  /**
   * The bytes of a whole file.
   *
   * @param stored its bytes as they are stored
   * @throws FileException if it cannot be unpacked
   */
  static FileBytes of(InputStream stored, StoredFile file, FileLayout layout) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(stored, 1 << 16);
    byte[] begin = peek(raw);
    try {
      if (begins(begin, 0x1F, 0x8B)) {
        return text(new GZIPInputStream(raw, 1 << 16), layout, false, most(file));
      }
      if (begins(begin, 0x28, 0xB5, 0x2F, 0xFD)) {
        return text(new ZstdInputStream(raw), layout, false, most(file));
      }
    } catch (IOException e) {
      throw notUnpacked(e);
    }
    return text(raw, layout, true, Long.MAX_VALUE);
  }

  private static long most(StoredFile file) {
    return Math.max(ALWAYS_UNPACKED, file.size() * MOST_UNPACKED);
  }

  private static FileBytes text(
      InputStream unpacked, FileLayout layout, boolean isAsStored, long most) throws IOException {
    BufferedInputStream in = new BufferedInputStream(unpacked, 1 << 16);
    byte[] begin = peek(in);
    Charset charset = Charset.forName(layout.encoding());
    int mark = 0;
    if (begins(begin, 0xEF, 0xBB, 0xBF)) {
      charset = StandardCharsets.UTF_8;
      mark = 3;
    } else if (begins(begin, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      mark = 2;
    } else if (begins(begin, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      mark = 2;
    }
    in.skipNBytes(mark);
    return isBytewise(charset)
        ? new FileBytes(in, isAsStored, charset, mark > 0, mark, most)
        : new FileBytes(new AsUtf8(in, charset), false, StandardCharsets.UTF_8, true, 0, most);
  }

  /** Whether bytes below 128 are always the characters of ASCII. */
  private static boolean isBytewise(Charset charset) {
    String name = charset.name().toUpperCase(Locale.ROOT);
    return name.equals("UTF-8")
        || name.equals("US-ASCII")
        || name.startsWith("ISO-8859-")
        || name.startsWith("WINDOWS-12");
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(LONGEST_MARK);
    byte[] begin = in.readNBytes(LONGEST_MARK);
    in.reset();
    return begin;
  }

  private static boolean begins(byte[] bytes, int... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether they are as they are stored, so that a place in them is one in the file. */
  boolean isAsStored() {
    return isAsStored;
  }

  /** What their text is encoded in. */
  Charset charset() {
    return charset;
  }

  /** Whether that is so whatever the layout says. */
  boolean saysEncoding() {
    return saysEncoding;
  }

  /** How many bytes of a mark went before them. */
  int markLength() {
    return markLength;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int read;
    try {
      read = super.read(into, at, length);
    } catch (IOException e) {
      if (isAsStored) {
        throw e;
      }
      throw notUnpacked(e);
    }
    left -= Math.max(0, read);
    if (left < 0) {
      throw FileException.refused(
          "it unpacks to more than %d times its size; is it what it says?"
              .formatted(MOST_UNPACKED));
    }
    return read;
  }

  /** Only what says that packed data are wrong; a disk or a store that fails is another matter. */
  private static FileException notUnpacked(IOException e) throws IOException {
    String message = String.valueOf(e.getMessage());
    if (e instanceof EOFException || message.contains("Truncated source")) {
      return FileException.cutOff("it ends within its packed data", e);
    }
    if (e instanceof ZipException || e.getClass().getName().startsWith("com.github.luben.")) {
      return FileException.damaged("its packed data are damaged: " + message, e);
    }
    throw e;
  }
}
