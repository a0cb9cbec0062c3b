package io.lakebeam.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReplicationSlotTest {
  private static final OptionalLong LIMIT = OptionalLong.of(100);

  @Test
  void isInDangerWhenLessThanAQuarterOfTheLimitIsLeft() {
    assertThat(slot("extended", OptionalLong.of(25)).isInDanger(LIMIT)).isFalse();
    assertThat(slot("extended", OptionalLong.of(24)).isInDanger(LIMIT)).isTrue();
    assertThat(slot("unreserved", OptionalLong.of(-1)).isInDanger(LIMIT)).isTrue();
    assertThat(slot("extended", OptionalLong.empty()).isInDanger(OptionalLong.empty())).isFalse();
  }

  @Test
  void theLimitIsRaisedToFourTimesAsMuch() {
    assertThat(ReplicationSlot.raised(40L << 20))
        .isEqualTo("ALTER SYSTEM SET max_slot_wal_keep_size = '160MB'; SELECT pg_reload_conf()");
  }

  private static ReplicationSlot slot(String status, OptionalLong safe) {
    return new ReplicationSlot("slot", false, status, 0, 0, 0, safe);
  }
}
