package io.lakebeam.bench.changes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangeEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NOW = 1_760_000_000_000L;

  @Test
  void writesEachKindAsOftenAsTheMixSays() throws IOException {
    Map<String, Integer> kinds = new TreeMap<>();
    for (JsonNode event : events(ChangeMix.of(2_000, 1_000), 7)) {
      kinds.merge(event.get("op").asText(), 1, Integer::sum);
    }
    assertThat(kinds).containsExactlyInAnyOrderEntriesOf(Map.of("c", 1_000, "u", 700, "d", 300));
  }

  @Test
  void changesARowOnlyFromWhatItWas() throws IOException {
    Map<Long, JsonNode> rows = new HashMap<>();
    for (JsonNode event : events(ChangeMix.of(2_000, 1_000), 7)) {
      JsonNode before = event.get("before");
      JsonNode after = event.get("after");
      long key = (after.isNull() ? before : after).get("id").asLong();
      assertThat(before.isNull() ? null : before).isEqualTo(rows.get(key));
      if (after.isNull()) {
        rows.remove(key);
      } else {
        rows.put(key, after);
      }
    }
    assertThat(rows).hasSize(ChangeMix.of(2_000, 1_000).rowsLeft());
  }

  @Test
  void numbersTheLogUpwards() throws IOException {
    long last = 0;
    for (JsonNode event : events(ChangeMix.of(200, 100), 7)) {
      long lsn = event.get("source").get("lsn").asLong();
      JsonNode sequence = JSON.readTree(event.get("source").get("sequence").asText());
      assertThat(lsn).isGreaterThan(last);
      assertThat(sequence.get(0).asLong()).isLessThan(lsn);
      assertThat(sequence.get(1).asLong()).isEqualTo(lsn);
      last = lsn;
    }
  }

  @Test
  void writesTheSameEventsForTheSameSeed() throws IOException {
    ChangeMix mix = ChangeMix.of(100, 50);
    assertThat(events(mix, 7)).isEqualTo(events(mix, 7)).isNotEqualTo(events(mix, 8));
  }

  @Test
  void readsASnapshotBeforeAnythingChanges() throws IOException {
    List<JsonNode> events = events(ChangeMix.snapshot(3), 7);
    assertThat(events).hasSize(3).allMatch(event -> event.get("op").asText().equals("r"));
    assertThat(events).extracting(event -> event.get("after").get("id").asInt()).contains(1, 2, 3);
  }

  @Test
  void changesRowsThatAreThereAlready() throws IOException {
    ChangeMix mix = ChangeMix.onTable(1_000, 100);
    assertThat(mix.rowsLeft()).isEqualTo(1_035);
    assertThat(events(mix, 7)).hasSize(100).anyMatch(event -> event.get("op").asText().equals("d"));
  }

  @Test
  void refusesMoreKeysThanEvents() {
    assertThatThrownBy(() -> ChangeMix.of(10, 11))
        .hasMessage("keys must be from 1 to the number of events, 10, was 11");
  }

  private static List<JsonNode> events(ChangeMix mix, long seed) throws IOException {
    ChangeEvents events = new ChangeEvents(mix, seed);
    List<JsonNode> all = new ArrayList<>();
    while (events.next(NOW)) {
      JsonNode event = JSON.readTree(new String(events.value(), UTF_8));
      JsonNode row = event.get(event.get("after").isNull() ? "before" : "after");
      assertThat(JSON.readTree(events.key()).get("id")).isEqualTo(row.get("id"));
      all.add(event);
    }
    return all;
  }
}
