package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkdirTest {
  @TempDir private Path folder;

  @Test
  void makesWhatIsMissing() {
    try (Workdir workdir = Workdir.claim(folder.resolve("a/b"))) {
      assertThat(workdir.logs()).isDirectory();
      assertThat(workdir.results()).isDirectory();
    }
  }

  @Test
  void emptiesWhatAnEarlierRunMadeAndFollowsNoLinks() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "mine");
    Path root = folder.resolve("run");
    try (Workdir first = Workdir.claim(root)) {
      Files.createDirectories(first.warehouse().resolve("silver"));
      Files.createSymbolicLink(first.warehouse().resolve("link"), outside);
    }

    try (Workdir second = Workdir.claim(root)) {
      assertThat(second.warehouse()).doesNotExist();
    }
    assertThat(outside).hasContent("mine");
  }

  @Test
  void refusesADirectoryWithSomethingElseAndLeavesItAlone() throws IOException {
    Path thesis = Files.writeString(folder.resolve("thesis.tex"), "years");

    assertThatThrownBy(() -> Workdir.claim(folder))
        .isInstanceOf(QuickstartException.class)
        .hasMessage(
            folder
                + " holds something else (thesis.tex); name an empty or new directory with --workdir");
    assertThat(folder).isDirectoryContaining(thesis::equals);
    assertThat(folder.resolve(Workdir.MARKER)).doesNotExist();
  }

  @Test
  void refusesADirectoryThatALiveRunHolds() {
    try (Workdir first = Workdir.claim(folder)) {
      assertThatThrownBy(() -> Workdir.claim(first.root()))
          .isInstanceOfSatisfying(
              QuickstartException.class, e -> assertThat(e.isWorthRetry()).isTrue())
          .hasMessageContaining("is in use by another run");
    }
  }

  @Test
  void refusesWhatCannotBeADirectory() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> Workdir.claim(file.resolve("below")))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("cannot be used as working directory")
        .hasMessageEndingWith("name one that you can write to with --workdir");
  }

  @Test
  void refusesADirectoryWhoseServersWereKept() throws IOException {
    long self = ProcessHandle.current().pid();
    try (Workdir first = Workdir.claim(folder)) {
      LeftServers.noteKept(first.root(), self);
    }

    assertThatThrownBy(() -> Workdir.claim(folder))
        .isInstanceOf(QuickstartException.class)
        .hasMessageEndingWith(
            "is in use by the servers of an earlier run (process %d); stop them with: kill %d"
                .formatted(self, self));
  }

  @Test
  void takesADirectoryWhoseServersHaveEnded() throws IOException {
    try (Workdir first = Workdir.claim(folder)) {
      Files.writeString(
          first.root().resolve("servers.process"),
          ProcessHandle.current().pid() + " 1999-01-01T00:00:00Z kept");
    }

    try (Workdir second = Workdir.claim(folder)) {
      assertThat(second.root().resolve("servers.process")).doesNotExist();
    }
  }
}
