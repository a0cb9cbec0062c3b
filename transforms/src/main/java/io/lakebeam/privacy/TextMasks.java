package io.lakebeam.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import javax.crypto.Mac;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;

/** Masks of texts that make texts. */
final class TextMasks {
  private static final String STARS = "***";
  private static final String FORM = "h%d_";
  private static final int LONGEST_HMAC = "h2147483647_".length() + 64;

  /** Of a shorter text, the first letter is too much of it. */
  private static final int SHORTEST_KNOWN = 3;

  private TextMasks() {}

  /** Whether a column of texts can hold an HMAC. */
  static boolean hasRoom(DataType type) {
    return DataTypeChecks.getLength(type) >= LONGEST_HMAC;
  }

  /** RFC 2104, with SHA-256, and the version of the key in front. */
  static Mask hmac(MaskKeys keys, boolean isExact) {
    Mac mac = keys.macForMasks();
    String version = FORM.formatted(keys.current());
    return value -> {
      if (value == null) {
        return null;
      }
      String text = isExact ? value.toString() : CanonicalText.of(value.toString());
      String masked = version + HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
      return BinaryString.fromBytes(masked.getBytes(UTF_8));
    };
  }

  static Mask partial() {
    return value -> value == null ? null : BinaryString.fromString(partial(value.toString()));
  }

  private static String partial(String text) {
    int at = text.lastIndexOf('@');
    String local = at < 0 ? text : text.substring(0, at);
    String domain = at < 0 ? "" : text.substring(at);
    boolean isLong = local.codePointCount(0, local.length()) >= SHORTEST_KNOWN;
    return (isLong ? Character.toString(local.codePointAt(0)) : "") + STARS + domain;
  }
}
