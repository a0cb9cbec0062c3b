package io.lakebeam.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {
  /** What reached the store whole: method, host and path. */
  private final List<String> reached = new CopyOnWriteArrayList<>();

  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer store;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    store.createContext("/", this::serve);
    store.start();
    proxy = FaultProxy.before(URI.create("http://127.0.0.1:" + store.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    proxy.close();
    store.stop(0);
  }

  @Test
  void passesARequestOnAsItCame() throws Exception {
    HttpResponse<String> answer = put("/lake/a%20b?x=1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("body");
    assertThat(answer.headers().firstValue("ETag")).contains("tag");
    String host = proxy.endpoint().getAuthority();
    assertThat(reached).containsExactly("PUT " + host + " /lake/a%20b?x=1");
  }

  @Test
  void failsTheRequestsItWasToldTo() throws Exception {
    FaultRule rule = proxy.on(Requests.put("/b$"), Fault.answer(503)).from(2).times(2);

    assertThat(put("/a").statusCode()).isEqualTo(200);
    assertThat(put("/b").statusCode()).isEqualTo(200);
    assertThat(put("/b").body()).contains("<Code>SlowDown</Code>");
    assertThat(put("/b").statusCode()).isEqualTo(503);
    assertThat(put("/b").statusCode()).isEqualTo(200);

    assertThat(rule.matched()).isEqualTo(4);
    assertThat(rule.applied()).isEqualTo(2);
    assertThat(reached).hasSize(3);
  }

  @Test
  void aDroppedAnswerWasGivenByTheStore() {
    proxy.on(Requests.any("/a"), Fault.dropAnswer());

    assertThatThrownBy(() -> put("/a")).isInstanceOf(IOException.class);

    assertThat(reached).hasSizeGreaterThanOrEqualTo(1);
  }

  @Test
  void aBodyThatIsCutDoesNotReachTheStore() {
    proxy.on(Requests.any("/a"), Fault.cutInBody());

    assertThatThrownBy(() -> put("/a")).isInstanceOf(IOException.class);

    assertThat(reached).isEmpty();
  }

  @Test
  void aDelayedRequestIsAnsweredAllTheSame() throws Exception {
    proxy.on(Requests.any("/a"), Fault.delay(Duration.ofMillis(50)));

    assertThat(put("/a").statusCode()).isEqualTo(200);
  }

  @Test
  void nothingGoesWrongOnceHealed() throws Exception {
    proxy.on(Requests.any("/"), Fault.answer(500));
    assertThat(put("/a").statusCode()).isEqualTo(500);

    proxy.heal();

    assertThat(put("/a").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> put(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(proxy.endpoint().resolve(path))
            .version(HttpClient.Version.HTTP_1_1)
            .PUT(BodyPublishers.ofString("body"))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private void serve(HttpExchange http) throws IOException {
    byte[] body = http.getRequestBody().readAllBytes();
    reached.add(
        http.getRequestMethod()
            + " "
            + http.getRequestHeaders().getFirst("Host")
            + " "
            + http.getRequestURI());
    http.getResponseHeaders().add("ETag", "tag");
    http.sendResponseHeaders(200, body.length);
    http.getResponseBody().write(new String(body, UTF_8).getBytes(UTF_8));
    http.close();
  }
}
