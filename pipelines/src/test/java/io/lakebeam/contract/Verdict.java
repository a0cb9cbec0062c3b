package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Maintenance;
import io.lakebeam.lake.Zones;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  private final PythonReader reader;
  private final Warehouse warehouse;
  private final Path copy;

  Verdict(PythonReader reader, Warehouse warehouse, Path folder) {
    this.reader = reader;
    this.warehouse = warehouse;
    this.copy = folder.resolve("copy");
  }

  /**
   * Requires every event once in bronze and history, the newest of each key in the current table,
   * no dead letter, and positions at the topic's ends.
   */
  void judge(List<ItemEvent> events, Map<String, Long> ends, boolean derived) throws Exception {
    copy();
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

  private void copy() throws Exception {
    if (warehouse.isOnDisk()) {
      DiskFiles.copy(Path.of(warehouse.folder()), copy);
    } else {
      reader.copyFromS3(warehouse, copy);
    }
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
