package io.lakebeam.contract;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LockDatabase;
import io.lakebeam.lake.ObjectStore;
import io.lakebeam.secret.Secret;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a scenario's lake is, and how another process is told: by its environment, as arguments can
 * be listed by anybody.
 *
 * @param settings names and values of the environment
 */
record Warehouse(Map<String, String> settings) {
  private static final String FOLDER = "CONTRACT_WAREHOUSE";
  private static final String ENDPOINT = "CONTRACT_ENDPOINT";
  private static final String ACCESS_KEY = "CONTRACT_ACCESS_KEY";
  private static final String SECRET_KEY = "CONTRACT_SECRET_KEY";
  private static final String LOCKS_URL = "CONTRACT_LOCKS_URL";
  private static final String LOCKS_USER = "CONTRACT_LOCKS_USER";
  private static final String LOCKS_PASSWORD = "CONTRACT_LOCKS_PASSWORD";

  static Warehouse onDisk(String folder) {
    return new Warehouse(Map.of(FOLDER, folder));
  }

  static Warehouse onS3(
      String folder, String endpoint, String accessKey, String secretKey, LockDatabase locks) {
    return new Warehouse(
        Map.of(
            FOLDER, folder,
            ENDPOINT, endpoint,
            ACCESS_KEY, accessKey,
            SECRET_KEY, secretKey,
            LOCKS_URL, locks.url(),
            LOCKS_USER, locks.user(),
            LOCKS_PASSWORD, locks.password().reveal()));
  }

  /** The same lake, its store asked at another address. */
  Warehouse at(String endpoint) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(ENDPOINT, endpoint);
    return new Warehouse(changed);
  }

  String folder() {
    return settings.get(FOLDER);
  }

  String endpoint() {
    return settings.get(ENDPOINT);
  }

  String accessKey() {
    return settings.get(ACCESS_KEY);
  }

  String secretKey() {
    return settings.get(SECRET_KEY);
  }

  boolean isOnDisk() {
    return !settings.containsKey(ENDPOINT);
  }

  Lake lake() {
    Lake lake = Lake.at(folder());
    if (isOnDisk()) {
      return lake;
    }
    return lake.withStore(ObjectStore.at(endpoint()).withKeys(accessKey(), new Secret(secretKey())))
        .withLocks(
            new LockDatabase(
                settings.get(LOCKS_URL),
                settings.get(LOCKS_USER),
                new Secret(settings.get(LOCKS_PASSWORD))));
  }
}
