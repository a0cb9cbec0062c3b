package io.lakebeam.bench.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProducedTimesTest {
  @Test
  void countsEachRecordOnceFromWhenItWasMade() {
    ProducedTimes times = new ProducedTimes();
    times.written("t-0", 0, 100);
    times.written("t-0", 1, 200);
    times.written("t-1", 0, 150);
    assertThat(times.seen(Map.of("t-0", 1L), 300, 0)).isEqualTo(1);
    assertThat(times.seen(Map.of("t-0", 2L, "t-1", 1L), 1_000, 0)).isEqualTo(2);
    assertThat(times.hasSeen(3)).isTrue();
    assertThat(times.percentile(0.5)).isEqualTo(800);
    assertThat(times.percentile(0.99)).isEqualTo(850);
  }

  @Test
  void leavesOutWhatWasMadeBeforeTheMeasurementBegan() {
    ProducedTimes times = new ProducedTimes();
    times.written("t-0", 0, 100);
    times.written("t-0", 1, 200);
    times.seen(Map.of("t-0", 2L), 300, 200);
    assertThat(times.count()).isEqualTo(1);
    assertThat(times.percentile(0.99)).isEqualTo(100);
  }
}
