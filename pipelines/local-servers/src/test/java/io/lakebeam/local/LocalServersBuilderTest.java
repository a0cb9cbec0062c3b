package io.lakebeam.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServersBuilderTest {
  @TempDir Path directory;

  @Test
  void refusesPortsThatCannotBe() {
    assertThatThrownBy(() -> LocalServers.builder(directory).kafkaPort(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Kafka's port must be between 0 and 65535, was 65536");
  }

  @Test
  void refusesConnectWithoutKafka() {
    assertThatThrownBy(() -> LocalServers.builder(directory).only(Server.POSTGRES, Server.CONNECT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Server.CONNECT needs Server.KAFKA, was only [POSTGRES, CONNECT]");
  }

  @Test
  void refusesToKeepThePostgresOfAnEarlierStart() {
    assertThatThrownBy(() -> LocalServers.builder(directory).keepingData().start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "keepingData() is for Kafka and Connect; Server.POSTGRES is made anew at each start");
  }

  @Test
  void refusesATimeoutThatIsNone() {
    assertThatThrownBy(() -> LocalServers.builder(directory).startTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("startTimeout must be > 0, was PT0S");
  }
}
