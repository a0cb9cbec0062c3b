package io.lakebeam.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What type all values of a column could be read as that were seen: by the readers that an ingest
 * reads them with, so that what fits here is no dead letter there.
 *
 * <pre>{@code
 * ColumnGuess guess = ColumnGuess.open();
 * guess.see("1.50", false, "a.csv line 2");
 * guess.type(layout); // decimal(18,2)
 * }</pre>
 *
 * <p>Numbers with leading zeros or beyond 64 bits are texts. No value is kept. Not thread-safe.
 */
public final class ColumnGuess {
  /** What people write where there is nothing. */
  private static final Set<String> NULLS =
      Set.of(
          "NULL", "Null", "null", "N/A", "n/a", "NA", "#N/A", "None", "none", "\\N", "-", "--",
          "?");

  private final List<TypeCandidate> alive;
  private final boolean isDeclared;
  private final Set<String> spelledNulls = new TreeSet<>();
  private long values;
  private long nulls;
  private @Nullable String beyond;
  private @Nullable String whyText;

  private ColumnGuess(List<TypeCandidate> candidates, boolean isDeclared) {
    this.alive = new ArrayList<>(candidates);
    this.isDeclared = isDeclared;
  }

  /** Of a column that may be anything. */
  public static ColumnGuess open() {
    return new ColumnGuess(TypeCandidate.all(), false);
  }

  /** Of a column that its files say the type of. */
  public static ColumnGuess ofType(String type) {
    return new ColumnGuess(
        type.equals("string") ? List.of() : List.of(TypeCandidate.declared(type)), true);
  }

  /** Whether a text is what people write where there is nothing. */
  public static boolean mayBeNull(String value) {
    return NULLS.contains(value);
  }

  /**
   * A value.
   *
   * @param value null, or its text as it came
   * @param isText whether its file says that it is a text: it can be a time then, but no number
   * @param mayBeNull whether a text can stand for null
   * @param place where it is, for people
   */
  public void see(@Nullable String value, boolean isText, boolean mayBeNull, String place) {
    if (value == null || value.isEmpty()) {
      nulls++;
      return;
    }
    if (mayBeNull && NULLS.contains(value)) {
      spelledNulls.add(value);
      nulls++;
      return;
    }
    if (!alive.isEmpty()) {
      Optional<String> was = alive.stream().map(TypeCandidate::label).findFirst();
      boolean wasWhole = isWhole();
      alive.removeIf(candidate -> !candidate.takes(value, isText));
      if (wasWhole && !isWhole() && isLong(value)) {
        beyond = place;
      }
      if (alive.isEmpty()) {
        becomesText(value, isText, was.orElseThrow(), place);
      }
    }
    values++;
  }

  private void becomesText(String value, boolean isText, String was, String place) {
    if (isText && values == 0) {
      return;
    }
    if (value.strip().matches("[+-]?0\\d+([.,]\\d+)?")) {
      whyText = "a number with leading zeros in " + place;
    } else if (values > 0) {
      whyText = "%s until %s".formatted(was, place);
    }
  }

  private boolean isWhole() {
    return alive.stream().anyMatch(candidate -> candidate.type().equals("bigint"));
  }

  private static boolean isLong(String value) {
    return value.strip().matches("[+-]?[1-9]\\d{18,}");
  }

  /** How many values were seen. */
  public long values() {
    return values;
  }

  /** How often there was none. */
  public long nulls() {
    return nulls;
  }

  /** The texts that stand for null, if the column is no text. */
  Set<String> spelledNulls() {
    return spelledNulls;
  }

  /** What it can be read as, best first. */
  List<TypeCandidate> candidates() {
    return values == 0 ? List.of() : alive.stream().filter(TypeCandidate::isUseful).toList();
  }

  /** The type under a layout; a text where none is left. */
  public String type(FileLayout layout) {
    return candidates().stream()
        .filter(candidate -> candidate.fits(layout))
        .findFirst()
        .map(TypeCandidate::type)
        .orElse("string");
  }

  /** Why it is a text under a layout; nothing where that needs no word. */
  public Optional<String> note(FileLayout layout) {
    if (values == 0) {
      return Optional.of("no value was found, so its type is not known");
    }
    if (beyond != null && type(layout).equals("string")) {
      return Optional.of("a number of more than 64 bits in " + beyond);
    }
    if (whyText != null || isDeclared) {
      return Optional.ofNullable(whyText);
    }
    List<TypeCandidate> left = candidates();
    if (left.isEmpty()) {
      return spelledNulls.stream().anyMatch(layout.nulls()::contains)
          ? Optional.of("texts that are null in other columns are null here too, 'nulls'")
          : Optional.empty();
    }
    if (left.stream().anyMatch(candidate -> candidate.fits(layout))) {
      return Optional.empty();
    }
    return Optional.of(
        GuessedLayout.isAmbiguous(left)
            ? "dates, either %s or %s; say which by 'dates' or 'timestamps', and the type"
                .formatted(left.get(0).spelling(), left.get(1).spelling())
            : "%s, which is not how the other columns of the source are written"
                .formatted(left.get(0).label()));
  }
}
