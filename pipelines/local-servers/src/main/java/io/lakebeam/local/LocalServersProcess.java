package io.lakebeam.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Main class of the process that {@link LocalServers} launches; not for direct use. It reads its
 * options from standard input, answers with one line on standard output (servers ready, or an
 * error), and runs until standard input ends or SIGTERM comes. Exit code 0: stopped as asked; 1:
 * did not start, or failed while running.
 */
public final class LocalServersProcess {
  private static final int SECONDS_TO_STOP = 20;

  private final PrintStream answers;
  private final StopRequest stop;

  private LocalServersProcess(PrintStream answers, StopRequest stop) {
    this.answers = answers;
    this.stop = stop;
  }

  /** Runs the servers until they are to stop. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = takeStandardOutput();
    BufferedReader input = new BufferedReader(new InputStreamReader(standardInput(), UTF_8));
    String line = input.readLine();
    if (line == null) {
      System.exit(1);
    }
    ProcessOptions options = JsonLine.read(line, ProcessOptions.class);
    System.exit(new LocalServersProcess(answers, StopRequest.watching(input)).run(options));
  }

  private int run(ProcessOptions options) {
    WorkingDirectory directory = new WorkingDirectory(Path.of(options.workingDirectory()));
    try {
      // The lock comes before the first logger: the log belongs to the lock's holder.
      return directory.whileHeld(() -> serve(directory, options));
    } catch (LocalServersException e) {
      answer(ProcessAnswer.failed(e.getMessage()));
      return 1;
    }
  }

  private int serve(WorkingDirectory directory, ProcessOptions options) {
    Postmaster.stopLeftover(directory.postgres());
    Map<Server, Integer> ports = Ports.choose(options.ports());
    if (options.keepsData()) {
      directory.complete();
    } else {
      directory.empty();
    }
    takeOverStopping(directory);
    RunningServers servers = RunningServers.starting(directory, ports, options.brokerPort());
    ProcessAnswer answer = servers.await();
    answer(answer);
    if (answer.hasFailed()) {
      stop.stop(1);
    }
    int code = stop.await();
    servers.stop();
    return code;
  }

  /**
   * Kafka and Connect would stop themselves in hooks of their own, side by side, or end the JVM.
   */
  private void takeOverStopping(WorkingDirectory directory) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Exit.setShutdownHookAdder((name, hook) -> {});
    Exit.setExitProcedure(this::endedByAServer);
    Exit.setHaltProcedure(this::endedByAServer);
    Thread watchdog = new Thread(() -> haltAfterStop(directory), "watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  private void haltAfterStop(WorkingDirectory directory) {
    int code = stop.await();
    new CompletableFuture<Integer>()
        .completeOnTimeout(code, SECONDS_TO_STOP, TimeUnit.SECONDS)
        .join();
    Postmaster.stopLeftover(directory.postgres());
    Runtime.getRuntime().halt(1);
  }

  private void endedByAServer(int code, String message) {
    stop.stop(1);
    throw new IllegalStateException("a server ended itself with code " + code + ": " + message);
  }

  private void answer(ProcessAnswer answer) {
    answers.println(JsonLine.of(answer));
    answers.flush();
  }

  /** From here on nothing but answers reaches the parent's pipe. */
  private static PrintStream takeStandardOutput() {
    PrintStream output = System.out;
    System.setOut(System.err);
    return output;
  }

  private static InputStream standardInput() {
    return System.in;
  }
}
