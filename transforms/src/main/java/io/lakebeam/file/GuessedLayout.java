package io.lakebeam.file;

import io.lakebeam.file.TypeCandidate.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One layout for all columns of a source: of each spelling the one that most columns have.
 *
 * <pre>{@code
 * FileLayout layout = GuessedLayout.of(guesses, FileLayout.of(FileFormat.CSV));
 * }</pre>
 */
public final class GuessedLayout {
  private GuessedLayout() {}

  /**
   * The layout with decimal sign, dates, times and spellings of null as they were found.
   *
   * @param known what is known of it already
   */
  public static FileLayout of(Collection<ColumnGuess> columns, FileLayout known) {
    FileLayout layout =
        known.withTimes(most(columns, Spelling.DATES), most(columns, Spelling.TIMESTAMPS));
    String decimal = most(columns, Spelling.DECIMAL);
    layout = decimal == null ? layout : layout.withDecimal(decimal.charAt(0));
    TreeSet<String> nulls = new TreeSet<>(known.nulls());
    for (ColumnGuess column : columns) {
      if (!column.type(layout).equals("string")) {
        nulls.addAll(column.spelledNulls());
      }
    }
    return layout.withNulls(List.copyOf(nulls));
  }

  /** Whether a value may be one date or another. */
  static boolean isAmbiguous(List<TypeCandidate> candidates) {
    return candidates.size() > 1
        && (candidates.get(0).depends() == Spelling.DATES
            || candidates.get(0).depends() == Spelling.TIMESTAMPS);
  }

  private static @Nullable String most(Collection<ColumnGuess> columns, Spelling of) {
    // ISO, which has no pattern, before others.
    Map<Optional<String>, Integer> votes = new LinkedHashMap<>();
    votes.put(Optional.empty(), 0);
    for (ColumnGuess column : columns) {
      List<TypeCandidate> candidates = new ArrayList<>(column.candidates());
      if (candidates.isEmpty() || isAmbiguous(candidates)) {
        continue;
      }
      if (candidates.get(0).depends() == of) {
        votes.merge(Optional.ofNullable(candidates.get(0).spelling()), 1, Integer::sum);
      }
    }
    return votes.entrySet().stream()
        .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
        .flatMap(Map.Entry::getKey)
        .orElse(null);
  }
}
