package io.lakebeam.file;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cuts a file's bytes where records end, newlines within quotes apart, and counts its lines. It
 * agrees with FastCSV on what a quote is: one that stands where a field begins.
 *
 * <p>A quote that is never closed, or not within {@link #LARGEST} bytes, costs its line and no
 * more: that is a block of its own, and the next line begins a record.
 */
final class RecordCutter {
  /** No quotes: every line is a record. It is the value of no byte, signed or not. */
  static final int NONE = 1 << Byte.SIZE;

  /** Of a record: 32 MiB. */
  static final int LARGEST = 32 << 20;

  private static final int BLOCK = 1 << 19;

  /** Room for one record, to begin with. */
  private static final int RECORD = 1 << 11;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = ONES << 7;

  private enum State {
    RECORD_BEGINS,
    PLAIN,
    QUOTED,
    QUOTE_IN_QUOTES
  }

  private final InputStream in;
  private final int separator;
  private final int quote;
  private final int blockSize;

  private byte[] buffer;
  private int start;
  private int limit;
  private long offset;
  private long line;
  private long left;
  private boolean isExhausted;

  // Of the block that is being cut.
  private int scanned;
  private int end;
  private int lines;
  private int linesToEnd;
  private State state = State.RECORD_BEGINS;

  private RecordCutter(
      InputStream in,
      int separator,
      int quote,
      int blockSize,
      int buffered,
      long offset,
      long line,
      long left) {
    this.in = in;
    this.separator = separator;
    this.quote = quote;
    this.blockSize = blockSize;
    this.buffer = new byte[buffered];
    this.offset = offset;
    this.line = line;
    this.left = left;
  }

  /**
   * Blocks of some hundred kilobytes.
   *
   * @param in a stream that begins where a record does
   * @param offset where in its file that is
   * @param line the line there
   * @param length how many bytes are read at most
   */
  static RecordCutter blocks(
      InputStream in, int separator, int quote, long offset, long line, long length) {
    return new RecordCutter(in, separator, quote, BLOCK, BLOCK + (1 << 16), offset, line, length);
  }

  /** Blocks of one record each. */
  static RecordCutter single(InputStream in, int separator, int quote, long line) {
    return new RecordCutter(in, separator, quote, 1, RECORD, 0, line, Long.MAX_VALUE);
  }

  int separator() {
    return separator;
  }

  int quote() {
    return quote;
  }

  /**
   * The next block; null where there is none.
   *
   * @throws FileException if a line is longer than {@link #LARGEST}
   */
  @Nullable TextBlock next() throws IOException {
    begin();
    while (true) {
      scan();
      if (end - start >= blockSize) {
        return block(end, linesToEnd, false);
      }
      if (isExhausted && scanned == limit) {
        return last();
      }
      if (end > start && limit == buffer.length) {
        return block(end, linesToEnd, false);
      }
      if (limit - start > LARGEST) {
        return firstLine();
      }
      fill();
    }
  }

  private void begin() {
    scanned = start;
    end = start;
    lines = 0;
    linesToEnd = 0;
    state = State.RECORD_BEGINS;
  }

  private void scan() {
    int at = scanned;
    State now = state;
    while (at < limit && end - start < blockSize) {
      int plain = plainTo(at);
      if (plain > at) {
        at = plain;
        now = now == State.QUOTED ? now : State.PLAIN;
        continue;
      }
      byte letter = buffer[at];
      if (letter == '\r' && at + 1 == limit && !isExhausted) {
        // Whether that is a line's end is in the next bytes.
        break;
      }
      boolean isFieldsFirst =
          now == State.RECORD_BEGINS || (now == State.PLAIN && buffer[at - 1] == separator);
      at++;
      boolean endsLine = letter == '\n' || (letter == '\r' && (at == limit || buffer[at] != '\n'));
      lines += endsLine ? 1 : 0;
      if (now == State.QUOTED) {
        now = letter == quote ? State.QUOTE_IN_QUOTES : now;
      } else if (now == State.QUOTE_IN_QUOTES && letter == quote) {
        now = State.QUOTED;
      } else if (endsLine) {
        now = State.RECORD_BEGINS;
        end = at;
        linesToEnd = lines;
      } else {
        now = letter == quote && isFieldsFirst ? State.QUOTED : State.PLAIN;
      }
    }
    scanned = at;
    state = now;
  }

  /** Where the next byte is that can change what the bytes after it are; else the limit. */
  private int plainTo(int from) {
    int at = from;
    for (; at <= limit - Long.BYTES; at += Long.BYTES) {
      long eight = (long) EIGHT.get(buffer, at);
      long found =
          marks(eight, '\n') | marks(eight, '\r') | (quote == NONE ? 0 : marks(eight, quote));
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < limit && buffer[at] != '\n' && buffer[at] != '\r' && buffer[at] != quote) {
      at++;
    }
    return at;
  }

  /**
   * The high bit of every byte that is the wanted one, of which the lowest is right: above it there
   * may be others (H. S. Warren, Hacker's Delight, 6-1).
   */
  private static long marks(long eight, int wanted) {
    long zeroes = eight ^ (ONES * wanted);
    return (zeroes - ONES) & ~zeroes & HIGH;
  }

  private @Nullable TextBlock last() {
    if (state != State.QUOTED) {
      return limit == start ? null : block(limit, lines, false);
    }
    return end > start ? block(end, linesToEnd, false) : firstLine();
  }

  /** The line with the quote that is not closed. */
  private TextBlock firstLine() {
    int at = start;
    while (at < limit && buffer[at] != '\n') {
      at++;
    }
    if (at == limit && limit - start > LARGEST) {
      throw FileException.refused(
          "line %d: a line is longer than %d bytes; is it what its format says?"
              .formatted(line, LARGEST));
    }
    return block(Math.min(at + 1, limit), 1, true);
  }

  private TextBlock block(int to, int itsLines, boolean isOpen) {
    TextBlock block = new TextBlock(buffer, start, to, offset, line, this, isOpen);
    offset += to - start;
    line += itsLines;
    start = to;
    return block;
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      scanned -= start;
      end -= start;
      limit -= start;
      start = 0;
    } else if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int wanted = (int) Math.min(left, buffer.length - limit);
    int read = in.readNBytes(buffer, limit, wanted);
    limit += read;
    left -= read;
    isExhausted = read < wanted || left == 0;
  }
}
