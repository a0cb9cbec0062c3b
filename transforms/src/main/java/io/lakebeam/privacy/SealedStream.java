package io.lakebeam.privacy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes of any length, encrypted piece by piece by {@link Seal}, so that neither way takes more
 * memory than a piece.
 *
 * <pre>{@code
 * SealedStream.close(in, out, seal, hash);
 * SealedStream.open(sealed, out, seal);
 * }</pre>
 *
 * <p>The form: 8 bytes that say what it is, a name, and for each piece of 1 MiB its length in 4
 * bytes and what {@link Seal#close} makes of it. A piece opens under this name and at its place
 * alone, and the last one as the last: no piece can be left out, moved or taken from elsewhere.
 */
public final class SealedStream {
  private static final byte[] MAGIC = {(byte) 0xb5, 'l', 'b', 'f', 'i', 'l', 'e', 1};
  private static final int PIECE = 1 << 20;

  /** More than a piece grows by. */
  private static final int LARGEST = PIECE + (1 << 10);

  private SealedStream() {}

  /**
   * Encrypts all that is left of {@code in}.
   *
   * @param name what it is; who opens it need not know
   */
  public static void close(InputStream in, OutputStream out, Seal seal, String name)
      throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.write(MAGIC);
    data.writeUTF(name);
    byte[] piece = in.readNBytes(PIECE);
    for (long at = 0; ; at++) {
      byte[] next = in.readNBytes(PIECE);
      byte[] closed = seal.close(piece, place(name, at, next.length == 0));
      data.writeInt(closed.length);
      data.write(closed);
      if (next.length == 0) {
        break;
      }
      piece = next;
    }
    data.flush();
  }

  /** Whether a file that begins with these bytes was made by {@link #close}. */
  public static boolean isSealed(byte[] start) {
    return start.length >= MAGIC.length
        && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Decrypts.
   *
   * @throws IOException if it is not whole, or nothing that {@link #close} made
   * @throws PrivacyException if the key is not there, or the bytes were changed
   */
  public static void open(InputStream in, OutputStream out, Seal seal) throws IOException {
    DataInputStream data = new DataInputStream(in);
    if (!isSealed(data.readNBytes(MAGIC.length))) {
      throw new IOException("it is not encrypted, or by something else");
    }
    String name = data.readUTF();
    int length = data.readInt();
    for (long at = 0; length >= 0; at++) {
      if (length > LARGEST) {
        throw new IOException("it is damaged: a piece of %d bytes".formatted(length));
      }
      byte[] closed = data.readNBytes(length);
      if (closed.length < length) {
        throw new IOException("it is cut off");
      }
      // What is not sealed would be given back as it is.
      if (!Seal.isSealed(closed)) {
        throw new IOException("it is damaged: a piece that is not encrypted");
      }
      byte[] next = data.readNBytes(Integer.BYTES);
      out.write(seal.open(closed, place(name, at, next.length == 0)));
      length = next.length == 0 ? -1 : length(next);
    }
  }

  private static int length(byte[] bytes) throws IOException {
    if (bytes.length < Integer.BYTES) {
      throw new IOException("it is cut off");
    }
    int length = ByteBuffer.wrap(bytes).getInt();
    if (length < 0) {
      throw new IOException("it is damaged: a piece of %d bytes".formatted(length));
    }
    return length;
  }

  private static String place(String name, long at, boolean isLast) {
    return name + "@" + at + (isLast ? " last" : "");
  }
}
