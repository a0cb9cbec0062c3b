package io.lakebeam.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServersLifeIT {
  @TempDir Path directory;

  @Test
  void closingLeavesNoProcessAndNoPortAndANewStartFindsNoOldData() throws Exception {
    LocalServers first =
        LocalServers.builder(directory).only(Server.POSTGRES, Server.KAFKA).start();
    int kafkaPort = Integer.parseInt(first.bootstrapServers().replace("127.0.0.1:", ""));
    int postgresPort = first.postgresPort();
    String password = first.postgresPassword();
    ServersUnderTest.execute(first, "CREATE TABLE leftover (id int)");

    first.close();
    first.close();

    assertThat(first.isRunning()).isFalse();
    assertThat(first.pids()).hasSize(2).noneMatch(ServersUnderTest::isAlive);
    assertThat(List.of(kafkaPort, postgresPort)).noneMatch(ServersUnderTest::isListening);
    assertThat(directory.resolve("secrets").resolve("postgres.password")).doesNotExist();
    try (LocalServers second =
        LocalServers.builder(directory).only(Server.POSTGRES).postgresPort(postgresPort).start()) {
      assertThat(second.postgresPort()).isEqualTo(postgresPort);
      assertThat(second.postgresPassword()).isNotEqualTo(password);
      assertThat(ServersUnderTest.query(second, "SELECT to_regclass('leftover')")).isNull();
      assertThatThrownBy(second::bootstrapServers)
          .hasMessage("Kafka was not started; add Server.KAFKA to only(...)");
    }
  }

  @Test
  void killingTheParentLeavesNothingRunning() throws Exception {
    Process parent = parent();
    List<Long> pids = pids(parent);

    parent.destroyForcibly().waitFor();

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> pids.stream().noneMatch(ServersUnderTest::isAlive));
  }

  @Test
  void keptServersOutliveTheParentUntilTheyAreTerminated() throws Exception {
    Process parent = parent("keep");
    List<Long> pids = pids(parent);

    parent.destroyForcibly().waitFor();

    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(() -> pids.stream().allMatch(ServersUnderTest::isAlive));
    ServersUnderTest.signal("TERM", pids.get(0));
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> pids.stream().noneMatch(ServersUnderTest::isAlive));
  }

  @Test
  void closingEndsAPostgresThatOutlivedTheServersProcess() throws Exception {
    long postgres;
    try (LocalServers servers = LocalServers.builder(directory).only(Server.POSTGRES).start()) {
      postgres = servers.pids().get(1);
      ServersUnderTest.signal("KILL", servers.pid());
      await().until(() -> !servers.isRunning());
      assertThat(ServersUnderTest.isAlive(postgres)).isTrue();
    }

    await().atMost(Duration.ofSeconds(5)).until(() -> !ServersUnderTest.isAlive(postgres));
  }

  @Test
  void aKilledBrokerGoesOnWithItsLogBesideAConnectOfItsOwn() throws Exception {
    Path kafka = directory.resolve("kafka");
    LocalServers broker = LocalServers.builder(kafka).only(Server.KAFKA).start();
    int port = Integer.parseInt(broker.bootstrapServers().replace("127.0.0.1:", ""));
    try (LocalServers connect =
        LocalServers.builder(directory.resolve("connect")).connectTo(port).start()) {
      ServersUnderTest.makeTopic(broker, "kept");

      ServersUnderTest.signal("KILL", broker.pid());
      await().until(() -> !broker.isRunning());

      try (LocalServers again =
          LocalServers.builder(kafka).only(Server.KAFKA).kafkaPort(port).keepingData().start()) {
        assertThat(ServersUnderTest.topics(again)).contains("kept");
        assertThat(connect.isRunning()).isTrue();
      }
    } finally {
      broker.close();
    }
  }

  @Test
  void aStartThatTakesTooLongLeavesNothingRunning() {
    assertThatThrownBy(
            () ->
                LocalServers.builder(directory)
                    .only(Server.POSTGRES)
                    .startTimeout(Duration.ofMillis(900))
                    .start())
        .isInstanceOf(LocalServersException.class)
        .hasMessageContaining("the local servers gave no answer within 0.9 s; the logs end with")
        .hasMessageContaining(directory.resolve("logs/servers.log").toString());
    assertThat(
            ProcessHandle.current()
                .descendants()
                .map(process -> process.info().commandLine().orElse("")))
        .noneMatch(command -> command.contains(directory.toString()));
    assertThat(Postmaster.of(directory.resolve("postgres"))).isEmpty();
  }

  private Process parent(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlakebeam.home=" + System.getProperty("lakebeam.home"),
                "-cp",
                System.getProperty("java.class.path"),
                KilledParent.class.getName(),
                directory.toString()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static List<Long> pids(Process parent) throws IOException {
    BufferedReader output = parent.inputReader(UTF_8);
    String line = output.readLine();
    assertThat(line).as("what the parent prints").matches("\\d+ \\d+");
    return Arrays.stream(line.split(" ", -1)).map(Long::valueOf).toList();
  }
}
