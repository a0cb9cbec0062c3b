package io.lakebeam.lake;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.paimon.catalog.CatalogLock;
import org.apache.paimon.catalog.CatalogLockContext;
import org.apache.paimon.catalog.CatalogLockFactory;

/**
 * Makes Paimon take a lake's own table lock wherever it writes a snapshot or a schema: commits,
 * compaction, creating and altering tables. Found by Paimon as {@code lock.type} {@value #TYPE};
 * not for direct use.
 *
 * <p>A thread that holds the lock already takes it again. Right before the write the keeper of the
 * lock is asked whether it is still held, so that a holder that was taken for dead does not write.
 * What remains is the time between that question and the store's answer: a request that is under
 * way when its sender's session ends.
 */
public final class TableLockFactory implements CatalogLockFactory {
  static final String TYPE = "lakebeam";
  private static final long serialVersionUID = 1L;

  /** For Paimon. */
  public TableLockFactory() {}

  @Override
  public String identifier() {
    return TYPE;
  }

  @Override
  public CatalogLock createLock(CatalogLockContext context) {
    return new LakeLock(PaimonOptions.lake(context.options()));
  }

  private record LakeLock(Lake lake) implements CatalogLock {

    @Override
    public <T> T runWithLock(String zone, String table, Callable<T> write) throws Exception {
      // What follows a dollar is a branch, and a table's branches share its lock.
      TableName name = TableName.of(zone, table.replaceAll("[$].*", ""));
      try (TableLock lock = TableLock.acquire(lake, name)) {
        lock.requireHeld();
        return write.call();
      }
    }

    @Override
    public void close() throws IOException {}
  }
}
