package io.lakebeam.doctor;

import java.util.Locale;

/**
 * What one check of a source has found.
 *
 * @param source the source, as the project names it
 * @param check what was looked at: {@code wal_level}, {@code table public.customer}
 * @param verdict how it is
 * @param found what is there
 * @param mend the SQL or the command that mends it; empty where nothing is to be done
 */
public record Finding(String source, String check, Verdict verdict, String found, String mend) {

  /** How what was looked at is. */
  public enum Verdict {
    /** As it should be. */
    OK,
    /** Works, and can become a loss or a stop. */
    WARN,
    /** Capture does not work with it, or loses changes. */
    BAD;

    /** In small letters, as it is printed. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
