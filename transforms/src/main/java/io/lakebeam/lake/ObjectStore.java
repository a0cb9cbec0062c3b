package io.lakebeam.lake;

import io.lakebeam.secret.Secret;
import java.io.Serializable;
import java.net.URI;
import java.util.Locale;

/**
 * An S3 store: where it is and who asks.
 *
 * <pre>{@code
 * ObjectStore.at("http://127.0.0.1:9000").withKeys("writer", new Secret(System.getenv("S3_SECRET_KEY")));
 * ObjectStore.at("https://s3.eu-central-1.amazonaws.com").withRegion("eu-central-1").withKeys(...);
 * }</pre>
 *
 * @param endpoint the store's URL, {@code http://host:port} or {@code https://host}
 * @param region as requests are signed for; most stores other than Amazon's take any
 * @param addressing how a request names its bucket
 * @param accessKey the name of the key pair, not secret
 * @param secretKey what requests are signed with
 */
public record ObjectStore(
    String endpoint, String region, Addressing addressing, String accessKey, Secret secretKey)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String AMAZON = "amazonaws.com";

  /** How a request names its bucket. */
  public enum Addressing {
    /** {@code http://host/bucket/key}: every store knows it, Amazon's advises against it. */
    PATH,
    /** {@code http://bucket.host/key}. */
    VIRTUAL_HOST
  }

  public ObjectStore {
    requireEndpoint(endpoint);
    require(!region.isBlank(), "region must not be empty");
  }

  /**
   * The store at {@code endpoint}, in region us-east-1, without keys yet; buckets are named in the
   * path unless the store is Amazon's.
   *
   * @throws IllegalArgumentException if the endpoint is no {@code http(s)://host[:port]}
   */
  public static ObjectStore at(String endpoint) {
    Addressing addressing =
        endpoint.toLowerCase(Locale.ROOT).contains(AMAZON)
            ? Addressing.VIRTUAL_HOST
            : Addressing.PATH;
    return new ObjectStore(endpoint, "us-east-1", addressing, "", new Secret(""));
  }

  /** The store, in that region. */
  public ObjectStore withRegion(String newRegion) {
    return new ObjectStore(endpoint, newRegion, addressing, accessKey, secretKey);
  }

  /** The store, asked in that way. */
  public ObjectStore withAddressing(Addressing newAddressing) {
    return new ObjectStore(endpoint, region, newAddressing, accessKey, secretKey);
  }

  /** The store, asked by the holder of that key pair. */
  public ObjectStore withKeys(String newAccessKey, Secret newSecretKey) {
    require(!newAccessKey.isBlank(), "access key must not be empty");
    require(!newSecretKey.reveal().isBlank(), "secret key must not be empty");
    return new ObjectStore(endpoint, region, addressing, newAccessKey, newSecretKey);
  }

  private static void requireEndpoint(String endpoint) {
    boolean fits = false;
    try {
      URI uri = URI.create(endpoint);
      String path = uri.getPath();
      fits =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && (path.isEmpty() || path.equals("/"))
              && uri.getQuery() == null;
    } catch (IllegalArgumentException e) {
      // Not repeated below: what is no URI may hold a key.
    }
    require(fits, "endpoint must be http://host:port or https://host, without user, path or query");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("object store: " + message);
    }
  }
}
