package io.lakebeam.contract;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * On the local disk: the test holds the lock that the next step needs. A file in the making cannot
 * be held; it is seen at once.
 */
final class DiskPoint implements HeldPoint {
  private final Path warehouse;
  private final Point point;
  private final int seenAtFirst;
  private final int positionsAtFirst;
  private FileChannel lock;
  private int before = -1;

  /** A point after the next commit of an ingest that has nothing to do yet. */
  DiskPoint(Path warehouse, Point point) throws IOException {
    this.warehouse = warehouse;
    this.point = point;
    this.seenAtFirst = seen();
    this.positionsAtFirst = positions();
  }

  @Override
  public boolean isReached() throws IOException {
    if (before < 0) {
      if (positions() > positionsAtFirst) {
        hold();
        before = seen();
        if (point == Point.AFTER_COMMIT) {
          // A commit whose position waits for the lock may have come before the lock was held.
          before = Math.min(before, seenAtFirst + positions() - positionsAtFirst);
        }
      }
      return false;
    }
    return seen() > before;
  }

  private void hold() throws IOException {
    if (point == Point.BEFORE_FILE) {
      return;
    }
    String table = point == Point.BEFORE_COMMIT ? "silver.item" : "lakebeam.positions";
    lock =
        FileChannel.open(
            warehouse.resolve(".locks").resolve(table + ".lock"), StandardOpenOption.WRITE);
    lock.lock();
  }

  /** What grows when the point is reached. */
  private int seen() throws IOException {
    return point == Point.AFTER_COMMIT
        ? count("silver.db/item/snapshot", "snapshot-")
        : count("silver.db/item/bucket-0", "data-") + count("silver.db/item/bucket-1", "data-");
  }

  private int positions() throws IOException {
    return count("lakebeam.db/positions/snapshot", "snapshot-");
  }

  private int count(String folder, String prefix) throws IOException {
    return DiskFiles.count(warehouse.resolve(folder), prefix);
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
