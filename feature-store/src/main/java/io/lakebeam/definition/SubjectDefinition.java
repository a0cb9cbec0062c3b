package io.lakebeam.definition;

import java.io.Serializable;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which person a table's rows are about, so that one can be erased.
 *
 * <pre>{@code
 * tables:
 *   customer: {..., key: [id], subject: id}
 *   order:    {..., key: [id], subject: customer_id}
 *   payment:  {..., key: [id], subject: {column: order_id, of: order}}
 * }</pre>
 *
 * @param column the table's column that says it
 * @param of null where the column holds the subject's key itself; else the table whose key it
 *     holds, and whose row says whose it is
 */
public record SubjectDefinition(String column, @Nullable String of) implements Serializable {

  public SubjectDefinition {
    Checks checks = new Checks().name("column", column);
    if (of != null) {
      checks.name("of", of);
    }
    checks.done();
  }

  /** A column that holds the subject's key. */
  public SubjectDefinition(String column) {
    this(column, null);
  }

  /** The table whose key the column holds, if it does not hold the subject's own. */
  public Optional<String> through() {
    return Optional.ofNullable(of);
  }
}
