package io.lakebeam.lake;

import io.lakebeam.privacy.Seal;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A record that could not be written.
 *
 * @param position where it stood in its source
 * @param reason why it could not be written, the last time that it was tried
 * @param recordMillis when it was made, milliseconds since 1970
 * @param key the bytes of its key, as they came, or encrypted
 * @param value its bytes, as they came, or encrypted
 * @param attempt how often it was tried again
 * @param epoch the life of its source that it came from, see {@link SourceEpochs}; null where it
 *     came from no such source
 */
@DefaultCoder(SerializableCoder.class)
@SuppressWarnings("ArrayRecordComponent") // equal by content below
public record DeadLetter(
    SourcePosition position,
    String reason,
    long recordMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    int attempt,
    @Nullable Integer epoch)
    implements Serializable {

  /** The same, its bytes encrypted, unless they are already. */
  public DeadLetter sealedBy(Seal seal) {
    return Seal.isSealed(value) || Seal.isSealed(key)
        ? this
        : with(seal.close(key, place("key")), seal.close(value, place("value")));
  }

  /**
   * The same, its bytes as they came.
   *
   * @throws io.lakebeam.privacy.PrivacyException if they are encrypted under another key
   */
  public DeadLetter openedBy(Seal seal) {
    return with(seal.open(key, place("key")), seal.open(value, place("value")));
  }

  private String place(String part) {
    return "%s@%d %s".formatted(position.partition(), position.offset(), part);
  }

  private DeadLetter with(byte @Nullable [] otherKey, byte @Nullable [] otherValue) {
    return new DeadLetter(position, reason, recordMillis, otherKey, otherValue, attempt, epoch);
  }

  DeadLetter after(@Nullable String newReason) {
    return new DeadLetter(
        position,
        newReason == null ? reason : newReason,
        recordMillis,
        key,
        value,
        attempt + 1,
        epoch);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeadLetter that
        && position.equals(that.position)
        && reason.equals(that.reason)
        && recordMillis == that.recordMillis
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && attempt == that.attempt
        && Objects.equals(epoch, that.epoch);
  }

  @Override
  public int hashCode() {
    return Objects.hash(position, attempt);
  }
}
