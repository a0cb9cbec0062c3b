package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.secret.Secret;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import java.io.Serializable;

/**
 * How workers ask a source's catalogue.
 *
 * @param url the JDBC URL, without user and password
 * @param user who asks
 * @param password of the user
 */
record SourceAccess(String url, String user, Secret password) implements Serializable {
  static SourceAccess of(SourceDefinition source) {
    return new SourceAccess(source.url(), source.user(), source.password());
  }

  PostgresCatalog connect() {
    return PostgresCatalog.connect(url, user, password.reveal());
  }

  /**
   * The table as it is now.
   *
   * @throws ChangeException if it can no longer be captured
   * @throws SourceException if the source does not answer
   */
  SourceTable table(CapturedTable known) {
    try (PostgresCatalog catalog = connect()) {
      return catalog.table(known.source().schema(), known.source().name());
    } catch (SourceException e) {
      if (e.getCause() != null) {
        throw e;
      }
      throw new ChangeException(e.getMessage(), e);
    }
  }
}
