package io.lakebeam.local;

import java.util.Map;

/**
 * What the process is told on standard input: where to work, each server to start with its port (0:
 * any free), the port of a broker that runs elsewhere (0: there is none), and whether what an
 * earlier start left is used again.
 */
record ProcessOptions(
    String workingDirectory, Map<Server, Integer> ports, int brokerPort, boolean keepsData) {
  ProcessOptions {
    ports = Map.copyOf(ports);
  }
}
