package io.lakebeam.cli;

import io.lakebeam.quickstart.Progress;
import io.lakebeam.quickstart.StageTime;
import java.util.function.LongSupplier;

/** Says nothing, for runs whose output a program reads. */
final class SilentProgress implements Progress {
  @Override
  public void started(String stage, LongSupplier rows) {}

  @Override
  public void done(StageTime stage) {}

  @Override
  public void failed() {}
}
