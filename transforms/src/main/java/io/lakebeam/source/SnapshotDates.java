package io.lakebeam.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.paimon.types.DataTypeRoot;

/**
 * Looks for dates that the connector's snapshot reads as other dates, which nothing in its events
 * would show: those before the year 1 lose their era, those between the Julian and the Gregorian
 * calendar move. Its stream reads them right.
 */
final class SnapshotDates {
  private final Connection connection;

  SnapshotDates(Connection connection) {
    this.connection = connection;
  }

  void requireReadable(SourceTable table) throws SQLException {
    for (SourceColumn column : table.columns()) {
      if (column.lakeType().is(DataTypeRoot.DATE)) {
        requireReadable(table, column.name());
      }
    }
  }

  private void requireReadable(SourceTable table, String column) throws SQLException {
    String quoted = PostgresCatalog.quoted(column);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                ("SELECT count(*) FROM %1$s.%2$s WHERE isfinite(%3$s) AND (%3$s < '0001-01-01'"
                        + " OR %3$s BETWEEN '1582-10-05' AND '1582-10-14')")
                    .formatted(
                        PostgresCatalog.quoted(table.schema()),
                        PostgresCatalog.quoted(table.name()),
                        quoted))) {
      row.next();
      if (row.getLong(1) > 0) {
        throw new SourceException(
            ("table %s column '%s' has %d dates before the year 1 or from 1582-10-05 to 1582-10-14,"
                    + " which the connector's snapshot reads as others; change them, or the"
                    + " column's type to timestamp")
                .formatted(table.qualifiedName(), column, row.getLong(1)));
      }
    }
  }
}
