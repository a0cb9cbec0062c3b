package io.lakebeam.definition;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Silver tables for all of a source's tables whose names are like this, those that are made later
 * among them.
 *
 * <pre>{@code
 * tables:
 *   "shop_*_*": {from: shops.shop_*.*, except: [shops.*.tmp_*], event-time: updated_at}
 * }</pre>
 *
 * <p>A {@code *} stands for any letters within a schema's or a table's name. What each one of
 * {@code from} stands for takes the place of one in the name, in their order: {@code shop_1.orders}
 * is silver's {@code shop_1_orders} here. Keys are the source's primary keys.
 *
 * @param name of the silver tables, with as many {@code *} as {@code from}
 * @param from {@code source.schema.table}, the last two with {@code *}
 * @param except tables that are left out, in the form of {@code from}
 * @param eventTime the column that says when a row became so, in the tables that have it; null: as
 *     in the others, it is when the source committed the row
 */
public record TablePattern(
    String name, String from, List<String> except, @Nullable String eventTime) {
  private static final String STAR = "*";

  /** A silver table's name with stars. */
  static final Pattern NAME = Pattern.compile("[a-z_*][a-z0-9_*]{0,62}");

  private static final Pattern FROM =
      Pattern.compile("%s\\.%2$s\\.%2$s".formatted(Checks.NAME.pattern(), NAME.pattern()));

  /** Names that are not the lake's can be left out, too. */
  private static final Pattern EXCEPT =
      Pattern.compile("%s\\.[^.]+\\.[^.]+".formatted(Checks.NAME.pattern()));

  public TablePattern {
    except = List.copyOf(except);
    Checks checks =
        new Checks()
            .matches("name", name, NAME)
            .that(
                FROM.matcher(from).matches() && stars(from) > 0,
                "from",
                "must be source.schema.table with a * in schema or table, found '" + from + "'")
            .that(
                stars(name) == stars(from),
                "from",
                "must have as many * as the name '%s', found '%s': what each one stands for takes the place of one in the name"
                    .formatted(name, from));
    for (int i = 0; i < except.size(); i++) {
      String left = except.get(i);
      checks.that(
          EXCEPT.matcher(left).matches() && source(left).equals(source(from)),
          "except[" + i + "]",
          "must be %s.schema.table, with or without *, found '%s'".formatted(source(from), left));
    }
    if (eventTime != null) {
      checks.name("event-time", eventTime);
    }
    checks.done();
  }

  /** Whether a name in the project file is a pattern's. */
  static boolean isOne(String name) {
    return name.contains(STAR);
  }

  /** The source its tables are captured from. */
  public String sourceName() {
    return source(from);
  }

  /** The column that says when a row became so, where that is declared. */
  public Optional<String> declaredEventTime() {
    return Optional.ofNullable(eventTime);
  }

  /**
   * What the source's table is called in the lake; empty where this is not about it. Whether that
   * is a name is not looked at.
   */
  public Optional<String> lakeName(String schema, String table) {
    if (except.stream().anyMatch(left -> isLike(left, schema, table))) {
      return Optional.empty();
    }
    Matcher schemas = matcher(part(from, 1), schema);
    Matcher tables = matcher(part(from, 2), table);
    return schemas.matches() && tables.matches()
        ? Optional.of(filled(schemas, tables))
        : Optional.empty();
  }

  private static boolean isLike(String pattern, String schema, String table) {
    return matcher(part(pattern, 1), schema).matches()
        && matcher(part(pattern, 2), table).matches();
  }

  private static Matcher matcher(String pattern, String name) {
    String regex = Pattern.quote(pattern).replace(STAR, "\\E(.*)\\Q");
    return Pattern.compile(regex, Pattern.DOTALL).matcher(name);
  }

  private String filled(Matcher... parts) {
    StringBuilder filled = new StringBuilder(name);
    for (Matcher part : parts) {
      for (int group = 1; group <= part.groupCount(); group++) {
        int star = filled.indexOf(STAR);
        filled.replace(star, star + 1, part.group(group));
      }
    }
    return filled.toString();
  }

  private static long stars(String text) {
    return text.chars().filter(letter -> letter == '*').count();
  }

  private static String source(String from) {
    return part(from, 0);
  }

  private static String part(String from, int index) {
    return from.split("\\.", -1)[index];
  }
}
