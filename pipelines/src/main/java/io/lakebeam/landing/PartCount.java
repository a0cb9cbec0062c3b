package io.lakebeam.landing;

import java.io.Serializable;

/**
 * What was in a part of a file.
 *
 * @param hash the file's
 * @param rows records that are rows of the table
 * @param rejected records that are dead letters
 * @param millis how long it took
 */
record PartCount(String hash, long rows, long rejected, long millis) implements Serializable {
  private static final long serialVersionUID = 1L;

  PartCount plus(PartCount other) {
    return new PartCount(hash, rows + other.rows, rejected + other.rejected, millis + other.millis);
  }
}
