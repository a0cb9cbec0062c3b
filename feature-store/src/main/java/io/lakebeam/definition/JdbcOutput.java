package io.lakebeam.definition;

import io.lakebeam.secret.Secret;
import java.util.regex.Pattern;

/**
 * An output as a table of a database.
 *
 * <pre>{@code
 * {to: jdbc, url: "jdbc:mariadb://db/shop", user: lake, password: "${SHOP_PASSWORD}", table: customers}
 * }</pre>
 *
 * @param url the JDBC URL of a PostgreSQL or a MariaDB, without user and password
 * @param user who writes
 * @param password of the user
 * @param table its name, or {@code schema.table}
 */
public record JdbcOutput(String url, String user, Secret password, String table)
    implements OutputDefinition.Target {
  private static final Pattern TABLE =
      Pattern.compile("(%1$s\\.)?%1$s".formatted(Checks.NAME.pattern()));

  public JdbcOutput {
    new Checks()
        .jdbcUrl("url", url, "jdbc:postgresql:", "jdbc:mariadb:")
        .text("user", user)
        .matches("table", table, TABLE)
        .done();
  }
}
