package io.lakebeam.torture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The tables of the workload. */
enum TortureTable {
  /** Every type that the lake takes, and text that PostgreSQL stores apart. */
  WIDE(
      "id",
      true,
      "id bigint",
      "small smallint",
      "whole integer",
      "big bigint",
      "exact numeric(38,10)",
      "price numeric(12,2)",
      "ratio real",
      "amount double precision",
      "flag boolean",
      "note text",
      "label varchar(40)",
      "code char(6)",
      "tag uuid",
      "day date",
      "local timestamp",
      "moment timestamptz",
      "body text",
      "again varchar(40)",
      "changed_at timestamptz"),
  /** A key of two columns, one of them text. */
  PAIR(
      "region, number",
      false,
      "number integer",
      "region text",
      "label varchar(40)",
      "price numeric(12,2)",
      "again varchar(40)",
      "changed_at timestamptz"),
  /** Few columns, and the smallest records. */
  SLIM("tag", false, "tag uuid", "whole integer", "again varchar(40)", "changed_at timestamptz");

  /** The column that goes and comes again; another one that stays comes after it. */
  static final String AGAIN = "again";

  private static final List<String> REGIONS =
      List.of("", "north", " ", "it's", "a\\b", "two\nlines", "\"{}\"", "\uD83D\uDE00");

  // An enum's fields cannot change: lists are made of these when they are asked for.
  private final String key;
  private final boolean fullIdentity;
  private final String ddl;

  TortureTable(String key, boolean fullIdentity, String... columns) {
    this.key = key;
    this.fullIdentity = fullIdentity;
    this.ddl = String.join("; ", columns);
  }

  /** Its name in the source and in the lake. */
  String table() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> key() {
    return List.of(key.split(", ", -1));
  }

  /** Columns and their types, as declared; {@link ColumnChanges} tell those that came since. */
  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String column : ddl.split("; ", -1)) {
      String[] pair = column.split(" ", 2);
      columns.put(pair[0], pair[1]);
    }
    return columns;
  }

  /** All columns that an update may set and that stay, {@code changed_at} among them. */
  List<String> others() {
    List<String> values = new ArrayList<>(columns().keySet());
    values.removeAll(key());
    values.remove(AGAIN);
    return values;
  }

  /** The key's columns of row {@code number}, in the order of {@link #key}. */
  List<String> keyOf(long number) {
    return switch (this) {
      case WIDE -> List.of(Long.toString(id(number)));
      case PAIR ->
          List.of(REGIONS.get((int) (number % REGIONS.size())), Long.toString(number / 8 - 2));
      case SLIM ->
          List.of(
              UUID.nameUUIDFromBytes(Long.toString(number).getBytes(StandardCharsets.US_ASCII))
                  .toString());
    };
  }

  private static long id(long number) {
    return number == 0 ? Long.MAX_VALUE : number == 1 ? Long.MIN_VALUE : number - 4;
  }

  List<String> statements(String schema) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE TABLE %s.%s (%s, PRIMARY KEY (%s))"
            .formatted(schema, table(), ddl.replace(";", ","), key));
    if (fullIdentity) {
      statements.add("ALTER TABLE %s.%s REPLICA IDENTITY FULL".formatted(schema, table()));
    }
    return statements;
  }
}
