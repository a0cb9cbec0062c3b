package io.lakebeam.file;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A type that a column may have, as long as it takes all of its values. */
abstract class TypeCandidate {
  private static final List<String> DATES =
      List.of(
          "dd.MM.yyyy",
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "dd-MM-yyyy",
          "MM-dd-yyyy",
          "yyyy/MM/dd",
          "yyyy.MM.dd",
          "dd-MMM-yyyy",
          "dd MMM yyyy");

  private static final String TIME = " HH:mm[:ss[.SSS]]";

  /** What of a layout it depends on. */
  enum Spelling {
    NONE,
    DECIMAL,
    DATES,
    TIMESTAMPS
  }

  /** Whether a value is one of it; remembers what it needs of it. */
  abstract boolean takes(String value, boolean isText);

  /** The type, as a project file has it. */
  abstract String type();

  /** What its values are, for people. */
  abstract String label();

  /** Whether what was seen makes it the type of a column. */
  boolean isUseful() {
    return true;
  }

  Spelling depends() {
    return Spelling.NONE;
  }

  /** The decimal sign or pattern; null: as ISO has it. */
  @Nullable String spelling() {
    return null;
  }

  boolean fits(FileLayout layout) {
    return true;
  }

  /** All of them, the best first. */
  static List<TypeCandidate> all() {
    List<TypeCandidate> all = new ArrayList<>();
    FileLayout plain = FileLayout.of(FileFormat.CSV);
    all.add(new Read("boolean", "true or false", false, plain, "(?i)true|false"));
    all.add(new Read("bigint", "a whole number", false, plain, "-?(0|[1-9]\\d*)"));
    all.add(new Decimals('.'));
    all.add(new Decimals(','));
    all.add(new Time("date", null, plain));
    all.add(new Time("timestamp", null, plain));
    all.add(new Time("timestamptz", null, plain));
    for (String date : DATES) {
      all.add(new Time("date", date, plain.withTimes(date, null)));
      all.add(new Time("timestamp", date + TIME, plain.withTimes(null, date + TIME)));
    }
    return all;
  }

  /** The one that a file says a column is of. */
  static TypeCandidate declared(String type) {
    return new Read(type, "of type " + type, true, FileLayout.of(FileFormat.CSV), ".*");
  }

  private static Predicate<String> reads(String type, FileLayout layout) {
    CellReader reader = CellReader.of(new FileColumn("c", "c", type).lakeType(), layout);
    return value -> {
      try {
        return reader.read(value) != null;
      } catch (CellException e) {
        return false;
      }
    };
  }

  /** What a reader takes that is spelled in one way. */
  private static final class Read extends TypeCandidate {
    private final String type;
    private final String label;
    private final boolean takesTexts;
    private final Predicate<String> reader;
    private final Pattern guard;

    Read(String type, String label, boolean takesTexts, FileLayout layout, String guard) {
      this.type = type;
      this.label = label;
      this.takesTexts = takesTexts;
      this.reader = reads(type, layout);
      this.guard = Pattern.compile(guard, Pattern.DOTALL);
    }

    @Override
    boolean takes(String value, boolean isText) {
      return (takesTexts || !isText)
          && guard.matcher(value.strip()).matches()
          && reader.test(value);
    }

    @Override
    String type() {
      return type;
    }

    @Override
    String label() {
      return label;
    }
  }

  /** Numbers with places: decimals, and where these do not hold them, floating point. */
  private static final class Decimals extends TypeCandidate {
    private static final int MOST_DIGITS = 38;
    private static final int USUAL_DIGITS = 18;
    private static final int MOST_PLACES = 9;

    private final char point;
    private final Pattern form;
    private int digits;
    private int places;
    private boolean isExponential;
    private boolean isExactInDouble = true;

    Decimals(char point) {
      this.point = point;
      this.form =
          Pattern.compile(
              "-?(0|[1-9]\\d*)(%s\\d+)?([eE][+-]?\\d{1,3})?".formatted(Pattern.quote("" + point)));
    }

    @Override
    boolean takes(String value, boolean isText) {
      String number = value.strip();
      if (isText || !form.matcher(number).matches()) {
        return false;
      }
      BigDecimal exact = new BigDecimal(number.replace(point, '.'));
      isExponential |= number.toLowerCase(Locale.ROOT).indexOf('e') >= 0;
      places = Math.max(places, exact.scale());
      digits = Math.max(digits, exact.precision() - exact.scale());
      double floating = exact.doubleValue();
      isExactInDouble &=
          Double.isFinite(floating) && BigDecimal.valueOf(floating).compareTo(exact) == 0;
      return isDecimal() || isExactInDouble;
    }

    private boolean isDecimal() {
      return !isExponential && Math.max(digits, 0) + places <= MOST_DIGITS;
    }

    /** Whole numbers are one of 64 bits, or a text. */
    @Override
    boolean isUseful() {
      return isExponential || places > 0;
    }

    @Override
    String type() {
      if (!isDecimal() || (places > MOST_PLACES && isExactInDouble)) {
        return "double";
      }
      return "decimal(%d,%d)"
          .formatted(Math.max(USUAL_DIGITS, Math.max(digits, 0) + places), places);
    }

    @Override
    String label() {
      return "a number";
    }

    @Override
    Spelling depends() {
      return Spelling.DECIMAL;
    }

    @Override
    String spelling() {
      return String.valueOf(point);
    }

    @Override
    boolean fits(FileLayout layout) {
      return layout.decimal() == point;
    }
  }

  /** Dates and times of a pattern. */
  private static final class Time extends TypeCandidate {
    private final String type;
    private final @Nullable String pattern;
    private final Predicate<String> reader;

    Time(String type, @Nullable String pattern, FileLayout layout) {
      this.type = type;
      this.pattern = pattern;
      this.reader = reads(type, layout);
    }

    @Override
    boolean takes(String value, boolean isText) {
      return reader.test(value);
    }

    @Override
    String type() {
      return type;
    }

    @Override
    String label() {
      return (type.equals("date") ? "a date" : "a time")
          + (pattern == null ? "" : " like " + pattern);
    }

    @Override
    Spelling depends() {
      return type.equals("date") ? Spelling.DATES : Spelling.TIMESTAMPS;
    }

    @Override
    @Nullable String spelling() {
      return pattern;
    }

    @Override
    boolean fits(FileLayout layout) {
      String wanted = type.equals("date") ? layout.dates() : layout.timestamps();
      return pattern == null ? wanted == null : pattern.equals(wanted);
    }
  }
}
