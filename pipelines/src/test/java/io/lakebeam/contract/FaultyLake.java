package io.lakebeam.contract;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import io.lakebeam.store.FaultProxy;
import io.lakebeam.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A scenario's lake.
 *
 * @param warehouse as the ingest sees it, a store's faults included
 * @param behindProxy as it is
 * @param proxy what makes a store's requests go wrong; null on the local disk
 */
record FaultyLake(Warehouse warehouse, Warehouse behindProxy, @Nullable FaultProxy proxy)
    implements AutoCloseable {

  static FaultyLake of(ContractServers servers, StoreKind kind, String name, Path folder) {
    if (kind == StoreKind.DISK) {
      Warehouse onDisk = Warehouse.onDisk(folder.resolve("lake").toString());
      return new FaultyLake(onDisk, onDisk, null);
    }
    LocalStore store = servers.store(kind);
    FaultProxy proxy = FaultProxy.before(store.endpoint());
    Warehouse behindProxy =
        Warehouse.onS3(
            "s3://" + ContractServers.BUCKET + "/" + name,
            store.endpoint().toString(),
            store.accessKey(),
            store.secretKey(),
            servers.locks());
    return new FaultyLake(behindProxy.at(proxy.endpoint().toString()), behindProxy, proxy);
  }

  /** Keeps an ingest that has nothing to do yet from going past a point of its second commit. */
  HeldPoint hold(Point point) throws IOException {
    return proxy == null
        ? new DiskPoint(Path.of(warehouse.folder()), point)
        : HeldPoint.inProxy(proxy, point, secondSnapshot());
  }

  /** On S3: the path of the second snapshot of {@code silver.item} from now on, as a pattern. */
  String secondSnapshot() {
    Lake lake = behindProxy.lake();
    long latest = lake.exists(Zones.current("item")) ? lake.snapshot(Zones.current("item")) : 0;
    return "/silver.db/item/snapshot/snapshot-%d$".formatted(latest + 2);
  }

  /** Nothing goes wrong any more. */
  void heal() {
    if (proxy != null) {
      proxy.heal();
    }
  }

  /** What went wrong at the store without being asked to; a line each. */
  String refusals() {
    return proxy == null
        ? ""
        : proxy.refusals().stream()
            .map("the store, unasked: %s%n"::formatted)
            .collect(Collectors.joining());
  }

  @Override
  public void close() {
    if (proxy != null) {
      proxy.close();
    }
  }
}
