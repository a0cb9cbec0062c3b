package io.lakebeam.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Stores for tests.
 *
 * <pre>{@code
 * store = Stores.minio(folder.resolve("minio"), "lake");   // bucket "lake"
 * store = Stores.s3Proxy(folder.resolve("s3proxy"), "lake");
 * }</pre>
 */
public final class Stores {
  private Stores() {}

  /**
   * A MinIO server on a free port, its data in {@code folder}. Where its binary is missing the test
   * is skipped with the reason, or fails where {@code CI=true}.
   */
  public static LocalStore minio(Path folder, String bucket) {
    Optional<Path> binary = Minio.binary();
    if (binary.isEmpty()) {
      String reason =
          "no MinIO at %s; scripts/servers/minio puts it there".formatted(Minio.place());
      if ("true".equals(System.getenv("CI"))) {
        throw new StoreException(reason);
      }
      assumeTrue(false, reason);
    }
    return Minio.start(binary.orElseThrow(), folder, bucket);
  }

  /** An S3Proxy server on a free port, its data in {@code folder}. */
  public static LocalStore s3Proxy(Path folder, String bucket) {
    return S3Proxy.start(folder, bucket);
  }
}
