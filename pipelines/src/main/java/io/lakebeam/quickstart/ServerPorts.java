package io.lakebeam.quickstart;

/** The ports to take on loopback; 0 is any free one. */
public record ServerPorts(int postgres, int kafka, int connect) {
  /** Checks the ranges. */
  public ServerPorts {
    check("--postgres-port", postgres);
    check("--kafka-port", kafka);
    check("--connect-port", connect);
  }

  private static void check(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(option + " must be between 0 and 65535, was " + port);
    }
  }
}
