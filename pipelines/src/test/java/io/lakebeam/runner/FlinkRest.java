package io.lakebeam.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a JobManager's REST interface says and does of jobs. */
public final class FlinkRest {
  private static final Duration A_WHILE = Duration.ofMinutes(2);
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  FlinkRest(String address) {
    this.address = address;
  }

  /** How many TaskManagers are registered. */
  public int taskManagers() {
    return get("/taskmanagers").path("taskmanagers").size();
  }

  /** The ids of the jobs of that name that are in that state. */
  public List<String> jobs(String name, String state) {
    List<String> ids = new ArrayList<>();
    get("/jobs/overview")
        .path("jobs")
        .forEach(
            job -> {
              if (job.path("name").asText().equals(name)
                  && job.path("state").asText().equals(state)) {
                ids.add(job.path("jid").asText());
              }
            });
    return ids;
  }

  /** The one running job of that name. */
  public String runningJob(String name) {
    await().atMost(A_WHILE).until(() -> jobs(name, "RUNNING").size() == 1);
    return jobs(name, "RUNNING").get(0);
  }

  public String state(String job) {
    return get("/jobs/" + job).path("state").asText();
  }

  /** How many checkpoints are complete. */
  public long checkpoints(String job) {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asLong();
  }

  /** How often the job was restored from a checkpoint or savepoint. */
  public long restores(String job) {
    return get("/jobs/" + job + "/checkpoints").path("counts").path("restored").asLong();
  }

  /** How often the job was started again after a failure. */
  public long restarts(String job) {
    return get("/jobs/" + job + "/metrics?get=numRestarts").path(0).path("value").asLong();
  }

  /** Waits for so many checkpoints more than there are now. */
  public void awaitCheckpoints(String job, int more) {
    long until = checkpoints(job) + more;
    await().atMost(A_WHILE).until(() -> checkpoints(job) >= until);
  }

  /** Where the last complete checkpoint is. */
  public String lastCheckpoint(String job) {
    return get("/jobs/" + job + "/checkpoints")
        .path("latest")
        .path("completed")
        .path("external_path")
        .asText();
  }

  /** Cancels the job and waits for its end. */
  public void cancel(String job) {
    send("PATCH", "/jobs/" + job + "?mode=cancel", "");
    await().atMost(A_WHILE).until(() -> state(job).equals("CANCELED"));
  }

  /** Cancels whatever runs. */
  public void cancelAll() {
    get("/jobs/overview")
        .path("jobs")
        .forEach(
            job -> {
              if (!ENDED.contains(job.path("state").asText())) {
                cancel(job.path("jid").asText());
              }
            });
  }

  /** Stops the job with a savepoint; where that is. */
  public String stopWithSavepoint(String job, Path folder) {
    String body =
        JSON.valueToTree(Map.of("drain", false, "targetDirectory", folder.toUri().toString()))
            .toString();
    String trigger = send("POST", "/jobs/" + job + "/stop", body).path("request-id").asText();
    String status = "/jobs/" + job + "/savepoints/" + trigger;
    await()
        .atMost(A_WHILE)
        .until(() -> get(status).path("status").path("id").asText().equals("COMPLETED"));
    JsonNode operation = get(status).path("operation");
    assertThat(operation.path("failure-cause").path("stack-trace").asText()).isEmpty();
    await().atMost(A_WHILE).until(() -> state(job).equals("FINISHED"));
    return operation.path("location").asText();
  }

  /** Any other resource. */
  public JsonNode get(String path) {
    return send("GET", path, "");
  }

  private JsonNode send(String method, String path, String body) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://" + address + path))
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .timeout(A_WHILE)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s %s: %s", method, path, answer.body()).isLessThan(300);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
