package io.lakebeam.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixTest {
  @Test
  void hasWhatItWasMadeOf() {
    assertThat(Mix.parse("")).isEqualTo(Mix.full());
    assertThat(Mix.full().shares()).hasSize(Action.values().length);
    assertThat(Mix.parse("full,-truncate,insert=1").shares())
        .doesNotContainKey(Action.TRUNCATE)
        .containsEntry(Action.INSERT, 1)
        .containsEntry(Action.UPDATE, 320);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Mix.parse("merge=1"))
        .hasMessageStartingWith("mix: found action 'merge'; allowed: [insert, update,");
    assertThatThrownBy(() -> Mix.parse("insert"))
        .hasMessage("mix: found 'insert'; allowed: full, -ACTION, ACTION=SHARE");
    assertThatThrownBy(() -> Mix.parse("insert=0")).hasMessageStartingWith("a mix has one action");
  }

  @Test
  void drawsEachActionAsOftenAsItsShareSays() {
    Mix mix = Mix.parse("insert=90,copy=10");
    SplittableRandom random = new SplittableRandom(5);
    Map<Action, Integer> drawn = new EnumMap<>(Action.class);
    for (int i = 0; i < 10_000; i++) {
      drawn.merge(mix.draw(random), 1, Integer::sum);
    }

    assertThat(drawn).containsOnlyKeys(Action.INSERT, Action.COPY);
    assertThat(drawn.get(Action.COPY)).isBetween(800, 1_200);
  }
}
