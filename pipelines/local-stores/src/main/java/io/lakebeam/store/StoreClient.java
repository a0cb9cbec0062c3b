package io.lakebeam.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends single requests to a store, signed (AWS Signature Version 4), so that a test decides what
 * is sent: a part of an upload that never ends, the settings of a bucket.
 *
 * <pre>{@code
 * store.client().put("lake/landing/a.csv", bytes);
 * store.client().send("POST", "lake/landing/half.csv", "uploads=", new byte[0]);
 * }</pre>
 *
 * <p>Any answer but 2xx is a {@link StoreException} with what the store said. Safe for use by
 * several threads.
 */
public final class StoreClient {
  private static final String REGION = "us-east-1";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final String secretKey;

  StoreClient(URI endpoint, String secretKey) {
    this.endpoint = endpoint;
    this.secretKey = secretKey;
  }

  /** Writes an object, {@code bucket/key}. */
  public void put(String object, byte[] bytes) {
    send("PUT", object, "", bytes);
  }

  /** Writes an object of text. */
  public void put(String object, String text) {
    put(object, text.getBytes(UTF_8));
  }

  /**
   * Sends a request.
   *
   * @param path {@code bucket} or {@code bucket/key}
   * @param query {@code name=value} joined by {@code &}, encoded and in the order of names
   * @return what the store answered
   */
  public String send(String method, String path, String query, byte[] body) {
    String encoded =
        Arrays.stream(path.split("/", -1))
            .map(part -> URLEncoder.encode(part, UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/", "/", ""));
    String time = TIME.format(Instant.now());
    String hash = hex(sha256(body));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(endpoint + encoded + (query.isEmpty() ? "" : "?" + query)))
            .method(method, BodyPublishers.ofByteArray(body))
            .header("x-amz-date", time)
            .header("x-amz-content-sha256", hash)
            .header("Authorization", authorization(method, encoded, query, time, hash))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new StoreException(
            "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new StoreException("%s %s: no answer: %s".formatted(method, path, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("%s %s: interrupted".formatted(method, path), e);
    }
  }

  private String authorization(String method, String path, String query, String time, String hash) {
    String headers = "host;x-amz-content-sha256;x-amz-date";
    String canonical =
        String.join(
            "\n",
            method,
            path,
            query,
            "host:" + endpoint.getAuthority(),
            "x-amz-content-sha256:" + hash,
            "x-amz-date:" + time,
            "",
            headers,
            hash);
    String day = time.substring(0, 8);
    String scope = String.join("/", day, REGION, "s3", "aws4_request");
    String toSign =
        String.join("\n", "AWS4-HMAC-SHA256", time, scope, hex(sha256(canonical.getBytes(UTF_8))));
    byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
    for (String part : List.of(day, REGION, "s3", "aws4_request")) {
      key = hmac(key, part);
    }
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(LocalStore.ACCESS_KEY, scope, headers, hex(hmac(key, toSign)));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
