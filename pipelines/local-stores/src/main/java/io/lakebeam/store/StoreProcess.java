package io.lakebeam.store;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The process of a store, and its end: with this JVM at the latest, even where that is killed. */
final class StoreProcess {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final int MILLIS_BETWEEN_LOOKS = 50;

  /** Kills the store when the pipe from this JVM ends, and ends itself when the store does. */
  private static final String KEEPER =
      "exec 3<&0; \"$@\" </dev/null & store=$!;"
          + " (cat <&3 >/dev/null; kill -9 $store 2>/dev/null) & wait $store";

  private final Process process;
  private final Path log;

  private StoreProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static StoreProcess start(List<String> store, Map<String, String> environment, Path log) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "store"));
    command.addAll(store);
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    process.environment().putAll(environment);
    try {
      return new StoreProcess(process.start(), log);
    } catch (IOException e) {
      throw new StoreException("a store's process cannot be launched: " + e.getMessage(), e);
    }
  }

  /** Waits until the store answers on {@code url}, whatever it answers. */
  void await(URI url) {
    await(() -> answers(url));
  }

  /** Waits until it can be used. */
  void await(BooleanSupplier isReady) {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (!isReady.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        kill();
        throw new StoreException(
            "the store did not start; its log is %s:%n%s".formatted(log, text()));
      }
      sleep();
    }
  }

  /** Kills the store; returns when it is gone. */
  void kill() {
    boolean interrupted = Thread.interrupted();
    try {
      process.getOutputStream().close();
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      // The pipe is closed, which is all that is wanted.
    } catch (InterruptedException e) {
      interrupted = true;
    }
    process.destroyForcibly();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean answers(URI url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      boolean answered = connection.getResponseCode() > 0;
      connection.disconnect();
      return answered;
    } catch (IOException e) {
      return false;
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while a store started", e);
    }
  }

  private String text() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(not readable: " + e.getMessage() + ")";
    }
  }
}
