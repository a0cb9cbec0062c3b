package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and failures, at several moments of a real run. */
class StopIT {
  private static final Duration A_WHILE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"input ...", "servers ...", "load ...", "ingest ..."})
  void controlCLeavesNoProcessAndNoPort(String moment) throws Exception {
    int[] ports = {freePort(), freePort(), freePort()};
    try (LauncherProcess run = start(ports)) {
      await().atMost(A_WHILE).until(() -> !run.isAlive() || run.err().contains(moment));
      if (moment.startsWith("servers")) {
        await().atMost(A_WHILE).until(() -> run.descendants().size() >= 1);
      }
      run.descendants();
      run.interrupt();

      assertThat(run.exitCode(Duration.ofSeconds(60))).as(run.err()).isEqualTo(130);
      assertNothingLeft(run, ports);
    }
  }

  @Test
  void aTakenPortIsOneClearMessage() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LauncherProcess run = start(taken.getLocalPort(), 0, 0)) {
      assertThat(run.exitCode(A_WHILE)).isEqualTo(1);
      assertThat(run.err())
          .contains("lakebeam: ")
          .contains(Integer.toString(taken.getLocalPort()))
          .doesNotContain("\tat ");
      assertThat(run.descendants()).noneMatch(ProcessHandle::isAlive);
    }
  }

  private LauncherProcess start(int... ports) throws IOException {
    return LauncherProcess.start(
        folder,
        "quickstart",
        "--workdir=" + folder.resolve("run"),
        "--rows=3000",
        "--postgres-port=" + ports[0],
        "--kafka-port=" + ports[1],
        "--connect-port=" + ports[2]);
  }

  private static void assertNothingLeft(LauncherProcess run, int[] ports) throws IOException {
    assertThat(run.descendants()).noneMatch(ProcessHandle::isAlive);
    for (int port : ports) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(free.isBound()).isTrue();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
