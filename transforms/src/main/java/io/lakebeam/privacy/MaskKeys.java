package io.lakebeam.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.secret.Secret;
import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of masks and of sealed bytes, by their versions, which every mask and all that is sealed
 * name: so a key can be replaced.
 *
 * <pre>{@code
 * MaskKeys keys = new MaskKeys(Map.of(1, oldSecret, 2, newSecret), 2);
 * }</pre>
 *
 * <p>What is hashed, what is encrypted in its format and what is sealed has a key of its own, each
 * made of the given one.
 *
 * @param versions the keys, by their versions, from 1
 * @param current the version that is used for what is written from now on
 */
public record MaskKeys(SortedMap<Integer, Secret> versions, int current) implements Serializable {
  /** Fewer letters could be guessed. */
  public static final int SHORTEST_KEY = 32;

  static final String HMAC = "HmacSHA256";

  private static final String FOR_MASKS = "lakebeam mask";
  private static final String FOR_FORMATS = "lakebeam format";
  private static final String FOR_SEALS = "lakebeam seal";

  public MaskKeys {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    if (!versions.containsKey(current)) {
      throw new IllegalArgumentException(
          "key version %d is not there; found: %s".formatted(current, names(versions)));
    }
  }

  /** Keys by their versions. */
  public MaskKeys(Map<Integer, Secret> versions, int current) {
    this(new TreeMap<>(versions), current);
  }

  /** Hashes texts under the current version. */
  Mac macForMasks() {
    return mac(derived(versions.get(current), FOR_MASKS));
  }

  /** The key of 256 bits under which digits are encrypted, of the current version. */
  byte[] keyForFormats() {
    return derived(versions.get(current), FOR_FORMATS);
  }

  /**
   * The key under which bytes are sealed.
   *
   * @throws PrivacyException if there is none of that version
   */
  SecretKeySpec keyForSeals(int version) {
    Secret key = versions.get(version);
    if (key == null) {
      throw new PrivacyException(
          "it is encrypted under version %d of the key, which is not there; found: %s; give it in the project file: privacy: {keys: {%d: ...}}"
              .formatted(version, names(versions), version));
    }
    return new SecretKeySpec(derived(key, FOR_SEALS), "AES");
  }

  private static byte[] derived(Secret key, String purpose) {
    return mac(key.reveal().getBytes(UTF_8)).doFinal(purpose.getBytes(UTF_8));
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private static String names(Map<Integer, Secret> versions) {
    return versions.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
