package io.lakebeam.ingest;

import java.util.List;
import java.util.Map;

/**
 * A type of the source, values of it in SQL, and how the lake's value is written in SQL.
 *
 * @param column its column in the test's table
 * @param sql the type
 * @param written what the lake's value looks like, of the column {@code %s}
 * @param values values that must come through
 */
record SourceType(String column, String sql, String written, List<String> values) {
  private static final String MICROS = "(extract(epoch FROM %s) * 1000000)::numeric::bigint";

  static final List<SourceType> ALL =
      List.of(
          of("smallint", "-32768", "32767"),
          of("integer", "-2147483648", "2147483647"),
          of("bigint", "-9223372036854775808", "9223372036854775807"),
          of("oid", "4294967295", "0"),
          of("numeric(38,10)", "'-9999999999999999999999999999.9999999999'", "1.5", "0"),
          of(
              "numeric",
              "1.10",
              "0.000",
              "'1e20'",
              "'1e-30'",
              "'NaN'",
              "'Infinity'",
              "'-Infinity'",
              "repeat('9', 300)::numeric",
              "-123456789012345678901234567890.123456789012345678901234567890"),
          of("numeric(50,3)", "1.5", "'NaN'", "-7"),
          of("numeric(5,-2)", "12345", "-99"),
          of("numeric(3,5)", "0.00123"),
          of("money", "12.34", "'-92233720368547758.08'", "0").in("%s::numeric::text"),
          of("real", "'NaN'", "'Infinity'", "'-Infinity'", "3.4028235e38", "1e-45", "'-0'", "0.1")
              .in("encode(float4send(%s), 'hex')"),
          of("double precision", "'NaN'", "'-Infinity'", "'-0'", "1.7976931348623157e308", "5e-324")
              .in("encode(float8send(%s), 'hex')"),
          of("boolean", "true", "false").in("%s::text"),
          of("date", "'0001-01-01'", "'5874897-12-31'", "'1582-10-15'", "'2024-02-29'")
              .in("(%s - date '1970-01-01')"),
          of(
                  "timestamp",
                  "'0044-03-15 12:00:00.000001 BC'",
                  "'4713-01-01 BC'",
                  "'294246-12-31 23:59:59.999999'",
                  "'1582-10-10'",
                  "'1900-01-01 00:00:00.123456'")
              .in(MICROS),
          of("timestamp(0)", "'2024-01-01 12:00:01'").in(MICROS),
          of(
                  "timestamptz",
                  "'0044-03-15 12:00:00.000001+00 BC'",
                  "'4713-01-01 00:00+00 BC'",
                  "'294246-12-31 23:59:59.999999+00'",
                  "'1582-10-10+00'",
                  "'10000-01-01+00'",
                  "'2024-03-31 02:30 Europe/Zurich'",
                  "'2024-10-27 02:30 Europe/Zurich'")
              .in(MICROS),
          of("time", "'00:00'", "'24:00:00'", "'23:59:59.999999'", "'12:34:56.1'"),
          of("time(3)", "'24:00:00'", "'12:34:56.125'"),
          of(
              "interval",
              "'0'",
              "'1 year 2 mons 3 days 04:05:06.789'",
              "'-1 year +3 days -04:05:06.000001'",
              "'1 month -1 day'",
              "'-0.000001 sec'",
              "'178000000 years'",
              "'-178000000 years'",
              "'2147483647 days'",
              "'100:00:00'"),
          of("uuid", "'00000000-0000-0000-0000-000000000000'", "gen_random_uuid()"),
          of("json", "'{\"a\" : 1, \"a\":2.0 }'", "'null'", "'\"\\u0041\"'"),
          of("jsonb", "'{\"b\":1, \"a\": 1.10}'", "'null'", "'1e400'"),
          of("jsonpath", "'$.a[*]'"),
          of("xml", "'<a>x</a>'"),
          of("integer[]", "'{}'", "'{1,NULL,-3}'"),
          of("bigint[]", "'{9223372036854775807}'"),
          of(
              "text[]",
              "'{}'",
              "ARRAY['a','b c','','NULL',NULL,'x\"y\\z','{','é😀',' lead',E'\\t',',']"),
          of("varchar(5)[]", "ARRAY['ab', NULL]"),
          of("char(3)[]", "ARRAY['a', NULL]"),
          of("uuid[]", "ARRAY['00000000-0000-0000-0000-000000000000'::uuid]"),
          of("jsonb[]", "ARRAY['{\"a\": 1}'::jsonb, 'null']"),
          of("json[]", "ARRAY['{\"a\" : 1}'::json, 'null']"),
          of("mood", "'sad'", "E'it''s \"x\", \\\\ {y}'"),
          of("bytea", "'\\x'", "'\\x00ff80'", "decode(repeat('ab', 3000), 'hex')")
              .in("encode(%s, 'hex')"),
          of("inet", "'10.0.0.1'", "'10.0.0.1/8'", "'::1'", "'::ffff:1.2.3.4/96'"),
          of("cidr", "'10.0.0.0/8'", "'2001:db8::/32'"),
          of("macaddr", "'08:00:2b:01:02:03'"),
          of("macaddr8", "'08:00:2b:01:02:03:04:05'"),
          of("int4range", "'empty'", "'[1,3]'", "'(,)'", "'(,5]'"),
          of("int8range", "'[1,3]'"),
          of("numrange", "'[1.10,2.20)'"),
          of("tsrange", "'[2024-01-01,infinity)'"),
          of("tstzrange", "'[2024-01-01 00:00+00,2024-02-01 00:00+00)'", "'empty'"),
          of("daterange", "'[2024-01-01,)'"),
          of("int4multirange", "'{[1,3),[5,8)}'", "'{}'"),
          of("bit(1)", "B'1'", "B'0'"),
          of("bit(5)", "B'10101'", "B'00001'", "B'00000'"),
          of("bit(64)", "repeat('1', 64)::bit(64)", "repeat('01', 32)::bit(64)"),
          of("char(4)", "'a'", "'    '", "'abcd'", "'é'"),
          of("\"char\"", "'a'"),
          of("varchar(10)", "'a  '", "''"),
          of("text", "E'tab\\t nl\\n q\" \\\\ \\x7f'", "'😀'", "''", "repeat('long ', 3000)"),
          of("tsvector", "to_tsvector('english', 'quick foxes')"),
          of("pg_lsn", "'16/B374D848'"),
          of("xid8", "'5'"),
          of("positive", "5"),
          of("price", "5.50", "'NaN'"),
          of("note", "'noted'"),
          of("pair", "ROW(1, 'a, b')::pair"));

