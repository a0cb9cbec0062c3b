package io.lakebeam.reconcile;

import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceException;
import io.lakebeam.source.SourceTable;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
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

  /** The table's buckets, summed up in the source in one pass over it. */
  BucketSums sums(SourceTable table) {
    String query =
        """
        SELECT bucket, count(*), sum(high), sum(low) FROM (
          SELECT ('x' || left(k, 4))::bit(16)::int %% %d AS bucket,
                 ('x' || left(h, 16))::bit(64)::bigint AS high,
                 ('x' || right(h, 16))::bit(64)::bigint AS low
          FROM (%s) AS hashed) AS halves
        GROUP BY bucket"""
            .formatted(BucketSums.BUCKETS, hashes(table));
    BucketSums sums = new BucketSums();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        sums.add(rows.getInt(1), rows.getLong(2), wrapped(rows, 3), wrapped(rows, 4));
      }
      return sums;
    } catch (SQLException e) {
      throw refused("table " + table.qualifiedName(), e);
    }
  }

  /** The hashes of the rows in some of the buckets, by the hash of their key. */
  Map<Hash, Hash> rows(SourceTable table, List<Integer> buckets) {
    String query =
        "SELECT k, h FROM (%s) AS hashed WHERE ('x' || left(k, 4))::bit(16)::int %% %d IN (%s)"
            .formatted(
                hashes(table),
                BucketSums.BUCKETS,
                buckets.stream().map(String::valueOf).collect(Collectors.joining(",")));
    Map<Hash, Hash> found = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10_000);
      try (ResultSet rows = statement.executeQuery(query)) {
        while (rows.next()) {
          found.put(hash(rows.getString(1)), hash(rows.getString(2)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw refused("table " + table.qualifiedName(), e);
    }
  }

  /** The columns of rows as text, by the hash of their key. */
  Map<Hash, List<String>> texts(SourceTable table, List<Hash> keys) {
    String columns =
        table.columns().stream().map(CanonicalForm::sql).collect(Collectors.joining(", "));
    String query =
        "SELECT %s, %s FROM %s WHERE %s IN (%s)"
            .formatted(
                keyHash(table),
                columns,
                quoted(table),
                keyHash(table),
                keys.stream()
                    .map(k -> "'%016x%016x'".formatted(k.high(), k.low()))
                    .collect(Collectors.joining(",")));
    Map<Hash, List<String>> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
          texts.add(rows.getString(i + 2));
        }
        found.put(hash(rows.getString(1)), texts);
      }
      return found;
    } catch (SQLException e) {
      throw refused("table " + table.qualifiedName(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw refused("to be left", e);
    }
  }

  private static String hashes(SourceTable table) {
    return "SELECT %s AS k, %s AS h FROM %s"
        .formatted(keyHash(table), md5(new CanonicalForm(table.columns()).sql()), quoted(table));
  }

  private static String keyHash(SourceTable table) {
    return md5(new CanonicalForm(keyColumns(table)).sql());
  }

  static List<SourceColumn> keyColumns(SourceTable table) {
    return table.primaryKey().stream()
        .map(
            name ->
                table.columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  private static String md5(String text) {
    return "md5(convert_to(%s, 'UTF8'))".formatted(text);
  }

  private static String quoted(SourceTable table) {
    return PostgresCatalog.quoted(table.schema()) + "." + PostgresCatalog.quoted(table.name());
  }

  private static long wrapped(ResultSet row, int column) throws SQLException {
    return new BigInteger(row.getString(column)).longValue();
  }

  private static Hash hash(String hex) {
    return new Hash(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }

  private SourceException refused(String what, SQLException e) {
    return new SourceException(
        "source %s could not be asked for %s at the cut".formatted(source.name(), what), e);
  }
}
