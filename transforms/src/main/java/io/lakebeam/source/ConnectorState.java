package io.lakebeam.source;

/**
 * What Connect says of a connector and its task.
 *
 * @param state {@code RUNNING} where both run, {@code FAILED} where one has failed, else the first
 *     that does not run: {@code PAUSED}, {@code STOPPED}, {@code UNASSIGNED}
 * @param cause why it has failed, in one line; empty where it has not
 */
public record ConnectorState(String state, String cause) {
  /** Whether it and its task run. */
  public boolean isRunning() {
    return state.equals("RUNNING");
  }

  /** Whether it or its task has failed; Connect does not start it again by itself. */
  public boolean hasFailed() {
    return state.equals("FAILED");
  }
}
