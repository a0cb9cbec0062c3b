package io.lakebeam.lake;

import io.lakebeam.secret.Secret;
import org.apache.paimon.options.CatalogOptions;
import org.apache.paimon.options.Options;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A lake as the options of a Paimon catalog, and back. */
final class PaimonOptions {
  private static final String LOCKS_URL = "lakebeam.locks.url";
  private static final String LOCKS_USER = "lakebeam.locks.user";
  private static final String LOCKS_PASSWORD = "lakebeam.locks.password";

  private PaimonOptions() {}

  static Options of(Lake lake) {
    Options options = new Options();
    options.set(CatalogOptions.WAREHOUSE, lake.warehouse());
    options.set(CatalogOptions.LOCK_ENABLED, true);
    options.set(CatalogOptions.LOCK_TYPE, TableLockFactory.TYPE);
    // A catalog here is opened for one look.
    options.set(CatalogOptions.CACHE_ENABLED, false);
    if (lake.store() != null) {
      addStore(options, lake.store());
    }
    if (lake.locks() != null) {
      options.set(LOCKS_URL, lake.locks().url());
      options.set(LOCKS_USER, lake.locks().user());
      options.set(LOCKS_PASSWORD, lake.locks().password().reveal());
    }
    return options;
  }

  /** Of files beside a lake, in that store. */
  static Options of(@Nullable ObjectStore store) {
    Options options = new Options();
    if (store != null) {
      addStore(options, store);
    }
    return options;
  }

  /** The lake of options that {@link #of(Lake)} made, as far as its locks go. */
  static Lake lake(Options options) {
    Lake lake = Lake.at(options.get(CatalogOptions.WAREHOUSE));
    return options.containsKey(LOCKS_URL)
        ? lake.withLocks(
            new LockDatabase(
                options.get(LOCKS_URL),
                options.get(LOCKS_USER),
                new Secret(options.get(LOCKS_PASSWORD))))
        : lake;
  }

  /**
   * Paimon hands these to Hadoop's S3A. A request is tried three times by Amazon's client and, as a
   * whole, six times more by S3A, each time after twice as long: some twenty seconds of errors
   * before it is one of ours, time enough for a store to start again, where the defaults take many
   * minutes. A store that says that it is busy (503) has been asked too often already.
   */
  private static void addStore(Options options, ObjectStore store) {
    options.set("s3.endpoint", store.endpoint());
    options.set("s3.endpoint.region", store.region());
    options.set("s3.access-key", store.accessKey());
    options.set("s3.secret-key", store.secretKey().reveal());
    options.set(
        "s3.path.style.access",
        Boolean.toString(store.addressing() == ObjectStore.Addressing.PATH));
    options.set("s3.attempts.maximum", "3");
    options.set("s3.retry.limit", "6");
    options.set("s3.retry.interval", "250ms");
    options.set("s3.retry.throttle.limit", "4");
    options.set("s3.retry.throttle.interval", "250ms");
    options.set("s3.connection.establish.timeout", "15s");
    options.set("s3.connection.timeout", "60s");
  }
}
