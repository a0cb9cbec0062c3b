package io.lakebeam.privacy;

import io.lakebeam.quality.LakeValue;
import org.apache.paimon.types.DataType;

/** Masks that are always the same value. */
final class Constants {
  private Constants() {}

  static Mask of(String text, DataType type) {
    Object constant = parse(text, type);
    return value -> value == null ? null : constant;
  }

  /** The value that a text means; an {@link IllegalArgumentException} if it does not fit. */
  static Object parse(String text, DataType type) {
    try {
      return LakeValue.parse(text, type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mask 'constant' stores '%s', which a column of type %s does not hold"
              .formatted(text, type),
          e);
    }
  }
}
