package io.lakebeam.quickstart;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An ingest that runs until it is closed. Its waits end with an exception when the ingest fails.
 */
public interface RunningIngest extends AutoCloseable {
  /** Waits until the lake has its first commit. */
  void awaitFirstCommit(Duration atMost) throws Exception;

  /** Waits until the lake has everything that the source has committed before this call. */
  void awaitCaughtUp(Duration atMost) throws Exception;

  /** How far it is in the source's topics; cheap, asked several times a second. */
  long committedOffsets();

  /** Rows of each lake table, counted now. */
  Map<String, Long> rowsPerTable() throws Exception;

  /** Why the ingest ended by itself, if it did. */
  Optional<Throwable> failure();

  /** Cancels the pipeline and waits for its end; closing again does nothing. */
  @Override
  void close() throws Exception;
}
