package io.lakebeam.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The server's settings and the role that reads. */
final class ServerChecks {
  private static final String SETTINGS =
      """
      SELECT current_setting('wal_level'),
             current_setting('max_replication_slots')::int,
             (SELECT count(*) FROM pg_replication_slots),
             current_setting('max_wal_senders')::int,
             (SELECT count(*) FROM pg_stat_replication)""";
  private static final String ROLE =
      """
      SELECT quote_ident(rolname), rolsuper OR rolreplication
      FROM pg_roles WHERE rolname = current_user""";

  private final Connection connection;
  private final Examination examination;

  ServerChecks(Connection connection, Examination examination) {
    this.connection = connection;
    this.examination = examination;
  }

  /**
   * Makes the checks.
   *
   * @param hasSlot whether the source's slot is there, so that no other is needed but by reconcile
   */
  void run(boolean hasSlot) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(SETTINGS)) {
        row.next();
        examination.require(
            row.getString(1).equals("logical"),
            "wal_level",
            row.getString(1),
            "ALTER SYSTEM SET wal_level = logical; then restart the server");
        free("max_replication_slots", row.getInt(2), row.getInt(3), hasSlot);
        free("max_wal_senders", row.getInt(4), row.getInt(5), hasSlot);
      }
      try (ResultSet row = statement.executeQuery(ROLE)) {
        row.next();
        String role = row.getString(1);
        examination.require(
            row.getBoolean(2),
            "role",
            role + (row.getBoolean(2) ? " may replicate" : " has no REPLICATION"),
            "ALTER ROLE %s REPLICATION".formatted(role));
      }
    }
  }

  private void free(String setting, int most, int used, boolean hasSlot) {
    String found = "%d of %d are used".formatted(used, most);
    String mend = "ALTER SYSTEM SET %s = %d; then restart the server".formatted(setting, most + 10);
    if (used < most) {
      examination.ok(setting, found);
    } else if (hasSlot) {
      examination.warn(setting, found + "; reconcile needs one for a moment", mend);
    } else {
      examination.bad(setting, found, mend);
    }
  }
}
