package io.lakebeam.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The PostgreSQL server process of a data directory, as its {@code postmaster.pid} names it. */
final class Postmaster {
  private static final int SECONDS_TO_STOP = 5;

  private Postmaster() {}

  /** The live server process of {@code data}, never another process that came to its number. */
  static Optional<ProcessHandle> of(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      if (lines.size() < 2 || !Path.of(lines.get(1)).equals(data)) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
          .filter(ProcessHandle::isAlive)
          .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    } catch (IOException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** Stops a server that outlived its parent: at once, as its data will not be used again. */
  static void stopLeftover(Path data) {
    of(data).ifPresent(Postmaster::stop);
  }

  private static void stop(ProcessHandle postmaster) {
    List<ProcessHandle> workers = postmaster.descendants().toList();
    try {
      // SIGQUIT is PostgreSQL's immediate shutdown; SIGTERM would wait for its clients.
      new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      postmaster.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill(postmaster, workers);
    } catch (IOException | ExecutionException | TimeoutException e) {
      kill(postmaster, workers);
    }
  }

  private static void kill(ProcessHandle postmaster, List<ProcessHandle> workers) {
    postmaster.destroyForcibly();
    workers.forEach(ProcessHandle::destroyForcibly);
  }
}
