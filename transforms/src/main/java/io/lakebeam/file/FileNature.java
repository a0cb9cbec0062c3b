package io.lakebeam.file;

import io.lakebeam.lake.FileAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.paimon.fs.Path;

/**
 * What a file is, by its first bytes, unpacked.
 *
 * <pre>{@code
 * FileNature.of(file, access).format(); // CSV
 * }</pre>
 *
 * @param format CSV where it is nothing else
 * @param encoding of text; what a byte order mark says needs no word, and is UTF-8 here
 * @param begin the text of its begin, up to 256 KiB; empty where it is no text
 */
public record FileNature(FileFormat format, String encoding, String begin) {
  private static final FileLayout BYTES = FileLayout.of(FileFormat.CSV).withEncoding("ISO-8859-1");
  private static final int LOOKED_AT = 256 << 10;

  /**
   * Looks at a file.
   *
   * @throws FileException if it cannot be unpacked
   */
  public static FileNature of(StoredFile file, FileAccess access) throws IOException {
    byte[] magic = begin(file, access, BYTES, 4);
    String text = new String(magic, StandardCharsets.ISO_8859_1);
    if (text.equals("PAR1")) {
      return new FileNature(FileFormat.PARQUET, "UTF-8", "");
    }
    if (text.equals("Obj\u0001")) {
      return new FileNature(FileFormat.AVRO, "UTF-8", "");
    }
    byte[] bytes = begin(file, access, BYTES, LOOKED_AT);
    String encoding = encoding(bytes);
    String begin = new String(bytes, Charset.forName(encoding));
    return new FileNature(
        begin.stripLeading().startsWith("{") ? FileFormat.JSON : FileFormat.CSV, encoding, begin);
  }

  private static byte[] begin(StoredFile file, FileAccess access, FileLayout layout, int length)
      throws IOException {
    try (InputStream stored = access.io(file.path()).newInputStream(new Path(file.path()))) {
      return FileBytes.of(stored, file, layout).readNBytes(length);
    }
  }

  /** Of text without a mark: what its bytes can be, the likeliest first. */
  private static String encoding(byte[] bytes) {
    int evenZeros = 0;
    int oddZeros = 0;
    for (int i = 0; i < bytes.length; i++) {
      evenZeros += bytes[i] == 0 && i % 2 == 0 ? 1 : 0;
      oddZeros += bytes[i] == 0 && i % 2 == 1 ? 1 : 0;
    }
    if (Math.max(evenZeros, oddZeros) > bytes.length / 4) {
      return oddZeros > evenZeros ? "UTF-16LE" : "UTF-16BE";
    }
    return List.of("UTF-8", "windows-1252").stream()
        .filter(name -> isAll(bytes, Charset.forName(name)))
        .findFirst()
        .orElse("ISO-8859-1");
  }

  private static boolean isAll(byte[] bytes, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    // The last character may be cut.
    CoderResult result =
        decoder.decode(
            ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length)),
            CharBuffer.allocate(bytes.length + 1),
            false);
    return !result.isError();
  }
}
