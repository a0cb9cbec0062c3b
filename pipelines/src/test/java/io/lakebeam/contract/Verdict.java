package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.TableName;
import io.lakebeam.lake.Zones;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares a lake with what was sent to it, by a reader that is not ours, on a copy of its files.
 * The current table's copy is compacted fully before: pypaimon does not order rows of one key by
 * the table's sequence as yet.
 */
final class Verdict {
  private static final List<String> BRONZE =
      List.of("key", "epoch", "lsn", "op", "commit_lsn", "source_ts", "value");
  private static final List<String> SILVER =
      List.of(
          "id", "name", "amount", "_op", "_deleted", "_epoch", "_commit_lsn", "_lsn", "_source_ts");
  private static final List<String> DERIVED = List.of("id", "name", "amount", "_lsn");

  private static final int ATTEMPTS = 10;

  private final PythonReader reader;
  private final Warehouse warehouse;
  private final Path folder;
  private int copies;

  Verdict(PythonReader reader, Warehouse warehouse, Path folder) {
    this.reader = reader;
    this.warehouse = warehouse;
    this.folder = folder;
  }

  /**
   * Requires every event once in bronze and history, the newest of each key in the current table,
   * no dead letter, and positions at the topic's ends.
   */
  void judge(List<ItemEvent> events, Map<String, Long> ends, boolean derived) throws Exception {
    Path copy = copyAsCommitted();
    Lake copied = Lake.at(copy.toString());
    Maintenance maintenance = Maintenance.of(copied).withoutIceberg().compactingFully();
    maintenance.run(Zones.current("item"));
    List<String> tables =
        new ArrayList<>(
            List.of(
                "bronze.item",
                "silver.item_history",
                "silver.item",
                "bronze.dead_letters",
                "lakebeam.positions"));
    if (derived) {
      tables.add(ContractProcess.DERIVED.toString());
    }
    Map<String, List<Map<String, String>>> rows = reader.read(copy, tables);
    Collection<ItemEvent> current = ItemEvents.fold(events);
    Multisets.requireEqual(
        "bronze.item",
        events.stream().map(ItemEvent::inBronze).toList(),
        values(rows, "bronze.item", BRONZE));
    Multisets.requireEqual(
        "silver.item_history",
        events.stream().map(ItemEvent::inSilver).toList(),
        values(rows, "silver.item_history", SILVER));
    Multisets.requireEqual(
        "silver.item",
        current.stream().map(ItemEvent::inSilver).toList(),
        values(rows, "silver.item", SILVER));
    assertThat(rows.getOrDefault("bronze.dead_letters", List.of())).isEmpty();
    assertThat(positions(rows)).isEqualTo(ends);
    if (derived) {
      Multisets.requireEqual(
          ContractProcess.DERIVED.toString(),
          current.stream().map(ItemEvent::inDerived).toList(),
          values(rows, ContractProcess.DERIVED.toString(), DERIVED));
    }
  }

  /** A copy of the lake, made while nothing was committed to it. */
  private Path copyAsCommitted() throws Exception {
    for (int i = 0; i < ATTEMPTS; i++) {
      Map<TableName, Long> before = snapshots();
      Path copy = folder.resolve("copy-" + copies++);
      if (warehouse.isOnDisk()) {
        DiskFiles.copy(Path.of(warehouse.folder()), copy);
      } else {
        // What was copied from S3 for an earlier verdict is not copied again.
        Path mirror = folder.resolve("mirror");
        reader.copyFromS3(warehouse, mirror);
        DiskFiles.copy(mirror, copy);
      }
      if (snapshots().equals(before)) {
        return copy;
      }
    }
    throw new AssertionError("commits go on, though nothing comes");
  }

  private Map<TableName, Long> snapshots() {
    Lake lake = warehouse.lake();
    return lake.tables().stream().collect(Collectors.toMap(table -> table, lake::snapshot));
  }

  private static List<List<String>> values(
      Map<String, List<Map<String, String>>> rows, String table, List<String> columns) {
    return rows.getOrDefault(table, List.of()).stream()
        .map(row -> columns.stream().map(row::get).toList())
        .toList();
  }

  private static Map<String, Long> positions(Map<String, List<Map<String, String>>> rows) {
    Map<String, Long> positions = new HashMap<>();
    rows.getOrDefault("lakebeam.positions", List.of())
        .forEach(
            row -> positions.put(row.get("source_partition"), Long.valueOf(row.get("position"))));
    return positions;
  }
}
