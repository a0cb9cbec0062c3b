package io.lakebeam.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Encrypts bytes that have to be kept as they came, though there are masks: AES-GCM with 256 bits,
 * under a key of {@link MaskKeys}, whose version is in front.
 *
 * <pre>{@code
 * Seal seal = new Seal(keys);
 * byte[] sealed = seal.close(bytes, "topic-0@17 value");
 * byte[] bytes = seal.open(sealed, "topic-0@17 value");
 * }</pre>
 *
 * <p>The form: 8 bytes that say what it is, the version in 4, a nonce of 12, then what AES-GCM
 * makes (NIST SP 800-38D), with a tag of 16 bytes. Thread-safe.
 */
public final class Seal {
  private static final byte[] MAGIC = {(byte) 0xb5, 'l', 'b', 's', 'e', 'a', 'l', 1};
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int HEAD = 8 + 4 + NONCE;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Looking one up takes as long as sealing some hundred bytes. */
  private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(Seal::newCipher);

  private final MaskKeys keys;

  /** Of the current version, since most is sealed with it; made when it is first wanted. */
  private transient volatile @Nullable SecretKeySpec current;

  /** Seals under the current version, opens under any. */
  public Seal(MaskKeys keys) {
    this.keys = keys;
  }

  /**
   * Encrypts; null stays null.
   *
   * @param place where it is kept, so that it opens nowhere else
   */
  public byte @Nullable [] close(byte @Nullable [] plain, String place) {
    if (plain == null) {
      return null;
    }
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    ByteBuffer head = ByteBuffer.allocate(HEAD).put(MAGIC).putInt(keys.current()).put(nonce);
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, currentKey(), nonce, place).doFinal(plain);
      return ByteBuffer.allocate(HEAD + closed.length).put(head.array()).put(closed).array();
    } catch (GeneralSecurityException e) {
      throw noCipher(e);
    }
  }

  /** Whether bytes were made by {@link #close}. */
  public static boolean isSealed(byte @Nullable [] bytes) {
    return bytes != null
        && bytes.length >= HEAD
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * What was encrypted; bytes that are not sealed are given back as they are.
   *
   * @throws PrivacyException if the key is not there, or they were changed or are kept elsewhere
   */
  public byte @Nullable [] open(byte @Nullable [] bytes, String place) {
    if (!isSealed(bytes)) {
      return bytes;
    }
    int version = ByteBuffer.wrap(bytes, MAGIC.length, 4).getInt();
    byte[] nonce = Arrays.copyOfRange(bytes, HEAD - NONCE, HEAD);
    try {
      return cipher(Cipher.DECRYPT_MODE, keys.keyForSeals(version), nonce, place)
          .doFinal(bytes, HEAD, bytes.length - HEAD);
    } catch (GeneralSecurityException e) {
      throw new PrivacyException(
          "%s: the bytes are not what was encrypted there under version %d of the key; was the key changed without a new version?"
              .formatted(place, version),
          e);
    }
  }

  private SecretKeySpec currentKey() {
    if (current == null) {
      current = keys.keyForSeals(keys.current());
    }
    return current;
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String place)
      throws GeneralSecurityException {
    Cipher cipher = CIPHERS.get();
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(UTF_8));
    return cipher;
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance(CIPHER);
    } catch (GeneralSecurityException e) {
      throw noCipher(e);
    }
  }

  private static IllegalStateException noCipher(GeneralSecurityException e) {
    return new IllegalStateException("every Java has " + CIPHER, e);
  }
}
