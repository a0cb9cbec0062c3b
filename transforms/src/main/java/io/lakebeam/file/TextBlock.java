package io.lakebeam.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Whole records of a file, next to each other; only until the cutter that made it goes on. */
final class TextBlock {
  private final byte[] bytes;
  private final int from;
  private final int to;
  private final long offset;
  private final long line;
  private final int separator;
  private final int quote;
  private final boolean isOpen;
  private @Nullable NavigableMap<Long, byte[]> records;

  /** The line that was looked for last, and where it begins. */
  private long lookedForLine;

  private int lookedForAt;

  TextBlock(
      byte[] bytes, int from, int to, long offset, long line, RecordCutter cutter, boolean isOpen) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.offset = offset;
    this.line = line;
    this.separator = cutter.separator();
    this.quote = cutter.quote();
    this.isOpen = isOpen;
    this.lookedForLine = line;
    this.lookedForAt = from;
  }

  /** Where in the file it begins. */
  long offset() {
    return offset;
  }

  /** The line that it begins with. */
  long line() {
    return line;
  }

  /** Whether it is one line, of which a quote is never closed. */
  boolean isOpen() {
    return isOpen;
  }

  /** Its text, in place of what is in {@code into} where that is large enough. */
  CharBuffer text(CharsetDecoder decoder, CharBuffer into) {
    int most = (int) Math.ceil((to - from) * (double) decoder.maxCharsPerByte());
    CharBuffer text = into.capacity() < most ? CharBuffer.allocate(most) : into.clear();
    decoder.reset();
    decoder.decode(ByteBuffer.wrap(bytes, from, to - from), text, true);
    decoder.flush(text);
    return text.flip();
  }

  byte[] raw() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** The bytes of the record that begins with a line, without its line's end. */
  byte[] raw(long recordLine) {
    if (recordLine < lookedForLine) {
      lookedForLine = line;
      lookedForAt = from;
    }
    // From where the record before it was found: those that are asked for come in order.
    int at = lookedForAt;
    for (long lines = recordLine - lookedForLine; lines > 0; at++) {
      byte letter = bytes[at];
      if (letter == '\n' || (letter == '\r' && (at + 1 == to || bytes[at + 1] != '\n'))) {
        lines--;
      }
    }
    lookedForLine = recordLine;
    lookedForAt = at;
    RecordCutter single =
        RecordCutter.single(
            new ByteArrayInputStream(bytes, lookedForAt, to - lookedForAt),
            separator,
            quote,
            recordLine);
    try {
      return withoutEnd(single.next().raw());
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("bytes in memory can be read", e);
  }

  /** The bytes of each record by the line that it begins with, blank ones left out. */
  NavigableMap<Long, byte[]> records() {
    if (records == null) {
      records = new TreeMap<>();
      RecordCutter single =
          RecordCutter.single(
              new ByteArrayInputStream(bytes, from, to - from), separator, quote, line);
      try {
        for (TextBlock one = single.next(); one != null; one = single.next()) {
          byte[] record = withoutEnd(one.raw());
          if (record.length > 0) {
            records.put(one.line(), record);
          }
        }
      } catch (IOException e) {
        throw inMemory(e);
      }
    }
    return records;
  }

  /** The records that begin after a line. */
  Map<Long, byte[]> recordsAfter(long lastLine) {
    return records().tailMap(lastLine, false);
  }

  private static byte[] withoutEnd(byte[] record) {
    int end = record.length;
    while (end > 0 && (record[end - 1] == '\n' || record[end - 1] == '\r')) {
      end--;
    }
    return Arrays.copyOf(record, end);
  }
}
