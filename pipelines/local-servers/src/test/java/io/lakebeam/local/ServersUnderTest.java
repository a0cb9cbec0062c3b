package io.lakebeam.local;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** What tests ask of running servers. */
final class ServersUnderTest {
  private ServersUnderTest() {}

  static Connection connect(LocalServers servers) throws SQLException {
    return DriverManager.getConnection(
        servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
  }

  static String query(LocalServers servers, String sql) throws SQLException {
    try (Connection connection = connect(servers);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static void execute(LocalServers servers, String sql) throws SQLException {
    try (Connection connection = connect(servers);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void makeTopic(LocalServers servers, String name) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }
  }

  static Set<String> topics(LocalServers servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
      return admin.listTopics().names().get();
    }
  }

  static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(Ports.address(port), 1_000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /**
   * Whether the process runs; one that has ended but that no init has collected (in a container)
   * does not.
   */
  static boolean isAlive(long pid) {
    try {
      return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException notOnLinuxOrGone) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }

  static void signal(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
  }
}
