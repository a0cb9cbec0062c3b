package io.lakebeam.definition;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LockDatabase;
import java.util.Optional;

/**
 * Where the lake is.
 *
 * <pre>{@code
 * lake: {warehouse: "${WAREHOUSE:-./lake}"}
 *
 * lake:
 *   warehouse: s3://lake/warehouse
 *   endpoint: http://127.0.0.1:9000
 *   region: us-east-1                     # where it is not given
 *   access-key: ${S3_ACCESS_KEY}
 *   secret-key: ${S3_SECRET_KEY}          # only ever from a variable
 *   locks: {url: "jdbc:postgresql://db:5432/locks", user: lakebeam, password: "${LOCKS_PASSWORD}"}
 * }</pre>
 *
 * @param warehouse an absolute path, or {@code s3://bucket/path}; the reader resolves a relative
 *     path against the project file's folder
 * @param store where the bucket is; only and always with a warehouse on S3
 * @param locks the PostgreSQL that keeps the locks; only and always with a warehouse on S3
 */
public record LakeDefinition(
    String warehouse, Optional<StoreDefinition> store, Optional<LocksDefinition> locks) {

  static final String S3 = "s3://";

  public LakeDefinition {
    boolean remote = warehouse.startsWith(S3);
    boolean folder = !warehouse.contains("://") || warehouse.startsWith("file:");
    new Checks()
        .text("warehouse", warehouse)
        .that(remote || folder, "warehouse", "must be a folder's path or s3://bucket/path")
        .that(
            !remote || warehouse.matches("s3://[^/]+(/.*)?"),
            "warehouse",
            "must name a bucket: s3://bucket/path")
        .that(!remote || store.isPresent(), "endpoint", "is missing, with region and keys")
        .that(
            !remote || locks.isPresent(),
            "locks",
            "is missing: an object store has no locks, and without them commits of two writers"
                + " overwrite each other; give the PostgreSQL that keeps them: locks: {url:"
                + " jdbc:postgresql://host:port/database, user: ..., password: ${LOCKS_PASSWORD}}")
        .that(
            !folder || (store.isEmpty() && locks.isEmpty()),
            "warehouse",
            "is a folder, which the operating system locks; endpoint, region, access-key,"
                + " secret-key and locks are for s3://bucket/path")
        .done();
  }

  /** A lake in a folder. */
  public LakeDefinition(String warehouse) {
    this(warehouse, Optional.empty(), Optional.empty());
  }

  /** The lake itself. */
  public Lake open() {
    Lake lake = Lake.at(warehouse);
    if (store.isPresent()) {
      lake = lake.withStore(store.get().open());
    }
    if (locks.isPresent()) {
      LocksDefinition by = locks.get();
      lake = lake.withLocks(new LockDatabase(by.url(), by.user(), by.password()));
    }
    return lake;
  }
}
