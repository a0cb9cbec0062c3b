package io.lakebeam.contract;

import io.lakebeam.store.Fault;
import io.lakebeam.store.FaultProxy;
import io.lakebeam.store.FaultRule;
import io.lakebeam.store.Requests;
import java.io.IOException;
import java.nio.file.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Commits of the positions, as they are seen from outside of the ingest. */
interface Commits {
  /** Whether one has come, or is just coming. */
  boolean more() throws IOException;

  /** From now on; on S3 in the proxy, until it is healed. */
  static Commits from(Warehouse warehouse, @Nullable FaultProxy proxy) throws IOException {
    if (proxy == null) {
      Path snapshots = Path.of(warehouse.folder()).resolve("lakebeam.db/positions/snapshot");
      int before = DiskFiles.count(snapshots, "snapshot-");
      return () -> DiskFiles.count(snapshots, "snapshot-") > before;
    }
    // Counts, and never applies.
    FaultRule written =
        proxy.on(Requests.put("/lakebeam.db/positions/manifest/"), Fault.answer(500)).times(0);
    return () -> written.matched() > 0;
  }
}
