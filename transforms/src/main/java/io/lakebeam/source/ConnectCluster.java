package io.lakebeam.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Kafka Connect by its REST interface. While its workers divide their work anew it refuses
 * requests; that is waited out.
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
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  /** Debezium's, in the offset that it keeps in Connect. */
  private static final List<String> OFFSET_LSNS = List.of("lsn", "lsn_proc", "lsn_commit");

  /** Debezium's, in an offset that is one of its snapshot. */
  private static final String IN_SNAPSHOT = "snapshot";

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
   * Creates the connector or changes its configuration, and returns when Connect has a state of it:
   * it tells its other workers by way of Kafka.
   *
   * @throws SourceException if Connect refuses it, with what Connect says
   */
  public void deploy(String connector, Map<String, String> config) {
    send(put("/connectors/" + connector + "/config", config), connector);
    boolean isKnown =
        Failsafe.with(patience(RetryPolicy.<Boolean>builder().handleResult(false)))
            .get(() -> state(connector).isPresent());
    if (!isKnown) {
      throw new SourceException(
          "Connect at %s has taken connector %s, and knows nothing of it after %d s; its log says why"
              .formatted(url, connector, TIMEOUT.toSeconds()));
    }
  }

  private static <T> RetryPolicy<T> patience(RetryPolicyBuilder<T> until) {
    return until
        .withDelay(POLL)
        .withMaxAttempts(-1)
        .withMaxDuration(TIMEOUT)
        .abortIf((result, failure) -> failure != null)
        .build();
  }

  /** The connector's configuration; empty where Connect has none of that name. */
  public Map<String, String> config(String connector) {
    Map<String, String> config = new TreeMap<>();
    sendIfThere(request("/connectors/" + connector + "/config").GET().build(), connector)
        .ifPresent(
            answer ->
                answer
                    .properties()
                    .forEach(setting -> config.put(setting.getKey(), setting.getValue().asText())));
    config.remove("name");
    return config;
  }

  /** Stops the connector and its task and starts them again. */
  public void restart(String connector) {
    restart(connector, "includeTasks=true");
  }

  /** Starts those of the connector and its task again that have failed. */
  public void restartFailed(String connector) {
    restart(connector, "includeTasks=true&onlyFailed=true");
  }

  private void restart(String connector, String which) {
    answered(
        connector,
        answer(
            request("/connectors/%s/restart?%s".formatted(connector, which))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build()));
  }

  /**
   * Whether the connector and its task run.
   *
   * @throws SourceException if either has failed, with the first line of why and its cause
   */
  public boolean running(String connector) {
    ConnectorState state = state(send(status(connector), connector));
    if (state.hasFailed()) {
      throw new SourceException("connector %s has failed: %s".formatted(connector, state.cause()));
    }
    return state.isRunning();
  }

  /** What the connector does; empty where Connect has none of that name. */
  public Optional<ConnectorState> state(String connector) {
    return sendIfThere(status(connector), connector).map(ConnectCluster::state);
  }

  /**
   * Up to which LSN the connector has read and Kafka has everything, as it will find it when it is
   * started again; empty where it would begin with its snapshot: it has not stored yet that it is
   * past it, or is not there.
   */
  public OptionalLong position(String connector) {
    JsonNode offset =
        sendIfThere(request("/connectors/" + connector + "/offsets").GET().build(), connector)
            .map(answer -> answer.path("offsets").path(0).path("offset"))
            .orElse(MissingNode.getInstance());
    return OFFSET_LSNS.stream()
        .filter(lsn -> !offset.has(IN_SNAPSHOT))
        .map(offset::path)
        .filter(JsonNode::isNumber)
        .mapToLong(JsonNode::asLong)
        .max();
  }

  /**
   * Whether Kafka has all that the source had committed before a marker: the connector's slot has
   * confirmed it, and the connector is past its snapshot. One that takes its snapshot again moves
   * its slot on before Kafka has the rows.
   *
   * @param marker what {@link PostgresCatalog#emitMarker} gave
   */
  public boolean hasRead(DebeziumConnector connector, PostgresCatalog catalog, String marker) {
    return catalog.confirmed(connector.slot(), marker) && position(connector.name()).isPresent();
  }

  /** Removes the connector, if it is there. It stops soon after; its offsets stay in Connect. */
  public void remove(String connector) {
    sendIfThere(request("/connectors/" + connector).DELETE().build(), connector);
  }

  /**
   * What Connect has to say against a configuration, setting by setting; it resolves references to
   * secrets and asks the connector, which tries to reach its database.
   */
  public List<String> problems(String connector, Map<String, String> config) {
    String type = config.get("connector.class");
    Map<String, String> named = new TreeMap<>(config);
    named.put("name", connector);
    JsonNode answer =
        send(put("/connector-plugins/%s/config/validate".formatted(type), named), connector);
    List<String> problems = new ArrayList<>();
    answer
        .path("configs")
        .forEach(
            setting ->
                setting
                    .path("value")
                    .path("errors")
                    .forEach(
                        error ->
                            problems.add(
                                setting.path("value").path("name").asText()
                                    + ": "
                                    + error.asText())));
    return problems;
  }

  private HttpRequest status(String connector) {
    return request("/connectors/" + connector + "/status").GET().build();
  }

  private static ConnectorState state(JsonNode status) {
    List<JsonNode> parts = new ArrayList<>(List.of(status.path("connector")));
    status.path("tasks").forEach(parts::add);
    for (JsonNode part : parts) {
      if (part.path("state").asText().equals("FAILED")) {
        return new ConnectorState("FAILED", cause(part.path("trace").asText()));
      }
    }
    return parts.stream()
        .map(part -> part.path("state").asText())
        .filter(state -> !state.equals("RUNNING"))
        .findFirst()
        .map(state -> new ConnectorState(state, ""))
        .orElse(new ConnectorState(parts.size() > 1 ? "RUNNING" : "UNASSIGNED", ""));
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

  private HttpRequest put(String path, Map<String, String> config) {
    try {
      return request(path)
          .header("Content-Type", "application/json")
          .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(config)))
          .build();
    } catch (IOException e) {
      throw new SourceException("a connector could not be described", e);
    }
  }

  private JsonNode send(HttpRequest request, String connector) {
    return answered(connector, answer(request));
  }

  private Optional<JsonNode> sendIfThere(HttpRequest request, String connector) {
    HttpResponse<String> response = answer(request);
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(answered(connector, response));
  }

  private JsonNode answered(String connector, HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw new SourceException(
          "Connect at %s answered %d for connector %s: %s"
              .formatted(url, response.statusCode(), connector, response.body().strip()));
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new SourceException("Connect at %s did not answer in JSON".formatted(url), e);
    }
  }

  private HttpResponse<String> answer(HttpRequest request) {
    RetryPolicyBuilder<HttpResponse<String>> untilTaken =
        RetryPolicy.<HttpResponse<String>>builder()
            .handleResultIf(answer -> answer.statusCode() == CONFLICT);
    return Failsafe.with(patience(untilTaken)).get(() -> answerNow(request));
  }

  private HttpResponse<String> answerNow(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new SourceException("Connect at %s did not answer".formatted(url), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("interrupted while waiting for Connect at %s".formatted(url), e);
    }
  }
}
