package io.lakebeam.definition;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.privacy.MaskRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A silver table: a source's table, typed, current and with its history.
 *
 * <pre>{@code
 * tables:
 *   customer: {from: shop.public.customer, key: [id], event-time: updated_at, mask: {email: hmac}}
 * }</pre>
 *
 * @param name of the silver table
 * @param from {@code source.schema.table}
 * @param key the columns of its primary key
 * @param eventTime the column that says when a row became so, or {@link #COMMIT_TIME}
 * @param subject whom its rows are about; null where that is nobody who could ask to be erased
 * @param masks how columns are masked before anything of them is stored
 */
public record TableDefinition(
    String name,
    String from,
    List<String> key,
    String eventTime,
    @Nullable SubjectDefinition subject,
    Map<String, MaskRule> masks) {

  /**
   * As event time: when the source committed the row, for tables that have no column that says it.
   */
  public static final String COMMIT_TIME = ChangeColumns.SOURCE_TIME;

  private static final Pattern FROM =
      Pattern.compile("%1$s\\.%1$s\\.%1$s".formatted(Checks.NAME.pattern()));

  public TableDefinition {
    key = List.copyOf(key);
    masks = Checks.copy(masks);
    new Checks()
        .name("name", name)
        .that(
            FROM.matcher(from).matches(),
            "from",
            "must be source.schema.table, found '%s'%s"
                .formatted(
                    from,
                    TablePattern.isOne(from)
                        ? "; for several tables, give it a name with as many *"
                        : ""))
        .names("key", key)
        .name("event-time", eventTime)
        .all(TableMasks.problems(key, eventTime, subject, masks))
        .done();
  }

  /** A table without masks. */
  public TableDefinition(
      String name,
      String from,
      List<String> key,
      String eventTime,
      @Nullable SubjectDefinition subject) {
    this(name, from, key, eventTime, subject, Map.of());
  }

  /** A table about nobody. */
  public TableDefinition(String name, String from, List<String> key, String eventTime) {
    this(name, from, key, eventTime, null);
  }

  /** Whom its rows are about, if that is declared. */
  public Optional<SubjectDefinition> declaredSubject() {
    return Optional.ofNullable(subject);
  }

  /** The source it is captured from. */
  public String sourceName() {
    return part(0);
  }

  /** The schema in the source. */
  public String schemaName() {
    return part(1);
  }

  /** The table in the source's schema. */
  public String tableName() {
    return part(2);
  }

  private String part(int index) {
    return from.split("\\.", -1)[index];
  }
}
