package io.lakebeam.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Kafka Connect by its REST interface.
 *
 * <pre>{@code
 * ConnectCluster connect = ConnectCluster.at("http://127.0.0.1:8083");
 * connect.deploy("shop.bank", config);
 * connect.running("shop.bank");
 * }</pre>
 */
public final class ConnectCluster {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String url;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private ConnectCluster(String url) {
    this.url = url;
  }

  /** The cluster that one of its workers' REST addresses leads to. */
  public static ConnectCluster at(String url) {
    return new ConnectCluster(url);
  }

  /**
   * Creates the connector or changes its configuration.
   *
   * @throws SourceException if Connect refuses it, with what Connect says
   */
  public void deploy(String connector, Map<String, String> config) {
    try {
      String body = JSON.writeValueAsString(config);
      send(
          request("/connectors/" + connector + "/config")
              .header("Content-Type", "application/json")
              .PUT(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          connector);
    } catch (IOException e) {
      throw new SourceException("connector %s could not be described".formatted(connector), e);
    }
  }

  /**
   * Whether the connector and its task run.
   *
   * @throws SourceException if either has failed, with the first line of why and its cause
   */
  public boolean running(String connector) {
    JsonNode status =
        send(request("/connectors/" + connector + "/status").GET().build(), connector);
    requireNotFailed(connector, status.path("connector"));
    status.path("tasks").forEach(task -> requireNotFailed(connector, task));
    return status.path("connector").path("state").asText().equals("RUNNING")
        && status.path("tasks").path(0).path("state").asText().equals("RUNNING");
  }

  private static void requireNotFailed(String connector, JsonNode part) {
    if (part.path("state").asText().equals("FAILED")) {
      throw new SourceException(
          "connector %s has failed: %s".formatted(connector, cause(part.path("trace").asText())));
    }
  }

  /** The first line of the trace, and the last cause, which mostly says more. */
  private static String cause(String trace) {
    String first = trace.lines().findFirst().orElse("?");
    return trace
        .lines()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((one, next) -> next)
        .map(last -> first + " " + last)
        .orElse(first);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
  }

  private JsonNode send(HttpRequest request, String connector) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new SourceException(
            "Connect at %s answered %d for connector %s: %s"
                .formatted(url, response.statusCode(), connector, response.body().strip()));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new SourceException("Connect at %s did not answer".formatted(url), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("interrupted while waiting for Connect at %s".formatted(url), e);
    }
  }
}
