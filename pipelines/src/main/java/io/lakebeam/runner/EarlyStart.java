package io.lakebeam.runner;

import org.apache.beam.sdk.Pipeline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every start of a pipeline does first, whatever is in it: Beam's options and protocol, and
 * the actor system of Flink {@code [local]}. It takes a second and a half, and is done in another
 * thread while a verb looks what there is to do, see {@code docs/decisions/0048}.
 */
final class EarlyStart {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyStart.class);

  private EarlyStart() {}

  /** Begins; nothing waits for its end, and nothing fails with it. */
  static void begin(Runner runner, boolean isFlinkHere) {
    run(() -> Pipeline.create(runner.batch("early")));
    if (isFlinkHere) {
      run(EarlyRpcSystem::prepare);
    }
  }

  private static void run(Runnable start) {
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
