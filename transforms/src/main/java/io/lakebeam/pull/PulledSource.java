package io.lakebeam.pull;

import io.lakebeam.file.FileLayout;
import io.lakebeam.file.FileRows;
import java.io.Serializable;
import java.time.Instant;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A source of rows of one table that is asked for them.
 *
 * <pre>{@code
 * PullPlan plan = source.plan(position, clock.instant());
 * for (PullPart part : plan.parts()) {
 *   source.read(part, rows);
 * }
 * }</pre>
 *
 * <p>A value: it is sent to workers, and connects when it is used. Errors are {@link
 * PullException}s.
 */
public interface PulledSource extends Serializable {
  /** Whose rows they are, for people and to know a position by. */
  String of();

  /** By which column new rows are told; null where all rows are read each time. */
  @Nullable Watermark watermark();

  /** How the texts of records are written. */
  FileLayout layout();

  /** Whether a row may come again in one pull, the later one being newer; else that is an error. */
  boolean mayRepeat();

  /** Makes sure that it can be asked; changes nothing. */
  void check();

  /**
   * What there is to be read.
   *
   * @param position that of the last pull; null: all is read
   */
  PullPlan plan(@Nullable String position, Instant now);

  /** Hands on the records of a part, which have the numbers that the part says. */
  void read(PullPart part, FileRows rows);
}
