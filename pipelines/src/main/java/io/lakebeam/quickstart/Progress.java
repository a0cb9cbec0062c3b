package io.lakebeam.quickstart;

import java.util.function.LongSupplier;

/** Where a run says how far it is. */
public interface Progress {
  /**
   * A stage begins.
   *
   * @param stage its name
   * @param rows how many rows it has done, asked while it runs; negative where it counts none
   */
  void started(String stage, LongSupplier rows);

  /** The stage that began last and has not ended is done. */
  void done(StageTime stage);

  /** The stage that began last and has not ended will not be done. */
  void failed();
}
