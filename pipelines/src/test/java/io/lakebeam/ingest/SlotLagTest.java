package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.source.ReplicationSlot;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SlotLagTest {
  private static final long SECOND = 1_000_000_000L;

  private final SlotLag lag = new SlotLag();

  @Test
  void isNoneWhereTheReaderIsAtTheEnd() {
    lag.add(slot(100, 100), 0);

    assertThat(lag.seconds(9 * SECOND)).isZero();
  }

  @Test
  void isTheAgeOfTheOldestEndThatTheReaderHasNotReached() {
    lag.add(slot(100, 150), 0);
    lag.add(slot(100, 200), 5 * SECOND);
    assertThat(lag.seconds(5 * SECOND)).isEqualTo(5);

    lag.add(slot(150, 300), 10 * SECOND);
    assertThat(lag.seconds(10 * SECOND)).isEqualTo(5);

    lag.add(slot(300, 300), 15 * SECOND);
    assertThat(lag.seconds(15 * SECOND)).isZero();
  }

  private static ReplicationSlot slot(long confirmed, long end) {
    return new ReplicationSlot(
        "slot", true, "reserved", confirmed, end - confirmed, 0, OptionalLong.empty());
  }
}
