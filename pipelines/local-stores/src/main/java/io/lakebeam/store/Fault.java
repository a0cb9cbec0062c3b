package io.lakebeam.store;

import java.time.Duration;

/** What goes wrong with a request. */
public sealed interface Fault {

  /** The store is not asked; the answer is an error of that status, such as 500 or 503. */
  static Fault answer(int status) {
    return new Answer(status);
  }

  /** The store is asked only after that time. */
  static Fault delay(Duration time) {
    return new Delay(time);
  }

  /** The connection breaks, on both sides, when half of the body went through. */
  static Fault cutInBody() {
    return new CutInBody();
  }

  /** The store does what was asked, and the connection breaks before its answer is heard. */
  static Fault dropAnswer() {
    return new DropAnswer();
  }

  /** See {@link #answer}. */
  record Answer(int status) implements Fault {}

  /** See {@link #delay}. */
  record Delay(Duration time) implements Fault {}

  /** See {@link #cutInBody}. */
  record CutInBody() implements Fault {}

  /** See {@link #dropAnswer}. */
  record DropAnswer() implements Fault {}
}
