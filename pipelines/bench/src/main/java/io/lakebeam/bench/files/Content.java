package io.lakebeam.bench.files;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableName;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a result all sides must agree on.
 *
 * @param rows how many
 * @param quantity summed up
 * @param price summed up
 * @param updated the seconds of the last changes, summed up: of each order the newest row is there
 * @param masks how many different ones
 */
record Content(long rows, long quantity, BigDecimal price, long updated, long masks) {

  static Content of(Lake lake, TableName table) {
    long[] sums = new long[3];
    BigDecimal[] price = {BigDecimal.ZERO};
    Set<String> masks = new HashSet<>();
    lake.read(table, List.of("quantity", "price", "updated_at", "phone"))
        .forEach(
            row -> {
              sums[0]++;
              sums[1] += row.getInt(0);
              price[0] = price[0].add(row.getDecimal(1, 12, 2).toBigDecimal());
              sums[2] += row.getTimestamp(2, 6).getMillisecond() / 1000;
              masks.add(row.getString(3).toString());
            });
    return new Content(sums[0], sums[1], price[0], sums[2], masks.size());
  }

  static Content ofParquet(String files) {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), sum(quantity)::BIGINT, sum(price), sum(epoch(updated_at))::BIGINT, count(DISTINCT phone) FROM read_parquet('%s')"
                    .formatted(files))) {
      row.next();
      return new Content(
          row.getLong(1), row.getLong(2), row.getBigDecimal(3), row.getLong(4), row.getLong(5));
    } catch (SQLException e) {
      throw new IllegalStateException(files + " cannot be read", e);
    }
  }
}
