package io.lakebeam.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that maintains a table over and over, with every setting at its most eager. */
final class MaintenanceProcess {
  private MaintenanceProcess() {}

  /** {@code warehouse signal rounds}: the signal is a file made after the first round. */
  public static void main(String[] arguments) throws Exception {
    Lake lake = Lake.at(arguments[0]);
    for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
      eager(lake).run(Orders.CURRENT.name());
      if (round == 0) {
        Files.createFile(Path.of(arguments[1]));
      }
    }
  }

  /** All but the orphans' age: young files are of writers at work. */
  static Maintenance eager(Lake lake) {
    return Maintenance.of(lake)
        .compactingFully()
        .retainingLast(1)
        .retainingFor(Duration.ZERO)
        .deletingOrphansOlderThan(Maintenance.YOUNGEST_ORPHAN);
  }

  static Process start(Lake lake, Path signal, int rounds) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MaintenanceProcess.class.getName(),
                lake.warehouse(),
                signal.toString(),
                Integer.toString(rounds)))
        .inheritIO()
        .start();
  }
}
