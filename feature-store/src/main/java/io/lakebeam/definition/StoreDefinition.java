package io.lakebeam.definition;

import io.lakebeam.lake.ObjectStore;
import io.lakebeam.secret.Secret;
import java.util.regex.Pattern;

/**
 * The S3 store of a lake; see {@link LakeDefinition}.
 *
 * @param endpoint its URL
 * @param region as requests are signed for
 * @param accessKey the name of the key pair
 * @param secretKey what requests are signed with
 */
public record StoreDefinition(String endpoint, String region, String accessKey, Secret secretKey) {

  static final String USUAL_REGION = "us-east-1";
  private static final Pattern ENDPOINT = Pattern.compile("https?://[^/?#@]+/?");

  public StoreDefinition {
    new Checks()
        .that(
            ENDPOINT.matcher(endpoint).matches(),
            "endpoint",
            "must be http://host:port or https://host, without user, path or query")
        .text("region", region)
        .text("access-key", accessKey)
        .text("secret-key", secretKey.reveal())
        .done();
  }

  /** The store itself. */
  ObjectStore open() {
    return ObjectStore.at(endpoint).withRegion(region).withKeys(accessKey, secretKey);
  }
}
