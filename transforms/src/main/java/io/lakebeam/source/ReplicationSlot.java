package io.lakebeam.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A replication slot as PostgreSQL describes it in {@code pg_replication_slots}.
 *
 * @param name its name
 * @param active whether somebody reads by it now
 * @param status {@code wal_status}: {@code reserved} or {@code extended}; {@code unreserved} where
 *     the next checkpoint may take log that it needs; {@code lost} where that has happened
 * @param confirmed up to where its reader has everything, as a number
 * @param behind bytes of log from there to the log's end
 * @param held bytes of log that are kept for it
 * @param safe bytes that can still be written before it may be lost; empty without a limit
 */
public record ReplicationSlot(
    String name,
    boolean active,
    String status,
    long confirmed,
    long behind,
    long held,
    OptionalLong safe) {
  private static final long MEGABYTE = 1L << 20;
  private static final String STATE =
      """
      SELECT active, wal_status, confirmed_flush_lsn - '0/0'::pg_lsn,
             pg_current_wal_lsn() - confirmed_flush_lsn, pg_current_wal_lsn() - restart_lsn,
             safe_wal_size
      FROM pg_replication_slots
      WHERE slot_name = ? AND slot_type = 'logical' AND database = current_database()""";

  /** Whether log that it needs is gone: whoever reads by it misses changes. */
  public boolean isLost() {
    return status.equals("lost");
  }

  /**
   * Whether it will be lost soon: less than a quarter of the log that it may keep is left.
   *
   * @param limit {@code max_slot_wal_keep_size} in bytes; empty where there is none
   */
  public boolean isInDanger(OptionalLong limit) {
    boolean isNearLimit =
        limit.isPresent() && safe.isPresent() && safe.getAsLong() < limit.getAsLong() / 4;
    return status.equals("unreserved") || isNearLimit;
  }

  /** The SQL that lets slots keep four times as much log as {@code limit} bytes. */
  public static String raised(long limit) {
    return "ALTER SYSTEM SET max_slot_wal_keep_size = '%dMB'; SELECT pg_reload_conf()"
        .formatted((4 * limit) / MEGABYTE);
  }

  /** A number of bytes to be read by people. */
  public static String megabytes(long bytes) {
    return "%.1f MB".formatted((double) bytes / MEGABYTE);
  }

  /** The slot of that name in the connection's database. */
  static Optional<ReplicationSlot> read(Connection connection, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(STATE)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(of(name, row)) : Optional.empty();
      }
    }
  }

  private static ReplicationSlot of(String name, ResultSet row) throws SQLException {
    long safe = row.getLong(6);
    OptionalLong safeIfAny = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(safe);
    String status = row.getString(2);
    return new ReplicationSlot(
        name,
        row.getBoolean(1),
        status == null ? "reserved" : status,
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        safeIfAny);
  }
}
