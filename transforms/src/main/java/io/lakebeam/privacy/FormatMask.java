package io.lakebeam.privacy;

import java.util.Arrays;
import org.apache.paimon.data.BinaryString;
import org.bouncycastle.crypto.fpe.FPEEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Digits for digits, so that a phone or a card number still looks like one: FF1 of NIST SP 800-38G
 * (revision 1), radix 10, without a tweak, under AES-256.
 *
 * <pre>{@code
 * +36 30 918-273645   ->   +80 55 031-442917
 * 4111 1111 1111 1111 ->   7302 9185 5520 6633     // as a card: Luhn's check is still passed
 * 112                 ->   xxx
 * }</pre>
 *
 * <p>It is of the digits alone: however they are grouped, equal digits have equal masks. What is
 * neither an ASCII digit nor punctuation nor blank is crossed out, and so is every digit where
 * there are fewer than the standard allows or more than a number of this kind has. Whoever has the
 * key can turn the digits back.
 */
final class FormatMask implements Mask {
  /** The least for which there are the million numbers that the standard wants. */
  private static final int FEWEST = 6;

  /** More than any phone, card or account has; time grows with the square of them. */
  private static final int MOST = 64;

  private static final char CROSSED_OUT = 'x';
  private static final byte[] NO_TWEAK = {};

  private final FPEEngine cipher = new FPEFF1Engine();
  private final boolean isCard;

  /**
   * A mask under a key.
   *
   * @param isCard the last digit is one of Luhn's check, which is passed as it was before or not
   */
  FormatMask(byte[] key, boolean isCard) {
    this.isCard = isCard;
    cipher.init(true, new FPEParameters(new KeyParameter(key), 10, NO_TWEAK));
  }

  @Override
  public @Nullable Object of(@Nullable Object value) {
    return value == null ? null : BinaryString.fromString(masked(value.toString()));
  }

  private String masked(String text) {
    byte[] digits = digits(text);
    int encrypted = digits.length - (isCard ? 1 : 0);
    boolean isNumber = encrypted >= FEWEST && digits.length <= MOST;
    if (isNumber) {
      int check = isCard ? luhn(digits) : 0;
      cipher.processBlock(digits, 0, encrypted, digits, 0);
      if (isCard) {
        digits[encrypted] = 0;
        digits[encrypted] = (byte) Math.floorMod(check - luhn(digits), 10);
      }
    }
    StringBuilder masked = new StringBuilder(text.length());
    int next = 0;
    for (int code : text.codePoints().toArray()) {
      if (isDigit(code) && isNumber) {
        masked.append((char) ('0' + digits[next++]));
      } else {
        masked.appendCodePoint(isKept(code) ? code : CROSSED_OUT);
      }
    }
    return masked.toString();
  }

  private static byte[] digits(String text) {
    byte[] digits = new byte[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isDigit(text.charAt(i))) {
        digits[count++] = (byte) (text.charAt(i) - '0');
      }
    }
    return Arrays.copyOf(digits, count);
  }

  /** The sum of ISO/IEC 7812-1, annex B, modulo ten: 0 of a number that passes. */
  private static int luhn(byte[] digits) {
    int sum = 0;
    for (int i = 0; i < digits.length; i++) {
      boolean isDoubled = (digits.length - i) % 2 == 0;
      int one = isDoubled ? 2 * digits[i] : digits[i];
      sum += one > 9 ? one - 9 : one;
    }
    return sum % 10;
  }

  private static boolean isDigit(int code) {
    return code >= '0' && code <= '9';
  }

  /** Punctuation, blanks and signs tell nobody's number. */
  private static boolean isKept(int code) {
    return switch (Character.getType(code)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.SPACE_SEPARATOR,
          Character.CONTROL ->
          true;
      default -> false;
    };
  }
}
