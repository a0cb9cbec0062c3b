package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(FaultSchedule.of(7, minute)).isEqualTo(FaultSchedule.of(7, minute));
    assertThat(FaultSchedule.of(7, minute)).isNotEqualTo(FaultSchedule.of(8, minute));
  }

  @Test
  void hasEachKindBeforeAnyComesAgainAndNoneAtTheEnd() {
    Duration minute = Duration.ofMinutes(1);
    List<FaultSchedule.Planned> faults = FaultSchedule.of(7, minute).faults();

    assertThat(faults).hasSize(6);
    assertThat(faults.subList(0, 4))
        .extracting(FaultSchedule.Planned::fault)
        .containsExactlyInAnyOrder(TortureFault.values());
    assertThat(faults).isSortedAccordingTo((a, b) -> a.after().compareTo(b.after()));
    assertThat(faults.get(5).after()).isLessThan(Duration.ofSeconds(48));
  }
}
