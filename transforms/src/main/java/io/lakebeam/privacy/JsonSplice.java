package io.lakebeam.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A JSON text of which some values are replaced; every other byte stays.
 *
 * <pre>{@code
 * JsonSplice splice = new JsonSplice(bytes);
 * splice.replace(start, end, JsonSplice.quoted("h2_5d0c..."));
 * byte[] masked = splice.end();
 * }</pre>
 */
public final class JsonSplice {
  private final byte[] from;
  private final ByteArrayOutputStream to;
  private int copied;

  /** Of a text in UTF-8. */
  public JsonSplice(byte[] from) {
    this.from = from;
    this.to = new ByteArrayOutputStream(from.length + 128);
  }

  /**
   * Puts {@code json} in the place of the bytes from {@code start} up to {@code end}, which are
   * after all that were replaced before.
   *
   * @throws IllegalArgumentException if they are not: Jackson reads UTF-16 and UTF-32 as well, and
   *     does not tell where
   */
  public void replace(long start, long end, String json) {
    if (start < copied || end < start) {
      throw new IllegalArgumentException("the text is not JSON in UTF-8");
    }
    to.write(from, copied, (int) start - copied);
    to.writeBytes(json.getBytes(UTF_8));
    copied = (int) end;
  }

  /** All of it; the bytes that were given where nothing was replaced. */
  public byte[] end() {
    if (copied == 0) {
      return from;
    }
    to.write(from, copied, from.length - copied);
    return to.toByteArray();
  }

  /** A text as JSON; null is {@code null}. */
  public static String quoted(@Nullable String text) {
    return text == null ? "null" : TextNode.valueOf(text).toString();
  }
}
