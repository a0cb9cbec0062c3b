package io.lakebeam.change;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What Debezium writes in place of a large value that an update did not change, and PostgreSQL
 * therefore did not log.
 */
final class UnchangedValue {
  static final String TEXT = "__debezium_unavailable_value";

  private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);
  private static final String NUMBERS =
      "{" + TEXT.chars().mapToObj(Integer::toString).collect(Collectors.joining(","));
  private static final String UUIDS = "{" + UUID.nameUUIDFromBytes(BYTES);

  private UnchangedValue() {}

  static void refuse(String text) {
    if (text.equals(TEXT)) {
      throw refused();
    }
  }

  static void refuse(byte[] bytes) {
    if (Arrays.equals(bytes, BYTES)) {
      throw refused();
    }
  }

  /** An array of what is no text, its end not yet written. */
  static void refuseArray(StringBuilder array) {
    boolean isAsLong = array.length() == NUMBERS.length() || array.length() == UUIDS.length();
    if (isAsLong && (NUMBERS.contentEquals(array) || UUIDS.contentEquals(array))) {
      throw refused();
    }
  }

  /** Who knows the column says so. */
  private static UnchangedValueException refused() {
    return new UnchangedValueException("?");
  }
}
