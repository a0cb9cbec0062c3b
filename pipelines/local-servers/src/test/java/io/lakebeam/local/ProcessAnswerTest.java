package io.lakebeam.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessAnswerTest {
  @Test
  void survivesItsJsonLine() {
    ProcessAnswer answer =
        ProcessAnswer.ready(Map.of(Server.KAFKA, 9092), "secret", List.of(1L, 2L));

    assertThat(JsonLine.read(JsonLine.of(answer), ProcessAnswer.class)).isEqualTo(answer);
    assertThat(JsonLine.of(answer)).doesNotContain("\n");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(ProcessAnswer.ready(Map.of(), "secret", List.of()).toString())
        .doesNotContain("secret");
    assertThatThrownBy(() -> JsonLine.read("secret {", ProcessAnswer.class))
        .hasMessage("not a JSON line of ProcessAnswer")
        .hasNoCause();
  }
}
