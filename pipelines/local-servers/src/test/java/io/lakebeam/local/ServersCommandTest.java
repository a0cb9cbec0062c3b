package io.lakebeam.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersCommandTest {
  private final String homeOfTheBuild = System.getProperty("lakebeam.home");

  @TempDir Path home;

  @AfterEach
  void restoreHome() {
    System.setProperty("lakebeam.home", homeOfTheBuild);
  }

  @Test
  void saysToBuildFirstWhenTheClassPathFileIsMissing() {
    System.setProperty("lakebeam.home", home.toString());

    assertThatThrownBy(() -> ServersCommand.in(claimed()))
        .isInstanceOf(LocalServersException.class)
        .hasMessage(
            "the class path of the local servers is missing (%s); build first, in the repository: ./mvnw -q package -DskipTests",
            home.resolve("pipelines/local-servers/target/classpath"));
  }

  @Test
  void saysToBuildFirstWhenALibraryIsGone() throws IOException {
    System.setProperty("lakebeam.home", home.toString());
    Path target = Files.createDirectories(home.resolve("pipelines/local-servers/target"));
    Files.writeString(target.resolve("classpath"), "/gone/kafka.jar");

    assertThatThrownBy(() -> ServersCommand.in(claimed()))
        .isInstanceOf(LocalServersException.class)
        .hasMessageStartingWith("/gone/kafka.jar, in the class path of the local servers (")
        .hasMessageEndingWith("build first, in the repository: ./mvnw -q package -DskipTests");
  }

  @Test
  void asksForTheHomeThatIsNotSet() {
    System.clearProperty("lakebeam.home");

    assertThatThrownBy(() -> ServersCommand.in(claimed()))
        .isInstanceOf(LocalServersException.class)
        .hasMessageStartingWith("system property lakebeam.home is not set");
  }

  @Test
  void keepsTheCommandShort() throws IOException {
    WorkingDirectory directory = claimed();

    assertThat(ServersCommand.in(directory).command())
        .hasSize(3)
        .contains("@" + directory.javaArguments(), "io.lakebeam.local.LocalServersProcess");
    assertThat(Files.readString(directory.javaArguments())).contains("-Xmx", "kafka-clients");
  }

  private WorkingDirectory claimed() {
    WorkingDirectory directory = new WorkingDirectory(home.resolve("servers"));
    directory.claim();
    return directory;
  }
}
