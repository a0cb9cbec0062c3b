package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenResourcesTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void closesInReverseOrderAndOnce() throws Exception {
    OpenResources resources = new OpenResources();
    resources.add(() -> closed.add("servers"));
    AutoCloseable ingest = resources.add(() -> closed.add("ingest"));

    resources.close(ingest);
    resources.close();
    resources.close();

    assertThat(closed).containsExactly("ingest", "servers");
  }

  @Test
  void closesTheOthersWhenOneFails() throws Exception {
    OpenResources resources = new OpenResources();
    resources.add(() -> closed.add("servers"));
    resources.add(
        () -> {
          throw new IllegalStateException("cannot");
        });

    resources.close();

    assertThat(closed).containsExactly("servers");
  }

  @Test
  void closesAtOnceWhatComesAfterTheEnd() {
    OpenResources resources = new OpenResources();
    resources.close();

    assertThatThrownBy(() -> resources.add(() -> closed.add("late")))
        .isInstanceOf(InterruptedException.class);
    assertThat(closed).containsExactly("late");
  }
}
