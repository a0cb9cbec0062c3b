package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.secret.Secret;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How workers ask a source's catalogue.
 *
 * @param url the JDBC URL, without user and password
 * @param user who asks
 * @param password of the user
 */
record SourceAccess(String url, String user, Secret password) implements Serializable {
  /** The clock and the times of commits are whole milliseconds, each rounded in its own way. */
  private static final long CLOCK_MILLIS = 1;

  static SourceAccess of(SourceDefinition source) {
    return new SourceAccess(source.url(), source.user(), source.password());
  }

  PostgresCatalog connect() {
    return PostgresCatalog.connect(url, user, password.reveal());
  }

  /**
   * Looks at the table as it is now.
   *
   * @throws SourceException if the source does not answer
   */
  Look look(CapturedTable known) {
    try (PostgresCatalog catalog = connect()) {
      long millis = catalog.clockMillis();
      try {
        return new Look(
            millis, catalog.table(known.source().schema(), known.source().name()), null);
      } catch (SourceException e) {
        if (e.getCause() != null) {
          throw e;
        }
        return new Look(millis, null, e);
      }
    }
  }

  /**
   * What a look at a table found: either of both.
   *
   * @param sourceMillis the source's clock just before
   */
  record Look(long sourceMillis, @Nullable SourceTable found, @Nullable SourceException refusal) {
    /**
     * The table.
     *
     * @throws ChangeException if it can no longer be captured
     */
    SourceTable table() {
      if (refusal != null) {
        throw new ChangeException(refusal.getMessage(), refusal);
      }
      return found;
    }

    /** Whether it tells how the table was when that was committed. */
    boolean isNewerThan(long commitMillis) {
      return commitMillis < sourceMillis - CLOCK_MILLIS;
    }
  }
}
