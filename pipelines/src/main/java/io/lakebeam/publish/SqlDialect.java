package io.lakebeam.publish;

import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.paimon.types.DataType;

/** What the two databases say in different ways. */
enum SqlDialect {
  POSTGRES("org.postgresql.Driver", '"') {
    @Override
    SqlType of(DataType type, boolean isKey) {
      return SqlType.of(type);
    }

    @Override
    String name(SqlType type, boolean isKey) {
      return switch (type.kind()) {
        case BOOLEAN -> "boolean";
        case WHOLE -> type.size() <= 2 ? "smallint" : type.size() <= 4 ? "integer" : "bigint";
        case FLOATING -> type.size() <= 4 ? "real" : "double precision";
        case DECIMAL -> "numeric(%d, %d)".formatted(type.size(), type.digits());
        case TEXT -> "text";
        case BYTES -> "bytea";
        case DATE -> "date";
        case TIMESTAMP -> "timestamp";
        case INSTANT -> "timestamptz";
        case OTHER -> throw new IllegalArgumentException("no type holds it");
      };
    }

    @Override
    String retype(String column, String type, boolean isKey) {
      return "ALTER COLUMN %s TYPE %s".formatted(column, type);
    }

    @Override
    String upsert(String table, List<String> columns, List<String> key) {
      List<String> others = columns.stream().filter(column -> !key.contains(column)).toList();
      String insert =
          insert(table + " AS t", columns) + " ON CONFLICT (%s) DO ".formatted(list(key));
      if (others.isEmpty()) {
        return insert + "NOTHING";
      }
      String set =
          others.stream().map(c -> c + " = EXCLUDED." + c).collect(Collectors.joining(", "));
      String now = others.stream().map(c -> "t." + c).collect(Collectors.joining(", "));
      String next = others.stream().map(c -> "EXCLUDED." + c).collect(Collectors.joining(", "));
      // A row that is as it should be is not written again: no trigger, no dead row.
      return insert + "UPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)".formatted(set, now, next);
    }
  },

  MARIADB("org.mariadb.jdbc.Driver", '`') {
    @Override
    SqlType of(DataType type, boolean isKey) {
      SqlType of = SqlType.of(type);
      boolean isText = of.kind() == SqlType.Kind.TEXT || of.kind() == SqlType.Kind.BYTES;
      if (of.kind() == SqlType.Kind.INSTANT) {
        return SqlType.of(SqlType.Kind.TIMESTAMP);
      }
      return isKey && isText ? new SqlType(of.kind(), Math.min(of.size(), KEY_LENGTH), 0) : of;
    }

    @Override
    String name(SqlType type, boolean isKey) {
      return switch (type.kind()) {
        case BOOLEAN -> "boolean";
        case WHOLE -> type.size() <= 2 ? "smallint" : type.size() <= 4 ? "int" : "bigint";
        case FLOATING -> type.size() <= 4 ? "float" : "double";
        case DECIMAL -> "decimal(%d, %d)".formatted(type.size(), type.digits());
        case TEXT ->
            (isKey ? "varchar(%d)".formatted(KEY_LENGTH) : "longtext")
                + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin";
        case BYTES -> isKey ? "varbinary(%d)".formatted(KEY_LENGTH) : "longblob";
        case DATE -> "date";
        case TIMESTAMP, INSTANT -> "datetime(6)";
        case OTHER -> throw new IllegalArgumentException("no type holds it");
      };
    }

    @Override
    String retype(String column, String type, boolean isKey) {
      return "MODIFY COLUMN %s %s %s".formatted(column, type, isKey ? "NOT NULL" : "NULL");
    }

    @Override
    String upsert(String table, List<String> columns, List<String> key) {
      List<String> others = columns.stream().filter(column -> !key.contains(column)).toList();
      String set =
          (others.isEmpty() ? key : others)
              .stream()
                  .map(c -> "%1$s = VALUES(%1$s)".formatted(c))
                  .collect(Collectors.joining(", "));
      return insert(table, columns) + " ON DUPLICATE KEY UPDATE " + set;
    }
  };

  /** Of text that is a key in MariaDB: an index holds no more. */
  private static final int KEY_LENGTH = 255;

  private final String driver;
  private final char quote;

  SqlDialect(String driver, char quote) {
    this.driver = driver;
    this.quote = quote;
  }

  /** That of a URL that begins with one of the two. */
  static SqlDialect of(String url) {
    return url.startsWith("jdbc:mariadb:") ? MARIADB : POSTGRES;
  }

  /** The class of its JDBC driver. */
  String driver() {
    return driver;
  }

  /** A name as it stands in a statement. */
  String quoted(String name) {
    return quote + name + quote;
  }

  /** The type that a column is given for a lake's. */
  abstract SqlType of(DataType type, boolean isKey);

  /** A type as it stands in a statement. */
  abstract String name(SqlType type, boolean isKey);

  /** Of ALTER TABLE: another type. */
  abstract String retype(String column, String type, boolean isKey);

  /** Inserts a row, or makes the one of its key like it; all names are quoted. */
  abstract String upsert(String table, List<String> columns, List<String> key);

  static String insert(String table, List<String> columns) {
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            table,
            list(columns),
            columns.stream().map(unused -> "?").collect(Collectors.joining(", ")));
  }

  static String list(List<String> columns) {
    return String.join(", ", columns);
  }

  /**
   * The type of a column that is there.
   *
   * @param jdbc as JDBC's metadata have it
   * @param name as the database calls it
   */
  SqlType found(int jdbc, String name, int size, int digits) {
    return switch (jdbc) {
      case Types.BIT, Types.BOOLEAN ->
          // PostgreSQL's bit is a string of them; MariaDB's driver calls its booleans so.
          SqlType.of(
              this == POSTGRES && name.equals("bit") ? SqlType.Kind.OTHER : SqlType.Kind.BOOLEAN);
      case Types.TINYINT -> new SqlType(SqlType.Kind.WHOLE, 1, 0);
      case Types.SMALLINT -> new SqlType(SqlType.Kind.WHOLE, 2, 0);
      case Types.INTEGER -> new SqlType(SqlType.Kind.WHOLE, 4, 0);
      case Types.BIGINT -> new SqlType(SqlType.Kind.WHOLE, 8, 0);
      case Types.REAL -> new SqlType(SqlType.Kind.FLOATING, 4, 0);
      case Types.FLOAT -> new SqlType(SqlType.Kind.FLOATING, this == MARIADB ? 4 : 8, 0);
      case Types.DOUBLE -> new SqlType(SqlType.Kind.FLOATING, 8, 0);
      case Types.NUMERIC, Types.DECIMAL -> decimal(size, digits);
      case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB ->
          new SqlType(SqlType.Kind.TEXT, size, 0);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          new SqlType(SqlType.Kind.BYTES, size, 0);
      case Types.DATE -> SqlType.of(SqlType.Kind.DATE);
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
          SqlType.of(name.equals("timestamptz") ? SqlType.Kind.INSTANT : SqlType.Kind.TIMESTAMP);
      default -> SqlType.of(SqlType.Kind.OTHER);
    };
  }

  /** PostgreSQL's without a limit holds all that there are. */
  private static SqlType decimal(int size, int digits) {
    return size == 0 || size > 1_000
        ? new SqlType(SqlType.Kind.DECIMAL, 1_000, 500)
        : new SqlType(SqlType.Kind.DECIMAL, size, digits);
  }
}
