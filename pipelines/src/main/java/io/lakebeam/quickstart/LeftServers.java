package io.lakebeam.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Servers that outlive the run that started them, noted in the working directory: on purpose
 * ({@code --keep}), or for a moment, when the run was killed and they are on their way out.
 */
final class LeftServers {
  private static final String FILE = "servers.process";
  private static final Duration ON_THEIR_WAY_OUT = Duration.ofSeconds(15);

  private LeftServers() {}

  /** Notes the servers' process, so that a later run finds it. */
  static void note(Path root, long pid) throws IOException {
    Files.writeString(root.resolve(FILE), pid + " " + started(pid));
  }

  /** Notes that the servers are left on purpose. */
  static void noteKept(Path root, long pid) throws IOException {
    Files.writeString(root.resolve(FILE), pid + " " + started(pid) + " kept");
  }

  /** Refuses a directory whose servers still live. */
  static void refuseAlive(Path root) throws IOException {
    Path file = root.resolve(FILE);
    if (!Files.exists(file)) {
      return;
    }
    List<String> noted = List.of(Files.readString(file).trim().split(" "));
    Optional<ProcessHandle> alive = alive(noted);
    if (alive.isPresent() && (noted.contains("kept") || !endsSoon(alive.get()))) {
      throw QuickstartException.worthRetry(
          String.format(
              "%s is in use by the servers of an earlier run (process %d); stop them with: kill %d",
              root, alive.get().pid(), alive.get().pid()));
    }
  }

  private static Optional<ProcessHandle> alive(List<String> noted) {
    // A process id is used again one day; together with its start it is not.
    return noted.size() < 2 || !noted.get(0).matches("\\d{1,10}")
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(noted.get(0)))
            .filter(ProcessHandle::isAlive)
            .filter(process -> started(process.pid()).equals(noted.get(1)));
  }

  private static boolean endsSoon(ProcessHandle process) {
    try {
      process.onExit().get(ON_THEIR_WAY_OUT.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String started(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .map(Instant::toString)
        .orElse("unknown");
  }
}
