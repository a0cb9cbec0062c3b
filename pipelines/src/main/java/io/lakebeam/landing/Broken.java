package io.lakebeam.landing;

import java.util.ArrayList;
import java.util.List;

/** Records by which a run is to end, since that is what their table says of an expectation. */
final class Broken {
  private static final int TOLD = 5;

  private final LandingTable table;
  private final List<String> first = new ArrayList<>();
  private long count;

  Broken(LandingTable table) {
    this.table = table;
  }

  /** Adds one: where it stands, and what is not as expected. */
  void add(String reason) {
    count++;
    if (first.size() < TOLD) {
      first.add(reason);
    }
  }

  /**
   * Ends the run.
   *
   * @throws LandingException with how many there were, and the first
   */
  void requireNone() {
    if (count > 0) {
      throw new LandingException(
          ("table %s: %d or more records are not as expected, where the severity is fail: %s."
                  + " Nothing of this run%s is in the lake; mend %s or the expectation,"
                  + " or let it quarantine such records (severity: quarantine)")
              .formatted(
                  table.name(),
                  count,
                  String.join("; ", first),
                  table.isPulled() ? "" : "'s files",
                  table.isPulled() ? "the source" : "the files"));
    }
  }
}
