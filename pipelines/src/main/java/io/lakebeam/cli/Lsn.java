package io.lakebeam.cli;

import java.util.regex.Pattern;
import org.postgresql.replication.LogSequenceNumber;

/** A place in PostgreSQL's log as people write it: {@code 0/1D3F2A8}. */
final class Lsn {
  private static final Pattern FORM = Pattern.compile("\\p{XDigit}{1,8}/\\p{XDigit}{1,8}");

  private Lsn() {}

  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  static long parse(String text) {
    return LogSequenceNumber.valueOf(text).asLong();
  }
}
