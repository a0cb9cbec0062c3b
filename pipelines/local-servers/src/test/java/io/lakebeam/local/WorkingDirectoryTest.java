package io.lakebeam.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingDirectoryTest {
  @TempDir Path temporary;

  @Test
  void namesTheDirectoryThatIsNotWritable() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    WorkingDirectory directory = new WorkingDirectory(file.resolve("servers"));

    assertThatThrownBy(directory::claim)
        .isInstanceOf(LocalServersException.class)
        .hasMessageStartingWith(
            "working directory " + file.resolve("servers") + " is not writable (")
        .hasMessageEndingWith("); choose another one");
  }

  @Test
  void leavesDataAloneThatItDidNotMake() throws IOException {
    Path foreign = Files.createDirectory(temporary.resolve("kafka"));

    assertThatThrownBy(() -> new WorkingDirectory(temporary).claim())
        .isInstanceOf(LocalServersException.class)
        .hasMessage(
            "%s exists but was not made by local servers, which would delete it; choose another working directory",
            foreign);
    assertThat(temporary.resolve("servers.lock")).doesNotExist();
  }

  @Test
  void emptiesWhatAnEarlierRunLeftAndFollowsNoLinks() throws IOException {
    WorkingDirectory directory = new WorkingDirectory(temporary.resolve("servers"));
    directory.claim();
    directory.empty();
    Path precious = Files.writeString(temporary.resolve("precious"), "stays");
    Files.writeString(directory.kafka().resolve("old"), "goes");
    Files.createSymbolicLink(directory.kafka().resolve("link"), temporary);

    directory.claim();
    directory.empty();

    assertThat(directory.kafka()).isEmptyDirectory();
    assertThat(directory.kafka()).isEmptyDirectory();
    assertThat(precious).hasContent("stays");
  }
}
