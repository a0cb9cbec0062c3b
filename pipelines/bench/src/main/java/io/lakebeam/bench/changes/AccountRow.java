package io.lakebeam.bench.changes;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * One version of a row of the captured table, computed from the seed, its key and the version's
 * number: nothing has to be kept to write it again as what was there before a change.
 */
final class AccountRow {
  /** The rows were all opened in the years before 2025. */
  private static final long FIRST_DAY = 14_610;

  private static final int DAYS = 5_478;
  private static final long FIRST_SECOND = 1_735_689_600L;
  private static final String[] FIRST_NAMES = {
    "Ada", "Bela", "Chiara", "Dmitri", "Elif", "Fatou", "Goran", "Hanna", "Ivo", "Jana", "Kofi",
    "Lena", "Mehmet", "Nora", "Oskar", "Priya"
  };
  private static final String[] LAST_NAMES = {
    "Abebe",
    "Brandt",
    "Castillo",
    "Dahl",
    "Eriksen",
    "Fischer",
    "Gupta",
    "Horvat",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov"
  };
  private static final String[] CITIES = {
    "Amsterdam",
    "Bergen",
    "Coimbra",
    "Dresden",
    "Espoo",
    "Florence",
    "Graz",
    "Helsinki",
    "Izmir",
    "Jaca",
    "Krakow",
    "Lyon",
    "Malmo",
    "Nantes",
    "Oviedo",
    "Porto"
  };

  private final long seed;

  AccountRow(long seed) {
    this.seed = seed;
  }

  /** Appends the row as the connector's JSON converter writes it. */
  void appendTo(StringBuilder json, int key, int version) {
    long fixed = mix(seed + 0x9E37_79B9_7F4A_7C15L * key);
    long changing = mix(fixed + version);
    String first = FIRST_NAMES[bits(fixed, 0, 16)];
    String last = LAST_NAMES[bits(fixed, 4, 16)];
    json.append("{\"id\":").append(key);
    json.append(",\"branch\":").append(bits(fixed, 8, 5_000));
    json.append(",\"holder\":\"").append(first).append(' ').append(last).append('"');
    json.append(",\"email\":\"").append(first).append('.').append(last).append('.').append(key);
    json.append("@mail.example\",\"city\":");
    int city = bits(changing, 0, CITIES.length + 1);
    if (city == CITIES.length) {
      json.append("null");
    } else {
      json.append('"').append(CITIES[city]).append('"');
    }
    appendNumbers(json, fixed, changing);
    appendTimes(json, fixed, changing, version);
    json.append('}');
  }

  private static void appendNumbers(StringBuilder json, long fixed, long changing) {
    int cents = bits(changing, 16, 100);
    json.append(",\"balance\":\"").append(bits(changing, 8, 9_000_000)).append('.');
    json.append(cents < 10 ? "0" : "").append(cents);
    json.append("\",\"score\":").append((1 + bits(changing, 24, 99_998)) / 1_000.0);
    json.append(",\"active\":").append(bits(changing, 5, 8) != 0);
    json.append(",\"opened_on\":").append(FIRST_DAY + bits(fixed, 20, DAYS));
  }

  private static void appendTimes(StringBuilder json, long fixed, long changing, int version) {
    long created = (FIRST_SECOND - 1 - bits(fixed, 24, 86_400_000)) * 1_000_000;
    json.append(",\"created_at\":").append(created + bits(fixed, 12, 1_000_000));
    long second = FIRST_SECOND + version * 86_400L + bits(changing, 30, 86_400);
    // The last digit is never 0: the connector leaves zeros at the end out.
    int micros = bits(changing, 12, 100_000) * 10 + 1;
    json.append(",\"updated_at\":\"")
        .append(LocalDateTime.ofEpochSecond(second, micros * 1_000, ZoneOffset.UTC))
        .append("Z\"");
  }

  private static int bits(long random, int shift, int bound) {
    return (int) Long.remainderUnsigned(random >>> shift, bound);
  }

  /** SplitMix64's finalizer. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return mixed ^ (mixed >>> 31);
  }
}
