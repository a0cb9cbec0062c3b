package io.lakebeam.store;

import java.net.URI;

/** A running S3 store on loopback, with a bucket. Ends when it is closed, or with this JVM. */
public final class LocalStore implements AutoCloseable {
  /** The name of the one key pair of a local store. */
  public static final String ACCESS_KEY = "lakebeam";

  private final StoreProcess process;
  private final URI endpoint;
  private final String secretKey;

  LocalStore(StoreProcess process, URI endpoint, String secretKey) {
    this.process = process;
    this.endpoint = endpoint;
    this.secretKey = secretKey;
  }

  /** The store's URL, {@code http://127.0.0.1:port}; buckets are named in the path. */
  public URI endpoint() {
    return endpoint;
  }

  /** The name of the key pair. */
  public String accessKey() {
    return ACCESS_KEY;
  }

  /** What requests are signed with, made at this start. */
  public String secretKey() {
    return secretKey;
  }

  /** Sends it requests. */
  public StoreClient client() {
    return new StoreClient(endpoint, secretKey);
  }

  /** Ends the store at once, as a power cut would. */
  @Override
  public void close() {
    process.kill();
  }

  @Override
  public String toString() {
    return "LocalStore[" + endpoint + "]";
  }
}
