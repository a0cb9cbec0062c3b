package io.lakebeam.local;

import java.util.List;
import java.util.Map;

/**
 * The one line that the process answers: an error, or what it takes to use the servers. It travels
 * on a pipe to the parent only, so it may carry the password; it is never logged.
 */
record ProcessAnswer(
    String error, Map<Server, Integer> ports, String postgresPassword, List<Long> pids) {
  ProcessAnswer {
    ports = Map.copyOf(ports);
    pids = List.copyOf(pids);
  }

  static ProcessAnswer ready(Map<Server, Integer> ports, String postgresPassword, List<Long> pids) {
    return new ProcessAnswer("", ports, postgresPassword, pids);
  }

  static ProcessAnswer failed(String error) {
    return new ProcessAnswer(error, Map.of(), "", List.of());
  }

  boolean hasFailed() {
    return !error.isEmpty();
  }

  @Override
  public String toString() {
    return "ProcessAnswer[error=" + error + ", ports=" + ports + ", pids=" + pids + "]";
  }
}
