package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the contract is judged by must go red at the smallest difference. */
class MultisetsTest {
  private static final List<ItemEvent> EVENTS = ItemEvents.of(3_000, 42);
  private static final List<List<String>> ROWS = EVENTS.stream().map(ItemEvent::inSilver).toList();

  @Test
  void equalInAnyOrder() {
    List<List<String>> shuffled = new ArrayList<>(ROWS);
    Collections.shuffle(shuffled, new Random(1));

    assertThatCode(() -> Multisets.requireEqual("t", ROWS, shuffled)).doesNotThrowAnyException();
  }

  @Test
  void aRowIsMissing() {
    assertThatThrownBy(() -> Multisets.requireEqual("t", ROWS, ROWS.subList(1, ROWS.size())))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("t: 3000 rows expected, 2999 found; missing 1: [" + ROWS.get(0));
  }

  @Test
  void aRowIsThereTwice() {
    List<List<String>> doubled = new ArrayList<>(ROWS);
    doubled.add(ROWS.get(7));

    assertThatThrownBy(() -> Multisets.requireEqual("t", ROWS, doubled))
        .hasMessageContaining("missing 0: []; too much 1: [" + ROWS.get(7));
  }

  @Test
  void anOlderRowTookTheNewestsPlace() {
    ItemEvent newest = EVENTS.get(EVENTS.size() - 1);
    ItemEvent older =
        EVENTS.stream().filter(event -> event.id() == newest.id()).findFirst().orElseThrow();
    List<List<String>> current = new ArrayList<>();
    ItemEvents.fold(EVENTS).forEach(event -> current.add(event.inSilver()));
    List<List<String>> wrong = new ArrayList<>(current);
    Collections.replaceAll(wrong, newest.inSilver(), older.inSilver());

    assertThatThrownBy(() -> Multisets.requireEqual("t", current, wrong))
        .hasMessageContaining("missing 1: [" + newest.inSilver())
        .hasMessageContaining("too much 1: [" + older.inSilver());
  }

  @Test
  void theSourcesClockDoesNotAgreeWithItsLog() {
    int backwards = 0;
    for (int i = 1; i < EVENTS.size(); i++) {
      backwards += EVENTS.get(i).millis() < EVENTS.get(i - 1).millis() ? 1 : 0;
    }
    assertThat(backwards).isGreaterThan(1_000);
  }
}
