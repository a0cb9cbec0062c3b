package io.lakebeam.runner;

import org.apache.beam.sdk.Pipeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a verb will need whatever it finds, begun in another thread while it looks what there is to
 * do, see {@code docs/decisions/0048}. Of every pipeline that is Beam's options and protocol, and
 * the actor system of Flink {@code [local]}: a second and a half.
 */
public final class EarlyStart {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyStart.class);

  private EarlyStart() {}

  static void begin(Runner runner, boolean isFlinkHere) {
    begin(() -> Pipeline.create(runner.batch("early")));
    if (isFlinkHere) {
      begin(EarlyRpcSystem::prepare);
    }
  }

  /** Begins; nothing waits for its end, and nothing fails with it. */
  public static void begin(Runnable start) {
    Thread thread =
        new Thread(
            () -> {
              try {
                start.run();
              } catch (RuntimeException | LinkageError e) {
                LOG.debug("what failed in an early start fails again where it is needed", e);
              }
            },
            "early-start");
    thread.setDaemon(true);
    thread.start();
  }
}
