package io.lakebeam.definition;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.file.FileColumn;
import io.lakebeam.privacy.MaskRule;
import io.lakebeam.quality.CleanStep;
import io.lakebeam.quality.ColumnCleaning;
import io.lakebeam.quality.Expectation;
import io.lakebeam.quality.Expected;
import io.lakebeam.quality.TableExpectation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A silver table: a source's table or files, typed, current and with its history.
 *
 * <pre>{@code
 * tables:
 *   customer: {from: shop.public.customer, key: [id], event-time: updated_at, mask: {email: hmac}}
 *   price:    {from: landing, key: [id], columns: {id: bigint, price: "decimal(10,2)"}}
 * }</pre>
 *
 * @param name of the silver table
 * @param from {@code source.schema.table}, or a source of files
 * @param key the columns of its primary key
 * @param eventTime the column that says when a row became so, or {@link #COMMIT_TIME}
 * @param subject whom its rows are about; null where that is nobody who could ask to be erased
 * @param masks how columns are masked before anything of them is stored
 * @param columns what is taken from files; empty where a database says it
 * @param clean what is done to columns' values before silver has them
 * @param expect what is expected of every row and of all of them together, and what becomes of what
 *     does not meet it
 * @param latestBy the column whose greatest value says which of the rows of one key is the current
 *     one; null where the last one is, as it always is of a database
 */
public record TableDefinition(
    String name,
    String from,
    List<String> key,
    String eventTime,
    @Nullable SubjectDefinition subject,
    Map<String, MaskRule> masks,
    List<FileColumn> columns,
    Map<String, List<CleanStep>> clean,
    List<Expected> expect,
    @Nullable String latestBy) {

  /**
   * As event time: when the source committed the row, for tables that have no column that says it.
   */
  public static final String COMMIT_TIME = ChangeColumns.SOURCE_TIME;

  private static final Pattern FROM =
      Pattern.compile("%1$s\\.%1$s\\.%1$s".formatted(Checks.NAME.pattern()));

  public TableDefinition {
    key = List.copyOf(key);
    masks = Checks.copy(masks);
    columns = List.copyOf(columns);
    clean = new ColumnCleaning(clean).steps();
    expect = List.copyOf(expect);
    boolean isFiles = Checks.NAME.matcher(from).matches();
    new Checks()
        .name("name", name)
        .that(
            isFiles || FROM.matcher(from).matches(),
            "from",
            "must be source.schema.table, or a source of files, found '%s'%s"
                .formatted(
                    from,
                    TablePattern.isOne(from)
                        ? "; for several tables, give it a name with as many *"
                        : ""))
        .that(
            isFiles || columns.isEmpty(),
            "columns",
            "are for tables from files; those of %s are as the source has them".formatted(from))
        .that(
            isFiles || latestBy == null,
            "latest-by",
            "is for tables from files; the rows of %s are as the source has them".formatted(from))
        .names("key", key)
        .name("event-time", eventTime)
        .all(TableMasks.problems(key, eventTime, subject, masks))
        .all(
            isFiles
                ? TableCleaning.problems(columns, masks, clean)
                : TableCleaning.problems(key, eventTime, subject, masks, clean))
        .all(TableExpectations.problems(expect, masks, columns))
        .all(
            isFiles
                ? FileColumns.problems(columns, key, eventTime, subject, masks, latestBy)
                : List.of())
        .done();
  }

  /** A table of a database without masks, its values as they are. */
  public TableDefinition(
      String name,
      String from,
      List<String> key,
      String eventTime,
      @Nullable SubjectDefinition subject) {
    this(name, from, key, eventTime, subject, Map.of(), List.of(), Map.of(), List.of(), null);
  }

  /** Whether it is taken from files. */
  public boolean comesFromFiles() {
    return !from.contains(".");
  }

  /** A table about nobody. */
  public TableDefinition(String name, String from, List<String> key, String eventTime) {
    this(name, from, key, eventTime, null);
  }

  /** Whom its rows are about, if that is declared. */
  public Optional<SubjectDefinition> declaredSubject() {
    return Optional.ofNullable(subject);
  }

  /** What is expected of each of its rows. */
  public List<Expectation> expectOfRows() {
    return expect.stream()
        .filter(Expectation.class::isInstance)
        .map(Expectation.class::cast)
        .toList();
  }

  /** What is expected of all of its rows together. */
  public List<TableExpectation> expectOfTable() {
    return expect.stream()
        .filter(TableExpectation.class::isInstance)
        .map(TableExpectation.class::cast)
        .toList();
  }

  /** How its columns are cleaned. */
  public ColumnCleaning cleaning() {
    return new ColumnCleaning(clean);
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
