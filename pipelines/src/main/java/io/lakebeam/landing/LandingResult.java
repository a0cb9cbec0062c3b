package io.lakebeam.landing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a source's files in a run.
 *
 * @param source the source
 * @param taken files that are in the lake now
 * @param rows their rows
 * @param rejected their records that are dead letters
 * @param copies files that were found to have the bytes of another
 * @param refused files of which nothing was taken, each with the reason
 * @param waiting files that somebody is still writing
 */
public record LandingResult(
    String source,
    int taken,
    long rows,
    long rejected,
    int copies,
    List<String> refused,
    List<String> waiting)
    implements IntakeResult {
  public LandingResult {
    refused = List.copyOf(refused);
    waiting = List.copyOf(waiting);
  }

  @Override
  public boolean hasTaken() {
    return taken > 0;
  }

  @Override
  public long allRejected() {
    return rows == 0 ? rejected : 0;
  }

  @Override
  public Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("taken", taken);
    counts.put("rows", rows);
    counts.put("rejected", rejected);
    counts.put("copies", copies);
    counts.put("refused", refused);
    counts.put("waiting", waiting);
    return counts;
  }
}
