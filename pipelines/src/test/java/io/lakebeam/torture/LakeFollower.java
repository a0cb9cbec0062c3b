package io.lakebeam.torture;

import java.util.Map;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells again and again up to where the lake has the source, until it is closed. */
final class LakeFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LakeFollower.class);

  private static final long MILLIS_BETWEEN_LOOKS = 200;

  private final TortureSource source;
  private final LakeProgress progress;
  private final LongConsumer told;
  private final Thread thread = new Thread(this::follow, "lake-follower");
  private volatile boolean stopped;

  private LakeFollower(TortureSource source, LakeProgress progress, LongConsumer told) {
    this.source = source;
    this.progress = progress;
    this.told = told;
  }

  static LakeFollower start(TortureSource source, LakeProgress progress, LongConsumer told) {
    LakeFollower follower = new LakeFollower(source, progress, told);
    follower.thread.setDaemon(true);
    follower.thread.start();
    return follower;
  }

  private void follow() {
    while (!stopped) {
      try {
        look();
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        // What was told last still holds; the next look tells more.
        LOG.debug("a server has just been killed", e);
      }
    }
  }

  private void look() throws Exception {
    pause();
    long mark = source.mark();
    await(() -> progress.isRead(mark));
    Map<String, Long> ends = progress.ends();
    await(() -> progress.has(ends));
    told.accept(mark);
  }

  private void await(Torture.Condition condition) throws Exception {
    while (!condition.holds()) {
      pause();
    }
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(MILLIS_BETWEEN_LOOKS);
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join();
  }
}
