package io.lakebeam.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
  private static final String OBJECTS_MADE =
      "<NotificationConfiguration><QueueConfiguration><Id>made</Id>"
          + "<Queue>arn:minio:sqs::TEST:kafka</Queue><Event>s3:ObjectCreated:*</Event>"
          + "</QueueConfiguration></NotificationConfiguration>";

  private static final RetryPolicy<String> UNTIL_TARGETS_ARE_MADE =
      RetryPolicy.<String>builder()
          .handle(StoreException.class)
          .withDelay(Duration.ofMillis(200))
          .withMaxAttempts(-1)
          .withMaxDuration(Duration.ofSeconds(60))
          .build();

  private Stores() {}

  /**
   * A MinIO server on a free port, its data in {@code folder}. Where its binary is missing the test
   * is skipped with the reason, or fails where {@code CI=true}.
   */
  public static LocalStore minio(Path folder, String bucket) {
    return minio(folder, bucket, Map.of());
  }

  /** The same; it writes to a topic of Kafka whenever an object of the bucket is made. */
  public static LocalStore minioTelling(
      Path folder, String bucket, String bootstrapServers, String topic) {
    LocalStore store =
        minio(
            folder,
            bucket,
            Map.of(
                "MINIO_NOTIFY_KAFKA_ENABLE_TEST",
                "on",
                "MINIO_NOTIFY_KAFKA_BROKERS_TEST",
                bootstrapServers,
                "MINIO_NOTIFY_KAFKA_TOPIC_TEST",
                topic));
    // It answers while it still makes its targets, and knows of none until it has.
    Failsafe.with(UNTIL_TARGETS_ARE_MADE)
        .get(
            () ->
                store.client().send("PUT", bucket, "notification=", OBJECTS_MADE.getBytes(UTF_8)));
    return store;
  }

  private static LocalStore minio(Path folder, String bucket, Map<String, String> settings) {
    Optional<Path> binary = Minio.binary();
    if (binary.isEmpty()) {
      String reason =
          "no MinIO at %s; scripts/servers/minio puts it there".formatted(Minio.place());
      if ("true".equals(System.getenv("CI"))) {
        throw new StoreException(reason);
      }
      assumeTrue(false, reason);
    }
    return Minio.start(binary.orElseThrow(), folder, bucket, settings);
  }

  /** An S3Proxy server on a free port, its data in {@code folder}. */
  public static LocalStore s3Proxy(Path folder, String bucket) {
    return S3Proxy.start(folder, bucket);
  }
}
