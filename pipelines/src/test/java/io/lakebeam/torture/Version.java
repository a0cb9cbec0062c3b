package io.lakebeam.torture;

import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A row as one change left it.
 *
 * @param key the values of the key's columns
 * @param operation {@code r} as a snapshot found it, {@code c}, {@code u}, {@code d}, {@code t}
 *     ended by TRUNCATE
 * @param lsn the change's position in the log
 * @param values of the columns that are not NULL; null of a deleted row
 */
record Version(List<String> key, String operation, long lsn, @Nullable Map<String, String> values) {

  /** Ends all rows of the table; the change itself has no key. */
  static final String TRUNCATE = "t";

  /** What makes a change another one than all others of its table. */
  record Identity(List<String> key, String operation, long lsn) {
    @Override
    public String toString() {
      return "key %s, operation %s, LSN %s".formatted(key, operation, lsnText(lsn));
    }
  }

  Identity identity() {
    return new Identity(key, operation, lsn);
  }

  boolean isDelete() {
    return values == null;
  }

  /** As PostgreSQL writes it. */
  static String lsnText(long lsn) {
    return "%X/%X".formatted(lsn >>> 32, lsn & 0xFFFFFFFFL);
  }
}
