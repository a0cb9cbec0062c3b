package io.lakebeam.file;

import io.lakebeam.privacy.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Bytes whose hash is taken as they are read. Of a large file by another thread: it takes as long
 * as finding where its records end.
 */
final class HashedStream extends FilterInputStream {
  /** A file that is not larger needs no thread: 1 MiB. */
  private static final long SMALL = 1 << 20;

  /**
   * How many pieces wait to be hashed at most, each what was read at a time, half a MiB or less.
   */
  private static final int WAITING = 16;

  private final MessageDigest digest = Sha256.digest();
  private final Semaphore waiting = new Semaphore(WAITING);
  private @Nullable ExecutorService hasher;
  private long left = SMALL;

  HashedStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int read = super.read(into, at, length);
    if (read > 0) {
      if (left >= read) {
        left -= read;
        digest.update(into, at, read);
      } else {
        hashAside(Arrays.copyOfRange(into, at, at + read));
      }
    }
    return read;
  }

  private void hashAside(byte[] piece) {
    left = 0;
    if (hasher == null) {
      hasher =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = new Thread(task, "file-hash");
                thread.setDaemon(true);
                return thread;
              });
    }
    waiting.acquireUninterruptibly();
    hasher.execute(
        () -> {
          digest.update(piece);
          waiting.release();
        });
  }

  /** The hash of all that was read, in hexadecimal; once. */
  String hash() throws IOException {
    if (hasher != null) {
      hasher.shutdown();
      try {
        hasher.awaitTermination(Long.MAX_VALUE, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while a file was hashed", e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public long skip(long bytes) throws IOException {
    // What is passed over is of the file, too.
    return bytes <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(bytes, 1 << 16)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (hasher != null) {
      hasher.shutdownNow();
    }
    super.close();
  }
}
