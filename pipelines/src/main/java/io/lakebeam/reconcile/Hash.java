package io.lakebeam.reconcile;

import java.nio.ByteBuffer;

/**
 * 128 bits.
 *
 * @param high the first eight bytes
 * @param low the last eight
 */
record Hash(long high, long low) {
  static Hash of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Hash(buffer.getLong(), buffer.getLong());
  }

  /** The number of the bucket for a row whose key has this hash: its first bits. */
  int bucket(int buckets) {
    return (int) (high >>> 48) % buckets;
  }
}
