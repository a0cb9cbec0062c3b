package io.lakebeam.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.definition.Nearest;
import io.lakebeam.lake.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The tables that a query names, as the engine's own parser reads it. */
final class ReferencedTables {
  private static final Set<String> OF_THE_ENGINE = Set.of("information_schema", "pg_catalog");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String sql;
  private final Map<String, TableName> known = new LinkedHashMap<>();
  private final Set<String> local = new HashSet<>();

  private ReferencedTables(String sql, List<TableName> known) {
    this.sql = sql;
    known.forEach(table -> this.known.put(table.toString(), table));
  }

  /**
   * The tables of {@code known} that the query names.
   *
   * @throws QueryException if it is not one query, or names another table
   */
  static List<TableName> of(Connection engine, String sql, List<TableName> known)
      throws SQLException {
    JsonNode parsed = parse(engine, sql);
    ReferencedTables referenced = new ReferencedTables(sql, known);
    Set<TableName> found = new TreeSet<>();
    referenced.walk(parsed, node -> referenced.addLocal(node.path("cte_map")));
    referenced.walk(parsed, node -> referenced.add(node, found));
    return List.copyOf(found);
  }

  private static JsonNode parse(Connection engine, String sql) throws SQLException {
    JsonNode parsed;
    try (PreparedStatement serialize =
        engine.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
      serialize.setString(1, sql);
      try (ResultSet result = serialize.executeQuery()) {
        result.next();
        parsed = JSON.readTree(result.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new SQLException("the engine's parser could not be asked", e);
    }
    if (parsed.path("error").asBoolean()) {
      String at =
          parsed.has("position") ? " at " + place(sql, parsed.path("position").asInt()) : "";
      String message = parsed.path("error_message").asText();
      throw new QueryException(
          parsed.path("error_type").asText().equals("parser")
              ? "sql%s: %s".formatted(at, message)
              : "sql: found another statement than a query; allowed: one SELECT, WITH, FROM,"
                  + " VALUES, DESCRIBE or SUMMARIZE; PIVOT as SELECT * FROM (PIVOT ...)");
    }
    if (parsed.path("statements").size() != 1) {
      throw new QueryException(
          "sql: found %d statements; allowed: one query"
              .formatted(parsed.path("statements").size()));
    }
    return parsed;
  }

  private void walk(JsonNode node, Consumer<JsonNode> use) {
    use.accept(node);
    node.forEach(part -> walk(part, use));
  }

  private void addLocal(JsonNode withs) {
    withs.path("map").forEach(with -> local.add(lower(with.path("key").asText())));
  }

  private void add(JsonNode table, Set<TableName> found) {
    if (!table.path("type").asText().equals("BASE_TABLE")) {
      return;
    }
    String zone = lower(table.path("schema_name").asText());
    String name = lower(table.path("table_name").asText());
    if ((zone.isEmpty() && local.contains(name)) || OF_THE_ENGINE.contains(zone)) {
      return;
    }
    String whole = zone.isEmpty() ? name : zone + "." + name;
    TableName one = known.get(whole);
    if (one == null) {
      throw new QueryException(
          "sql at %s: table %s is not in the lake; found: %s%s"
              .formatted(
                  place(sql, table.path("query_location").asInt()),
                  whole,
                  known.isEmpty() ? "no table yet" : String.join(", ", known.keySet()),
                  nearest(zone, name, whole)));
    }
    found.add(one);
  }

  private String nearest(String zone, String name, String whole) {
    return known.keySet().stream()
        .filter(table -> zone.isEmpty() && table.endsWith("." + name))
        .findFirst()
        .map(table -> "; did you mean '" + table + "'?")
        .orElseGet(() -> Nearest.to(whole, known.keySet()));
  }

  private static String place(String sql, int position) {
    // The engine counts bytes.
    byte[] text = sql.getBytes(UTF_8);
    String before = new String(text, 0, Math.min(Math.max(position, 0), text.length), UTF_8);
    long line = before.chars().filter(letter -> letter == '\n').count() + 1;
    return "line %d, column %d".formatted(line, before.length() - before.lastIndexOf('\n'));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
