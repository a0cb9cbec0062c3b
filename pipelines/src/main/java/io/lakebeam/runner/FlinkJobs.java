package io.lakebeam.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a Flink JobManager's REST interface tells of its jobs ({@code /jobs/overview} of Flink's
 * REST API).
 */
final class FlinkJobs {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  private final String address;

  private FlinkJobs(String address) {
    this.address = address;
  }

  /** The JobManager whose REST interface is at {@code HOST:PORT}. */
  static FlinkJobs at(String address) {
    return new FlinkJobs(address);
  }

  /** Refuses to go on where a job of that name has not ended. */
  void requireNone(String job) {
    unfinished(job)
        .ifPresent(
            id -> {
              throw new RunnerException(
                  ("job %s already runs at %s, as %s; stop it first, with a savepoint (flink stop"
                          + " -m %s %s) or without (flink cancel -m %s %s)")
                      .formatted(job, address, id, address, id, address, id));
            });
  }

  /** Name, id and place of the job of that name that has not ended. */
  String describe(String job) {
    return "job %s at %s".formatted(unfinished(job).map(id -> job + " " + id).orElse(job), address);
  }

  private Optional<String> unfinished(String job) {
    for (JsonNode found : get("/jobs/overview").path("jobs")) {
      if (found.path("name").asText().equals(job)
          && !ENDED.contains(found.path("state").asText())) {
        return Optional.of(found.path("jid").asText());
      }
    }
    return Optional.empty();
  }

  private JsonNode get(String path) {
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + address + path))
                      .timeout(PATIENCE)
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new RunnerException(
            "--flinkMaster=%s: %s was answered with %d; wanted: the REST interface of a JobManager"
                .formatted(address, path, answer.statusCode()));
      }
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new RunnerException(
          "--flinkMaster=%s: no JobManager answers there (its rest.port, 8081 unless configured)"
              .formatted(address),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunnerException("interrupted while asking the JobManager at " + address, e);
    }
  }
}
