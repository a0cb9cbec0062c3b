package io.lakebeam.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void findsFreePortsForThoseLeftOut() {
    Map<Server, Integer> ports = Ports.choose(Map.of(Server.KAFKA, 0, Server.POSTGRES, 0));

    assertThat(ports).containsOnlyKeys(Server.KAFKA, Server.POSTGRES);
    assertThat(ports.values()).allMatch(port -> port > 1_024);
  }

  @Test
  void namesTheTakenPortItsServerAndItsOption() throws IOException {
    try (ServerSocket other =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertThatThrownBy(() -> Ports.choose(Map.of(Server.CONNECT, other.getLocalPort())))
          .isInstanceOf(LocalServersException.class)
          .hasMessage(
              "port %d for Kafka Connect is taken on 127.0.0.1; choose another with --connect-port, or leave it out for a free one",
              other.getLocalPort());
    }
  }
}
