package io.lakebeam.landing;

import java.util.List;
import java.util.Map;

/** What became of a look at a source. */
public interface IntakeResult {
  /** The source's name. */
  String source();

  /** Whether the lake has more than before. */
  boolean hasTaken();

  /** What was refused as a whole, each with the reason. */
  List<String> refused();

  /** How many records there were, where not one of them is a row of the table; else 0. */
  long allRejected();

  /** All but the source's name, by their names. */
  Map<String, Object> counts();
}
