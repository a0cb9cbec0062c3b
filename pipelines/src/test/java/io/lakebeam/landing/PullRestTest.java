package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lakebeam.pull.PullException;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real server in this process, by the whole road. */
class PullRestTest {
  @TempDir private Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String[] pages = {"[]"};
  private HttpServer server;
  private PulledUnderTest pulled;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    pulled = new PulledUnderTest(folder);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The pages, one after the other, then an empty one. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestURI().getRawQuery());
      int page = Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*page=", ""));
      String items = page > pages.length ? "[]" : pages[page - 1];
      byte[] body = "{\"data\": %s}".formatted(items).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private PullResult pull(String more) throws IOException {
    return pulled.pull(source(more), "canary-token");
  }

  private String source(String more) {
    return "type: rest, url: \"http://127.0.0.1:%d/items\", token: \"${PASSWORD}\", records: /data, paging: page, parameter: page, per-second: 1000%s"
        .formatted(server.getAddress().getPort(), more);
  }

  @Test
  void allPagesAreComparedWithSilverAndWhatWentIsDeleted() throws IOException {
    pages =
        new String[] {
          "[{\"id\": 1, \"name\": \"a\"}, {\"id\": 2, \"name\": \"b\"}]",
          "[{\"id\": 2, \"name\": \"b\"}, {\"id\": 3, \"name\": 4.50}]"
        };
    assertThat(pull("")).isEqualTo(new PullResult("shop", 4, 3, 0, 1, 0, null));

    Map<?, Long> before = pulled.snapshots();
    assertThat(pull("").changed()).isZero();
    assertThat(pulled.snapshots()).as("nothing is written").isEqualTo(before);

    pages =
        new String[] {
          "[{\"id\": 1, \"name\": \"A\"}, {\"id\": \"x\", \"name\": \"y\"}]",
          "[{\"id\": 3, \"name\": {\"n\": 1}}]"
        };
    assertThat(pull("")).isEqualTo(new PullResult("shop", 3, 1, 2, 0, 2, null));
    assertThat(pulled.rows("silver.item", "id", "name", "_deleted"))
        .containsExactly("1|A|false", "2|null|true", "3|null|true");
    assertThat(pulled.reasons())
        .containsExactly(
            "shop: id=x: column 'id': found 'x'; expected a whole number of up to 64 bits",
            "shop: row 3: column 'name': found an object; expected a text, a number, true, false or null");
    assertThat(
            LandedRebuild.of(pulled.project(source(""), "t"), RunnerName.DIRECT)
                .compare(Set.of("item"))
                .isGood())
        .isTrue();
  }

  @Test
  void byAWatermarkWhatIsNewIsAskedForAndThePositionIsThatOfWhatWasRead() throws IOException {
    String more = ", watermark: at, overlap: 1m, since: since";
    pages =
        new String[] {
          "[{\"id\": 1, \"name\": \"a\", \"at\": \"2026-01-01T12:00:00.000001\"}]",
          "[{\"id\": 2, \"name\": \"b\", \"at\": \"2999-01-01T00:00:00\"}]"
        };
    assertThat(pull(more).position()).isEqualTo("2026-01-01T12:00:00.000001");
    asked.clear();

    pages = new String[] {"[{\"id\": 1, \"name\": \"a\", \"at\": \"2026-01-01T12:00:00.000001\"}]"};
    assertThat(pull(more))
        .isEqualTo(new PullResult("shop", 1, 0, 0, 1, 0, "2026-01-01T12:00:00.000001"));
    assertThat(asked)
        .containsExactly(
            "since=2026-01-01T11%3A59%3A00.000001&page=1",
            "since=2026-01-01T11%3A59%3A00.000001&page=2");
    assertThat(pulled.rows("silver.item", "id", "_deleted")).containsExactly("1|false", "2|false");
  }

  @Test
  void aPageThatFailsInTheMiddleLeavesTheLakeAsItWas() throws IOException {
    pages = new String[] {"[{\"id\": 1, \"name\": \"a\"}]"};
    pull("");
    Map<?, Long> before = pulled.snapshots();

    pages = new String[] {"[{\"id\": 1, \"name\": \"b\"}]", "{\"canary\": \"canary\"}"};
    assertThatThrownBy(() -> pull(""))
        .hasRootCauseInstanceOf(PullException.class)
        .hasRootCauseMessage(
            "source shop: http://127.0.0.1:%d/items, page 2, has no list at '/data'; expected a list of records. Its members: data; see 'records', a JSON pointer such as /data/items"
                .formatted(server.getAddress().getPort()));
    assertThat(pulled.snapshots()).isEqualTo(before);
  }
}
