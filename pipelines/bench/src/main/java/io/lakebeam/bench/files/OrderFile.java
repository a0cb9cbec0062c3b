package io.lakebeam.bench.files;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;

/**
 * Orders as CSV: fifteen columns, every tenth row one of an order that was there before, one of two
 * hundred against an expectation. The same number of rows gives the same bytes.
 */
final class OrderFile {
  static final String HEADER =
      "id,order_no,customer,name,phone,city,country,product,quantity,price,discount,paid,ordered,updated_at,note";

  private static final String[] NAMES = {"Ann", "Béla", "Chloë", "Dmitri", "Elif", "Farid", "Gül"};
  private static final String[] CITIES = {"Budapest", "Łódź", "Porto", "Graz", "Bergen", "Cork"};
  private static final String[] COUNTRIES = {"HU", "PL", "PT", "AT", "NO", "IE", "DE", "FR"};

  private OrderFile() {}

  /** Writes a file that has been as it is for an hour. */
  static void write(Path file, int rows) throws IOException {
    Random random = new Random(42);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADER + "\n");
      for (int i = 0; i < rows; i++) {
        int id = i > 0 && i % 10 == 0 ? random.nextInt(i) : i;
        out.write(row(id, i, random));
      }
    }
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
  }

  private static String row(int id, int i, Random random) {
    boolean isWrong = random.nextInt(200) == 0;
    int customer = random.nextInt(100_000);
    return "%d,A-%08d,%d,%s %d,+36 30 %07d,%s,%s,\"product %d, %s\",%d,%d.%02d,%s,%s,%s,%s,%s%n"
        .formatted(
            id,
            id,
            customer,
            NAMES[customer % NAMES.length],
            customer,
            customer * 37 % 10_000_000,
            CITIES[customer % CITIES.length],
            COUNTRIES[customer % COUNTRIES.length],
            random.nextInt(5_000),
            i % 2 == 0 ? "large" : "small",
            isWrong ? 5_000 : 1 + random.nextInt(100),
            random.nextInt(1_000),
            random.nextInt(100),
            random.nextInt(40) / 100.0,
            random.nextBoolean(),
            LocalDate.of(2024, 1, 1).plusDays(i % 700),
            LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(i),
            i % 4 == 0 ? "a note on " + i : "");
  }
}
