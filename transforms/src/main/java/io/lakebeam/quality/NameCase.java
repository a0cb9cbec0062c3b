package io.lakebeam.quality;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names as people write them, of names that are written in any case: {@code Anna O'Brien}, {@code
 * Ronald McDonald}, {@code Jan van der Berg}, {@code Jean-Luc de la Cruz}, {@code Henry VIII}.
 *
 * <p>A rule cannot know how somebody writes his name, so it rather does too little. {@code Mac} is
 * followed by a capital in well-known surnames alone, since {@code Mackie} and {@code Machado} are
 * more than those. A word that was written with a capital inside, such as {@code DeVito}, stays.
 */
final class NameCase {
  /** Between two parts of a name: blanks, hyphens, and the point of an initial. */
  private static final Pattern PART = Pattern.compile("[^\\s\\p{Z}\\p{Pd}.]+");

  private static final Pattern MEANT = Pattern.compile("\\p{Lu}\\p{Ll}+(?:\\p{Lu}\\p{Ll}+)+");
  private static final Pattern APOSTROPHE =
      Pattern.compile("(\\p{L}{1,2})(['\u2019\u02bc])(.{2,})");
  private static final Set<String> NUMERALS =
      Set.of("ii", "iii", "iv", "vii", "viii", "xii", "xiv");

  /** Between given name and surname; first in a name, of the surname alone. */
  private static final Set<String> PARTICLES =
      Set.of(
          "af", "av", "bin", "das", "de", "del", "della", "dem", "den", "der", "dos", "du", "ibn",
          "of", "ten", "ter", "und", "von", "vom", "zu", "zum", "zur", "'t");

  /** Given names, too: first in a name they are in small letters before another particle only. */
  private static final Set<String> NAMES_TOO =
      Set.of("al", "da", "di", "do", "el", "la", "las", "le", "lo", "los", "van");

  private static final Set<String> AFTER_MAC =
      Set.of(
          "alister",
          "arthur",
          "askill",
          "aulay",
          "bride",
          "callum",
          "cormack",
          "donald",
          "donnell",
          "dougall",
          "duff",
          "dowell",
          "ewan",
          "farlane",
          "gill",
          "gillivray",
          "gowan",
          "gregor",
          "innes",
          "intyre",
          "kinnon",
          "lachlan",
          "laren",
          "laughlin",
          "mahon",
          "manus",
          "millan",
          "nab",
          "naughton",
          "neil",
          "neill",
          "pherson",
          "quarrie",
          "queen",
          "rae",
          "taggart",
          "tavish",
          "vicar");

  private NameCase() {}

  static String of(String name) {
    Matcher parts = PART.matcher(name);
    StringBuilder result = new StringBuilder(name.length());
    int copied = 0;
    boolean isFirst = true;
    while (parts.find()) {
      result.append(name, copied, parts.start());
      copied = parts.end();
      result.append(part(name, parts.start(), parts.end(), isFirst));
      isFirst = false;
    }
    return result.append(name, copied, name.length()).toString();
  }

  private static String part(String name, int start, int end, boolean isFirst) {
    String part = name.substring(start, end);
    String small = part.toLowerCase(Locale.ROOT);
    String next = wordAfter(name, end);
    if (isParticle(small, isFirst, next)) {
      return small;
    }
    if (!isFirst && next.isEmpty() && NUMERALS.contains(small)) {
      return part.toUpperCase(Locale.ROOT);
    }
    return MEANT.matcher(part).matches() ? part : capitalised(small);
  }

  /** The last word of a name is none, nor what a hyphen or a point follows. */
  private static boolean isParticle(String small, boolean isFirst, String next) {
    if (next.isEmpty()) {
      return false;
    }
    if (PARTICLES.contains(small)) {
      return true;
    }
    return NAMES_TOO.contains(small)
        && (!isFirst || PARTICLES.contains(next) || NAMES_TOO.contains(next));
  }

  /** In small letters; empty where no blank and no other word follow. */
  private static String wordAfter(String name, int end) {
    Matcher next = PART.matcher(name);
    boolean isThere = next.find(end) && name.substring(end, next.start()).isBlank();
    return isThere ? next.group().toLowerCase(Locale.ROOT) : "";
  }

  private static String capitalised(String small) {
    Matcher apostrophe = APOSTROPHE.matcher(small);
    if (apostrophe.matches()) {
      return first(apostrophe.group(1)) + apostrophe.group(2) + capitalised(apostrophe.group(3));
    }
    if (small.startsWith("mc") && small.length() > 3) {
      return "Mc" + first(small.substring(2));
    }
    if (small.startsWith("mac") && AFTER_MAC.contains(small.substring(3))) {
      return "Mac" + first(small.substring(3));
    }
    return first(small);
  }

  private static String first(String small) {
    int letter = small.codePointAt(0);
    return Character.toString(Character.toTitleCase(letter))
        + small.substring(Character.charCount(letter));
  }
}
