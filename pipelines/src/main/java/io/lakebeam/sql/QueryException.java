package io.lakebeam.sql;

import java.sql.SQLException;

/** A query that was refused or failed; the message says where in it, and what is there. */
public final class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the engine says of its own work before the reason. */
  private static final String BEFORE_REASON = "closed pending query result\nError: ";

  QueryException(String message) {
    super(message);
  }

  private QueryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The engine's reason, which quotes the line. */
  static QueryException of(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    int reason = message.indexOf(BEFORE_REASON);
    return new QueryException(
        "sql: " + (reason < 0 ? message : message.substring(reason + BEFORE_REASON.length())),
        failure);
  }
}
