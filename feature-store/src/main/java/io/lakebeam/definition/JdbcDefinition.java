package io.lakebeam.definition;

import io.lakebeam.pull.JdbcAccess;
import io.lakebeam.pull.JdbcSource;
import io.lakebeam.pull.PulledSource;
import io.lakebeam.secret.Secret;
import java.time.Duration;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table or a view of any database that has a JDBC driver on the class path, read by SQL.
 *
 * <pre>{@code
 * sources:
 *   shop:
 *     type: jdbc
 *     url: jdbc:mariadb://db/shop
 *     user: reader
 *     password: ${SHOP_PASSWORD}    # only ever from a variable
 *     table: shop.customer          # or customer
 *     watermark: updated_at         # without it all rows are read each time, and deletes are seen
 *     overlap: 10m
 * }</pre>
 *
 * @param name as tables refer to it
 * @param url the JDBC URL, without user and password
 * @param user who reads
 * @param password of the user
 * @param table as the database knows it, its schema or catalog before it with a point
 * @param watermark see {@link PulledDefinition#watermark}
 * @param zone see {@link PulledDefinition#zone}
 * @param every see {@link PulledDefinition#every}
 * @param partRows how many rows are read as one part
 * @param fetchSize how many rows the driver fetches at a time
 */
public record JdbcDefinition(
    String name,
    String url,
    String user,
    Secret password,
    String table,
    @Nullable WatermarkDefinition watermark,
    @Nullable String zone,
    Duration every,
    int partRows,
    int fetchSize)
    implements PulledDefinition {
  /** How many rows a part has where nothing is said. */
  static final int USUAL_PART_ROWS = 50_000;

  /** How many rows are fetched at a time where nothing is said. */
  static final int USUAL_FETCH_SIZE = 1_000;

  public JdbcDefinition {
    new Checks()
        .name("name", name)
        .jdbcUrl("url", url, "jdbc:")
        .text("user", user)
        .that(
            !table.isBlank() && !table.startsWith(".") && !table.endsWith("."),
            "table",
            "must be a table's name, or schema.table, found '%s'".formatted(table))
        .that(
            zone == null || FilesDefinition.isZone(zone),
            "zone",
            "must be a time zone such as Europe/Berlin, found '%s'".formatted(zone))
        .that(partRows > 0, "part-rows", "must be 1 or more, found " + partRows)
        .that(fetchSize > 0, "fetch-size", "must be 1 or more, found " + fetchSize)
        .done();
  }

  @Override
  public PulledSource open(TableDefinition of) {
    String first = of.key().get(0);
    boolean isWhole =
        of.columns().stream()
            .anyMatch(column -> column.name().equals(first) && column.type().matches("int|bigint"));
    boolean isPlain = isWhole && !of.masks().containsKey(first) && !of.clean().containsKey(first);
    return new JdbcSource(
        new JdbcAccess(name, url, user, password, table, fetchSize),
        of.columns(),
        isPlain ? first : null,
        watermark == null ? null : watermark.of(of.columns()),
        zone,
        partRows);
  }
}
