package io.lakebeam.privacy;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The one form of texts that mean the same, so that their hashes are one: Unicode's compatibility
 * form NFKC, without blanks around it, and without a difference of case.
 *
 * <pre>{@code
 * CanonicalText.of(" Ann.Straße@Example.ORG "); // ann.strasse@example.org
 * }</pre>
 *
 * <p>Case is folded by way of the upper case, in no language's manner, so that ß is ss, and a
 * Turkish dotless i is an i. Its result is a part of every mask that was ever stored: it must not
 * change.
 */
public final class CanonicalText {
  private CanonicalText() {}

  /** The form of a text. */
  public static String of(String text) {
    return isAscii(text) ? text.toLowerCase(Locale.ROOT).strip() : ofAny(text);
  }

  /** Most texts are; what is left of the form is their case. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The form as it is defined. */
  static String ofAny(String text) {
    String one = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String folded = one.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    // What folding has taken apart is put together again.
    return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip();
  }
}
