package io.lakebeam.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.local.LocalServers;
import io.lakebeam.source.ConnectCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * PostgreSQL, Kafka and Kafka Connect for all test classes of this JVM that ask for them, by {@code
 * ExtendWith} and {@link #running}: started once, and ended with the JVM.
 *
 * <p>A class finds no connector, slot, table or type of another. Topics stay, so its projects have
 * names of their own.
 */
final class SharedServers implements AfterAllCallback {
  private static final Duration A_WHILE = Duration.ofMinutes(2);
  private static final String EMPTY_DATABASE =
      """
      DO $$ DECLARE found text; BEGIN
        FOR found IN SELECT nspname FROM pg_namespace
                     WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' LOOP
          EXECUTE format('DROP SCHEMA %I CASCADE', found);
        END LOOP;
        CREATE SCHEMA public;
      END $$""";
  private static final LocalServers SERVERS = start();

  static LocalServers running() {
    return SERVERS;
  }

  private static LocalServers start() {
    Path built = Path.of(System.getProperty("lakebeam.home"), "pipelines", "target");
    try {
      return LocalServers.builder(Files.createTempDirectory(built, "servers-")).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    ConnectCluster connect = ConnectCluster.at(SERVERS.connectUrl());
    for (String connector : connectors()) {
      connect.remove(connector);
    }
    try (SourceUnderTest source = SourceUnderTest.connect(SERVERS)) {
      await().atMost(A_WHILE).until(() -> hasNoSlots(source));
      source.execute(EMPTY_DATABASE);
    }
  }

  private static String[] connectors() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(SERVERS.connectUrl() + "/connectors")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readValue(answer.body(), String[].class);
  }

  private static boolean hasNoSlots(SourceUnderTest source) throws SQLException {
    source.execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
    return source.count("SELECT count(*) FROM pg_replication_slots") == 0;
  }
}
