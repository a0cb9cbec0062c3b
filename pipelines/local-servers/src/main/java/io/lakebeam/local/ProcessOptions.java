package io.lakebeam.local;

import java.util.Map;

/**
 * What the process is told on standard input: where to work, and each server to start with its port
 * (0: any free).
 */
record ProcessOptions(String workingDirectory, Map<Server, Integer> ports) {
  ProcessOptions {
    ports = Map.copyOf(ports);
  }
}
