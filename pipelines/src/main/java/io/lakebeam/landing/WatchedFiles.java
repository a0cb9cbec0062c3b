package io.lakebeam.landing;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A source that is watched: listed from time to time, and asked for single files that it was told
 * of or that were still written when they were seen. For one thread.
 */
final class WatchedFiles implements Watched {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(3);
  private static final Duration SHORTEST_PAUSE_IF_TOLD = Duration.ofMinutes(5);

  /** Of the time that a listing takes. */
  private static final int PAUSE_FACTOR = 20;

  private final Landing landing;
  private final @Nullable ObjectNotices notices;
  private final Set<String> written = new LinkedHashSet<>();
  private boolean isListed;
  private long listedAt;
  private long listedNanos;

  private WatchedFiles(Landing landing, @Nullable ObjectNotices notices) {
    this.landing = landing;
    this.notices = notices;
  }

  /**
   * Begins to watch a source.
   *
   * @param wake told, from another thread, when there is something to take
   * @param trouble told why notifications are not heard
   */
  static WatchedFiles of(Landing landing, Runnable wake, Consumer<String> trouble) {
    return new WatchedFiles(
        landing,
        landing
            .notifications()
            .map(
                definition ->
                    ObjectNotices.start(
                        definition,
                        landing::isLike,
                        wake,
                        why -> trouble.accept("source %s: %s".formatted(landing.source(), why))))
            .orElse(null));
  }

  @Override
  public Optional<LandingResult> takeIfDue() {
    if (isListingDue()) {
      return Optional.of(list());
    }
    Set<String> paths = new LinkedHashSet<>(written);
    if (notices != null) {
      paths.addAll(notices.take());
    }
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    // Kept until it is done: what fails is tried again.
    written.addAll(paths);
    return Optional.of(keep(landing.takeNew(paths)));
  }

  @Override
  public Duration pause() {
    return SHORTEST_PAUSE;
  }

  private boolean isListingDue() {
    boolean mayHaveMissed = notices != null && notices.mayHaveMissed();
    Duration least = notices != null && notices.isHeard() ? SHORTEST_PAUSE_IF_TOLD : SHORTEST_PAUSE;
    long pause = Math.max(least.toNanos(), PAUSE_FACTOR * listedNanos);
    isListed &= !mayHaveMissed;
    return !isListed || System.nanoTime() - listedAt >= pause;
  }

  private LandingResult list() {
    if (notices != null) {
      // What comes from now on may be missed by the listing.
      written.addAll(notices.take());
    }
    LandingResult result = landing.takeNew();
    listedNanos = landing.foundNanos();
    listedAt = System.nanoTime();
    isListed = true;
    return keep(result);
  }

  private LandingResult keep(LandingResult result) {
    written.clear();
    written.addAll(result.waiting());
    return result;
  }

  @Override
  public void close() {
    if (notices != null) {
      notices.close();
    }
  }
}
