package io.lakebeam.landing;

import java.time.Duration;
import java.util.Optional;

/** A source that is looked at again and again, by one thread, until it is closed. */
interface Watched extends AutoCloseable {
  /** Takes what is new, if there may be anything; nothing where nothing was looked for. */
  Optional<? extends IntakeResult> takeIfDue();

  /** After how long it is asked again, at the latest. */
  Duration pause();

  @Override
  void close();
}
