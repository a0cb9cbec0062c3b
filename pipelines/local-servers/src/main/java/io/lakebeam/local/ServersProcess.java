package io.lakebeam.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The parent's hold on the process of the servers: its pipes and its end. */
final class ServersProcess {
  // More than the process gives itself (LocalServersProcess).
  private static final int SECONDS_TO_STOP = 25;

  private final WorkingDirectory directory;
  private final Process process;
  private final Writer input;

  private ServersProcess(WorkingDirectory directory, Process process) {
    this.directory = directory;
    this.process = process;
    this.input = process.outputWriter(UTF_8);
  }

  static ServersProcess launch(WorkingDirectory directory) {
    try {
      return new ServersProcess(directory, ServersCommand.in(directory).start());
    } catch (IOException e) {
      throw new LocalServersException(
          "the process of the local servers cannot be launched: " + e.getMessage(), e);
    }
  }

  /** Sends the options and waits for the answer; after a failure the process is gone. */
  ProcessAnswer ask(ProcessOptions options, Duration timeout) {
    boolean ready = false;
    try {
      send(JsonLine.of(options));
      ProcessAnswer answer = firstLine().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.hasFailed()) {
        throw new LocalServersException(answer.error());
      }
      ready = true;
      return answer;
    } catch (TimeoutException e) {
      throw failed("gave no answer within " + timeout.toMillis() / 1_000.0 + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("were interrupted while they started", e);
    } catch (ExecutionException | UncheckedIOException e) {
      throw failed("ended while they started", e);
    } finally {
      if (!ready) {
        stop();
      }
    }
  }

  /** Lets the process outlive this JVM and the end of its input; only SIGTERM ends it then. */
  void keepRunning() {
    send(StopRequest.KEEP);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process in order, or else by force; leaves nothing of it. */
  void stop() {
    try {
      input.close();
    } catch (IOException gone) {
      // It reads no more, so it is ending.
    }
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    process.destroyForcibly();
    Postmaster.stopLeftover(directory.postgres());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the process of the local servers has ended", e);
    }
  }

  private CompletableFuture<ProcessAnswer> firstLine() {
    CompletableFuture<ProcessAnswer> answer = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(answer), "local-servers-answer");
    reader.setDaemon(true);
    reader.start();
    return answer;
  }

  private void read(CompletableFuture<ProcessAnswer> answer) {
    try {
      BufferedReader output = process.inputReader(UTF_8);
      String line = output.readLine();
      if (line == null) {
        answer.completeExceptionally(new IOException("end of output"));
      } else {
        answer.complete(JsonLine.read(line, ProcessAnswer.class));
      }
    } catch (IOException | IllegalArgumentException e) {
      answer.completeExceptionally(e);
    }
  }

  private LocalServersException failed(String what, Exception cause) {
    StringBuilder message =
        new StringBuilder("the local servers ").append(what).append("; the logs end with");
    for (var log : List.of(directory.log(), directory.jvmLog())) {
      message.append("\n").append(log).append(":").append(LogTail.problems(log));
    }
    return new LocalServersException(message.toString(), cause);
  }
}
