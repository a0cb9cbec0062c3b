package io.lakebeam.quality;

import java.io.Serializable;

/** What a table expects: of each of its rows, or of all of them together. */
public sealed interface Expected extends Serializable permits Expectation, TableExpectation {
  /** It in words, by which it is told from others of its table. */
  String name();

  /** What becomes of it when it is not met. */
  Expectation.Severity severity();
}
