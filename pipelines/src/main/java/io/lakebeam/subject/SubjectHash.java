package io.lakebeam.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.definition.ErasureDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.secret.Secret;
import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What is kept of an erased subject: HMAC-SHA256 under the project's key. Without the key nobody
 * can find out whom it means by trying all keys there may be; when the key is destroyed, nobody
 * can.
 *
 * @param key the project's key
 */
public record SubjectHash(Secret key) implements Serializable {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int ID_DIGITS = 16;

  /** With the project's key; null where it has none. */
  public static @Nullable SubjectHash of(Project project) {
    return project.declaredErasure().map(ErasureDefinition::key).map(SubjectHash::new).orElse(null);
  }

  /**
   * The hash of a subject, or of a row that is a subject's.
   *
   * @param of null for the subject's own key; else the table whose key it is
   * @param value the key as text
   */
  public String of(@Nullable String of, String value) {
    // Neither a table's name nor a key can have the separator in front of the other's.
    return hex((of == null ? "subject" : "row of " + of) + "\0" + value);
  }

  /** What tells one key from another, and nothing else of it. */
  public String keyId() {
    return hex("key\0").substring(0, ID_DIGITS);
  }

  private String hex(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.reveal().getBytes(UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
