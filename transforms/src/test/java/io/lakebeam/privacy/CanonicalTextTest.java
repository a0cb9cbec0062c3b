package io.lakebeam.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalTextTest {

  @Test
  void textsThatMeanTheSameHaveOneForm() {
    assertThat(CanonicalText.of(" Ann.Straße@Example.ORG "))
        .isEqualTo("ann.strasse@example.org")
        .isEqualTo(CanonicalText.of("ann.STRASSE@example.org"));
  }

  @Test
  void theShortWayOfAsciiEndsWhereTheLongOneDoes() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int letters = random.nextInt(12); letters > 0; letters--) {
        text.append((char) random.nextInt(0x80));
      }

      assertThat(CanonicalText.of(text.toString())).isEqualTo(CanonicalText.ofAny(text.toString()));
    }
  }
}
