package io.lakebeam.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a lake holds of one table of the source, in the terms of the witness. */
final class LakeRows {
  static final String DEAD_LETTERS = "bronze.dead_letters";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ORDER = List.of("_epoch", "_commit_lsn", "_lsn");

  private final LakeFiles files;
  private final TortureTable table;
  private final TableColumns columns;
  private final Map<String, String> identities;
  private final Set<String> poison;

  /** A row is in many snapshots and is taken apart once. */
  private final IdentityHashMap<Map<String, String>, LakeVersion> versions =
      new IdentityHashMap<>();

  /**
   * Of a table.
   *
   * @param poison positions of dead letters that are no events of it
   */
  LakeRows(LakeFiles files, TortureTable table, TableColumns columns, Set<String> poison) {
    this.files = files;
    this.table = table;
    this.columns = columns;
    this.identities = columns.inLake();
    this.poison = poison;
  }

  /** The lake's tables that hold something of the workload's. */
  static List<String> tables() {
    List<String> names = new ArrayList<>(List.of(DEAD_LETTERS));
    for (TortureTable table : TortureTable.values()) {
      names.addAll(List.of(bronze(table), current(table), history(table)));
    }
    return names;
  }

  static String bronze(TortureTable table) {
    return "bronze." + table.table();
  }

  static String current(TortureTable table) {
    return "silver." + table.table();
  }

  static String history(TortureTable table) {
    return "silver." + table.table() + "_history";
  }

  List<Version.Identity> events() {
    return files.now(bronze(table), List.of("key", "epoch", "lsn", "op")).stream()
        .map(
            row ->
                new Version.Identity(
                    row.get("op").equals(Version.TRUNCATE) ? List.of() : key(json(row.get("key"))),
                    row.get("op"),
                    Long.parseLong(row.get("lsn"))))
        .toList();
  }

  /** The changes that could not be decoded, and why; those that were written later left out. */
  Map<Version.Identity, String> refused() {
    Map<Version.Identity, String> refused = new HashMap<>();
    for (Map<String, String> row : letters(files)) {
      if (row.get("source_partition").matches(".*\\." + table.table() + "-\\d+")
          && !poison.contains(position(row))
          && row.get("resolved").equals("false")) {
        JsonNode event = json(row.get("value"));
        refused.put(
            new Version.Identity(
                key(json(row.get("key"))),
                event.path("op").asText(),
                event.path("source").path("lsn").asLong()),
            row.get("reason"));
      }
    }
    return refused;
  }

  static Collection<Map<String, String>> letters(LakeFiles files) {
    return files.now(DEAD_LETTERS, List.of("source_partition", "position"));
  }

  /** Where a dead letter's record stands. */
  static String position(Map<String, String> letter) {
    return letter.get("source_partition") + "@" + letter.get("position");
  }

  List<LakeVersion> history() {
    List<String> key = new ArrayList<>(table.key());
    key.addAll(ORDER);
    return versions(files.now(history(table), key));
  }

  List<LakeVersion> current() {
    return versions(files.now(current(table), table.key()));
  }

  List<LakeVersion> currentAsOf(long snapshot) {
    return versions(files.asOf(current(table), snapshot, table.key()));
  }

  List<Long> snapshotsOfCurrent() {
    return files.snapshots(current(table));
  }

  private List<LakeVersion> versions(Collection<Map<String, String>> rows) {
    return rows.stream().map(row -> versions.computeIfAbsent(row, this::version)).toList();
  }

  private LakeVersion version(Map<String, String> row) {
    Map<String, String> values = new HashMap<>();
    row.forEach(
        (name, text) -> {
          if (!name.startsWith("_") && text != null) {
            String column = identities.getOrDefault(name, name);
            values.put(column, PgText.ofLake(columns.type(column), text));
          }
        });
    List<String> key = table.key().stream().map(values::get).toList();
    boolean isDeleted = row.get("_deleted").equals("true");
    Version version =
        new Version(
            key, row.get("_op"), Long.parseLong(row.get("_lsn")), isDeleted ? null : values);
    return new LakeVersion(
        version, Integer.parseInt(row.get("_epoch")), Long.parseLong(row.get("_commit_lsn")));
  }

  private List<String> key(JsonNode key) {
    return table.key().stream()
        .map(c -> PgText.ofLake(columns.type(c), key.path(c).asText()))
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }
}
