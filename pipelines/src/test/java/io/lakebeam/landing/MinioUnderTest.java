package io.lakebeam.landing;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Stores;
import java.nio.file.Path;
import java.util.Map;

/**
 * MinIO with a bucket {@code lake}, and the PostgreSQL that keeps the locks of lakes in it.
 *
 * @param store MinIO
 * @param servers PostgreSQL, and others that were asked for
 */
record MinioUnderTest(LocalStore store, LocalServers servers) implements AutoCloseable {
  static MinioUnderTest start(Path folder) {
    LocalStore store = Stores.minio(folder.resolve("minio"), "lake");
    return new MinioUnderTest(
        store, LocalServers.builder(folder.resolve("servers")).only(Server.POSTGRES).start());
  }

  /** What a project file says of a lake in a folder of the bucket. */
  String lake(String name) {
    return "warehouse: \"s3://lake/%s\", endpoint: \"%s\", access-key: %s, secret-key: \"${S3_SECRET_KEY}\", locks: {url: \"%s\", user: %s, password: \"${LOCKS_PASSWORD}\"}"
        .formatted(
            name,
            store.endpoint(),
            store.accessKey(),
            servers.postgresUrl(),
            servers.postgresUser());
  }

  /** The variables of such a project file. */
  Map<String, String> environment() {
    return Map.of("S3_SECRET_KEY", store.secretKey(), "LOCKS_PASSWORD", servers.postgresPassword());
  }

  @Override
  public void close() {
    store.close();
    servers.close();
  }
}
