package io.lakebeam.landing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What became of a pull.
 *
 * @param source the source
 * @param read records that were read
 * @param changed rows that were written, as they are new or other than in silver
 * @param deleted rows that are gone
 * @param unchanged rows that silver has so
 * @param rejected records that are no rows of the table, dead letters of earlier pulls among them
 * @param position the watermark up to which the lake has the source; null where there is none
 */
public record PullResult(
    String source,
    long read,
    long changed,
    long deleted,
    long unchanged,
    long rejected,
    @Nullable String position)
    implements IntakeResult {

  @Override
  public boolean hasTaken() {
    return changed + deleted > 0;
  }

  @Override
  public List<String> refused() {
    return List.of();
  }

  /** Of what a watermark's overlap reads again nothing may be new: that is no failure. */
  @Override
  public long allRejected() {
    return position == null && rejected == read ? rejected : 0;
  }

  @Override
  public Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("read", read);
    counts.put("changed", changed);
    counts.put("deleted", deleted);
    counts.put("unchanged", unchanged);
    counts.put("rejected", rejected);
    if (position != null) {
      counts.put("watermark", position);
    }
    return counts;
  }
}
