package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.DeadLetters;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.SourcePosition;
import io.lakebeam.lake.Zones;
import io.lakebeam.privacy.PrivacyException;
import io.lakebeam.privacy.Seal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The dead letters that are not resolved, for people who may see them; the source is not asked.
 *
 * <pre>{@code
 * KeptLetters.read(project, Set.of("customer"), 100).letters().forEach(...);
 * }</pre>
 *
 * @param letters the first of them, by their places
 * @param more how many there are beside those
 */
public record KeptLetters(List<Kept> letters, long more) {
  private static final Comparator<SourcePosition> BY_PLACE =
      Comparator.comparing(SourcePosition::partition).thenComparingLong(SourcePosition::offset);

  public KeptLetters {
    letters = List.copyOf(letters);
  }

  /**
   * A letter.
   *
   * @param place where it stood: a partition and an offset, or a file and a line
   * @param reason why it was refused the last time
   * @param attempt how often it was tried again
   * @param key its key as text; null where it has none, or it is closed
   * @param value its bytes as text; null where they are closed
   * @param closed why its bytes, which are encrypted, cannot be shown; null where they can
   */
  public record Kept(
      String place,
      String reason,
      int attempt,
      @Nullable String key,
      @Nullable String value,
      @Nullable String closed) {
    private static Kept of(
        DeadLetter letter, byte @Nullable [] key, byte @Nullable [] value, @Nullable String why) {
      SourcePosition position = letter.position();
      return new Kept(
          "%s@%d".formatted(position.partition(), position.offset()),
          letter.reason(),
          letter.attempt(),
          text(key),
          text(value),
          why);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
      return bytes == null ? null : new String(bytes, UTF_8);
    }
  }

  /**
   * Letters of some tables; what is encrypted is opened with the project's keys.
   *
   * @param tables of the project; none: all letters of the lake
   * @param limit how many of them at most
   */
  public static KeptLetters read(Project project, Collection<TableDefinition> tables, int limit) {
    Lake lake = project.lake().open();
    if (!lake.exists(Zones.DEAD_LETTERS)) {
      return new KeptLetters(List.of(), 0);
    }
    List<Pattern> places = tables.stream().map(table -> places(project, table)).toList();
    Seal seal = project.privacy() == null ? null : new Seal(project.privacy().maskKeys());
    TreeMap<SourcePosition, Kept> first = new TreeMap<>(BY_PLACE);
    long[] more = {0};
    lake.read(Zones.DEAD_LETTERS, DeadLetters.columns(), RowFilter.isNotTrue(DeadLetters.RESOLVED))
        .forEach(
            row -> {
              DeadLetter letter = DeadLetters.decode(row);
              if (!isOf(places, letter)) {
                return;
              }
              first.put(letter.position(), opened(letter, seal));
              if (first.size() > limit) {
                first.pollLastEntry();
                more[0]++;
              }
            });
    return new KeptLetters(List.copyOf(first.values()), more[0]);
  }

  private static boolean isOf(List<Pattern> places, DeadLetter letter) {
    String partition = letter.position().partition();
    return places.isEmpty()
        || places.stream().anyMatch(place -> place.matcher(partition).matches());
  }

  /**
   * Where a table's letters stood: partitions of the topics of all captures, as {@code
   * DebeziumConnector} names them; or files.
   */
  public static Pattern places(Project project, TableDefinition table) {
    return Pattern.compile(
        table.comesFromFiles()
            ? Pattern.quote(table.from()) + ":.*"
            : "%s(-\\d+)?\\.%s-\\d+"
                .formatted(
                    Pattern.quote(project.name() + "." + table.sourceName()),
                    Pattern.quote(table.schemaName() + "." + table.tableName())));
  }

  private static Kept opened(DeadLetter letter, @Nullable Seal seal) {
    if (!Seal.isSealed(letter.key()) && !Seal.isSealed(letter.value())) {
      return Kept.of(letter, letter.key(), letter.value(), null);
    }
    if (seal == null) {
      return Kept.of(letter, null, null, "encrypted, and the project has no key under 'privacy'");
    }
    try {
      DeadLetter opened = letter.openedBy(seal);
      return Kept.of(letter, opened.key(), opened.value(), null);
    } catch (PrivacyException e) {
      return Kept.of(letter, null, null, e.getMessage());
    }
  }
}
