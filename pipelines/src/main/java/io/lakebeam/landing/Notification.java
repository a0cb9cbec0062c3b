package io.lakebeam.landing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a store writes of an object that was made, in the form that Amazon's S3 has given it and
 * MinIO and others took over.
 */
final class Notification {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Notification() {}

  /**
   * The objects that are said to have been written, as {@code s3://bucket/key}; of other events
   * none; null where it is no notification.
   */
  static @Nullable List<String> created(byte @Nullable [] message) {
    try {
      JsonNode records = message == null ? null : JSON.readTree(message).path("Records");
      if (records == null || !records.isArray()) {
        return null;
      }
      List<String> created = new ArrayList<>();
      for (JsonNode record : records) {
        String bucket = record.path("s3").path("bucket").path("name").asText();
        String key = record.path("s3").path("object").path("key").asText();
        boolean isCreated =
            record.path("eventName").asText().replaceFirst("^s3:", "").startsWith("ObjectCreated:");
        if (isCreated && !bucket.isEmpty() && !key.isEmpty()) {
          created.add("s3://%s/%s".formatted(bucket, URLDecoder.decode(key, UTF_8)));
        }
      }
      return created;
    } catch (IOException | IllegalArgumentException e) {
      // Whoever can write to the topic can write anything there.
      return null;
    }
  }
}
