package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(FaultSchedule.of(7, minute, "flink"))
        .isEqualTo(FaultSchedule.of(7, minute, "flink"))
        .isNotEqualTo(FaultSchedule.of(8, minute, "flink"));
  }

  @Test
  void hasEachKindBeforeAnyComesAgainAndNoneAtTheEnd() {
    List<FaultSchedule.Planned> faults =
        FaultSchedule.of(7, Duration.ofSeconds(100), "cluster").faults();

    assertThat(faults).hasSize(10);
    assertThat(faults.subList(0, 8))
        .extracting(FaultSchedule.Planned::fault)
        .containsExactlyInAnyOrder(TortureFault.values());
    assertThat(faults).isSortedAccordingTo((a, b) -> a.after().compareTo(b.after()));
    assertThat(faults.get(9).after()).isLessThan(Duration.ofSeconds(80));
  }

  @Test
  void killsAJobManagerOnlyWhereThereIsOne() {
    assertThat(TortureFault.on("direct")).doesNotContain(TortureFault.KILL_JOBMANAGER);
    assertThat(TortureFault.on("cluster")).containsExactly(TortureFault.values());
  }
}
