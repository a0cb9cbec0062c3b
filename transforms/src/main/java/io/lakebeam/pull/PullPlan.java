package io.lakebeam.pull;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a pull will read.
 *
 * @param parts of it, read in any order
 * @param position the greatest watermark that there was before anything is read; null where there
 *     is none, or it is not known
 * @param isPositionKnown whether the source could tell it; else it is that of what was read
 */
public record PullPlan(List<PullPart> parts, @Nullable String position, boolean isPositionKnown) {
  public PullPlan {
    parts = List.copyOf(parts);
  }
}