  /** Columns with values that the lake's type cannot hold. */
  static final List<Map.Entry<String, String>> REFUSED =
      List.of(
          Map.entry("c_numeric_38_10_", "'NaN'"),
          Map.entry("c_date", "'infinity'"),
          Map.entry("c_date", "'-infinity'"),
          Map.entry("c_timestamp", "'infinity'"),
          Map.entry("c_timestamp", "'294276-12-31 23:59:59.999999'"),
          Map.entry("c_timestamptz", "'-infinity'"),
          Map.entry("c_timestamptz", "'294276-12-31 23:59:59.999999+00'"),
          Map.entry("c_text", "'__debezium_unavailable_value'"));

  /** Each row's value as the lake has it, {@code id|value}. */
  String expected(String rows) {
    return "SELECT id || '|' || coalesce(%s, 'null') FROM %s"
        .formatted("(" + written.formatted(column) + ")::text", rows);
  }

  /** Written as the type's own output function does, which a cast to text is not for inet. */
  private static SourceType of(String sql, String... values) {
    return new SourceType(
        "c_" + sql.replaceAll("[^a-z0-9]", "_"),
        sql,
        "CASE WHEN NOT (%1$s IS NOT DISTINCT FROM NULL) THEN format('%%s', %1$s) END",
        List.of(values));
  }

  private SourceType in(String how) {
    return new SourceType(column, sql, how, values);
  }
}
