package io.lakebeam.reconcile;

import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.source.SourceException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;

/**
 * A source as it was at one place in its log: the snapshot that a temporary slot exports when it is
 * made. It sees the transactions that committed before the slot's consistent point and no others.
 *
 * <p>The slot is gone at once; the snapshot lives in a read-only transaction until this is closed.
 * Making a slot waits for the transactions that are open, see PostgreSQL's manual, "Exporting
 * Snapshots for logical decoding".
 */
final class SourceCut implements AutoCloseable {
  private static final long XIDS = 1L << 32;

  private final SourceDefinition source;
  private final Connection connection;
  private final long lsn;

  private SourceCut(SourceDefinition source, Connection connection, long lsn) {
    this.source = source;
    this.connection = connection;
    this.lsn = lsn;
  }

  /** Makes the cut now. */
  static SourceCut of(SourceDefinition source) {
    try (Connection replication = connect(source, true);
        Statement create = replication.createStatement();
        ResultSet slot =
            create.executeQuery(
                "CREATE_REPLICATION_SLOT lakebeam_cut_%s TEMPORARY LOGICAL pgoutput EXPORT_SNAPSHOT"
                    .formatted(UUID.randomUUID().toString().replace("-", "")))) {
      slot.next();
      long lsn = LogSequenceNumber.valueOf(slot.getString("consistent_point")).asLong();
      return new SourceCut(source, at(source, slot.getString("snapshot_name")), lsn);
    } catch (SQLException e) {
      throw new SourceException(
          ("source %s: no cut could be made; it takes a role with REPLICATION and a free slot"
                  + " (max_replication_slots)")
              .formatted(source.name()),
          e);
    }
  }

  private static Connection at(SourceDefinition source, String snapshot) throws SQLException {
    Connection connection = connect(source, false);
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
      statement.execute("SET LOCAL intervalstyle = 'iso_8601'");
      statement.execute("SET LOCAL TimeZone = 'UTC'");
      // A bounded load: one process of the server, no statement without an end, no long queue of
      // others behind a wait for a table that is being altered.
      statement.execute("SET LOCAL max_parallel_workers_per_gather = 0");
      statement.execute("SET LOCAL statement_timeout = '10min'");
      statement.execute("SET LOCAL lock_timeout = '30s'");
      statement.execute("SET LOCAL jit = off");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection connect(SourceDefinition source, boolean replication)
      throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, source.user());
    PGProperty.PASSWORD.set(properties, source.password().reveal());
    PGProperty.APPLICATION_NAME.set(properties, "lakebeam reconcile");
    if (replication) {
      PGProperty.REPLICATION.set(properties, "database");
      PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
      PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    }
    return DriverManager.getConnection(source.url(), properties);
  }

  /** Where in the log it is. */
  long lsn() {
    return lsn;
  }

  /** Whether the transaction of that number, without its epoch, had committed before the cut. */
  boolean sees(long xid) {
    try (Statement statement = connection.createStatement();
        ResultSet next =
            statement.executeQuery("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")) {
      next.next();
      long xmax = Long.parseLong(next.getString(1));
      long whole = xmax / XIDS * XIDS + xid;
      // Half of the numbers are the past, half the future.
      if (whole - xmax > XIDS / 2) {
        whole -= XIDS;
      } else if (xmax - whole > XIDS / 2) {
        whole += XIDS;
      }
      try (ResultSet seen =
          statement.executeQuery(
              "SELECT pg_visible_in_snapshot('%d'::xid8, pg_current_snapshot())"
                  .formatted(whole))) {
        seen.next();
        return seen.getBoolean(1);
      }
    } catch (SQLException e) {
      throw refused("which transactions the cut sees", e);
    }
  }

  /** When it was made, by the source's clock, in milliseconds since 1970. */
  long millis() {
    try (Statement statement = connection.createStatement();
        ResultSet time =
            statement.executeQuery(
                "SELECT trunc(extract(epoch FROM transaction_timestamp()) * 1000)::bigint")) {
      time.next();
      return time.getLong(1);
    } catch (SQLException e) {
      throw refused("the time", e);
    }
  }

  /** A statement that sees what the cut does. */
  Statement statement() throws SQLException {
    return connection.createStatement();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw refused("to be left", e);
    }
  }

  SourceException refused(String what, SQLException e) {
    return new SourceException(
        "source %s could not be asked for %s at the cut".formatted(source.name(), what), e);
  }
}
