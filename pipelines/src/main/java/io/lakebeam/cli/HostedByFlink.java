package io.lakebeam.cli;

/**
 * Whether this program was started by Flink ({@code flink run}, or its REST interface) from the job
 * jar, instead of as a process of its own. The console, the logging and the end of the JVM then
 * belong to Flink.
 */
final class HostedByFlink {
  private HostedByFlink() {}

  /** Asks the class loader: Flink has one of its own for what is in a job jar. */
  static boolean now() {
    return HostedByFlink.class.getClassLoader().getClass().getName().startsWith("org.apache.flink");
  }
}
