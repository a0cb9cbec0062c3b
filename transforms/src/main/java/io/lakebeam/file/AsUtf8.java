package io.lakebeam.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text in an encoding of which bytes alone do not tell the characters, brought into UTF-8. */
final class AsUtf8 extends InputStream {
  private static final int LETTERS = 1 << 13;

  private final Reader text;
  private final char[] letters = new char[LETTERS];
  private byte[] bytes = {};
  private int at;
  private int kept;

  AsUtf8(InputStream in, Charset charset) {
    this.text = new InputStreamReader(in, charset);
  }

  @Override
  public int read() throws IOException {
    return fill() ? bytes[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length > 0 && !fill()) {
      return -1;
    }
    int read = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, into, from, read);
    at += read;
    return read;
  }

  private boolean fill() throws IOException {
    while (at == bytes.length) {
      int read = text.read(letters, kept, LETTERS - kept);
      int have = kept + Math.max(0, read);
      if (have == 0) {
        return false;
      }
      // Half of a pair waits for its other half.
      kept = read > 0 && Character.isHighSurrogate(letters[have - 1]) ? 1 : 0;
      bytes = new String(letters, 0, have - kept).getBytes(StandardCharsets.UTF_8);
      letters[0] = letters[have - 1];
      at = 0;
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
