package io.lakebeam.ingest;

import io.lakebeam.source.ConnectCluster;
import io.lakebeam.source.ConnectorState;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a source's connector again after it has failed, which Connect does not do whatever the
 * cause was: with exactly-once a broker that is gone for some seconds is enough. At once, then ever
 * more seldom while it fails again, at last every five minutes.
 */
final class FailedConnector {
  private static final Logger LOG = LoggerFactory.getLogger(FailedConnector.class);
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final CapturedSource source;
  private final ConnectCluster connect;
  private Duration pause = Duration.ZERO;
  private long restarted = System.nanoTime();

  FailedConnector(CapturedSource source) {
    this.source = source;
    this.connect = ConnectCluster.at(source.definition().connect());
  }

  /**
   * Looks at it, and starts it again if it has failed and its time has come.
   *
   * @throws io.lakebeam.source.SourceException if Connect does not answer
   */
  void look() {
    String name = source.connector().name();
    Optional<ConnectorState> state = connect.state(name);
    Duration since = Duration.ofNanos(System.nanoTime() - restarted);
    if (state.isEmpty() || !state.get().hasFailed()) {
      if (since.compareTo(LONGEST) > 0) {
        pause = Duration.ZERO;
      }
      return;
    }
    if (since.compareTo(pause) < 0) {
      return;
    }
    Duration next = pause.multipliedBy(2);
    pause = next.compareTo(SHORTEST) < 0 ? SHORTEST : next.compareTo(LONGEST) > 0 ? LONGEST : next;
    restarted = System.nanoTime();
    LOG.warn(
        "source {}: connector {} has failed and is started again; if it fails again, the next time in {} s: {}",
        source.definition().name(),
        name,
        pause.toSeconds(),
        state.get().cause());
    connect.restartFailed(name);
  }
}
