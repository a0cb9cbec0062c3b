package io.lakebeam.store;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The process of a store, and its end: with this JVM at the latest, unless that is killed. */
final class StoreProcess {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final int MILLIS_BETWEEN_LOOKS = 50;

  private final Process process;
  private final Path log;
  private final Thread hook;

  private StoreProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "end-of-store");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  static StoreProcess start(ProcessBuilder command, Map<String, String> environment, Path log) {
    command.environment().putAll(environment);
    command.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      return new StoreProcess(command.start(), log);
    } catch (IOException e) {
      throw new StoreException("a store's process cannot be launched: " + e.getMessage(), e);
    }
  }

  /** Waits until the store answers on {@code url}, whatever it answers. */
  void await(URI url) {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (!answers(url)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        kill();
        throw new StoreException(
            "the store at %s did not start; its log is %s:%n%s".formatted(url, log, text()));
      }
      sleep();
    }
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM ends already.
    }
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
