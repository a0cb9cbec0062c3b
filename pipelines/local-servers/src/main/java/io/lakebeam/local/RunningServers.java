package io.lakebeam.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of this process: started side by side, stopped one after the other. */
final class RunningServers {
  private static final Logger LOG = LoggerFactory.getLogger(RunningServers.class);

  private final WorkingDirectory directory;
  private final Map<Server, Integer> ports;
  private final int brokerPort;
  private final Map<Server, CompletableFuture<AutoCloseable>> starts = new EnumMap<>(Server.class);

  private final AtomicInteger awaited;
  private final CompletableFuture<ProcessAnswer> answer = new CompletableFuture<>();

  private RunningServers(WorkingDirectory directory, Map<Server, Integer> ports, int brokerPort) {
    this.directory = directory;
    this.ports = ports;
    this.brokerPort = brokerPort;
    this.awaited = new AtomicInteger(ports.size());
  }

  /**
   * Starts a server for each port.
   *
   * @param brokerPort where Connect finds Kafka if it is not among them
   */
  static RunningServers starting(
      WorkingDirectory directory, Map<Server, Integer> ports, int brokerPort) {
    RunningServers servers = new RunningServers(directory, ports, brokerPort);
    ports.keySet().stream().sorted().forEach(servers::start);
    return servers;
  }

  private void start(Server server) {
    switch (server) {
      case POSTGRES -> start(server, () -> PostgresServer.start(directory, ports.get(server)));
      case KAFKA -> start(server, () -> KafkaBroker.start(directory, ports.get(server)));
      case CONNECT -> {
        CompletableFuture<AutoCloseable> kafka =
            starts.getOrDefault(Server.KAFKA, CompletableFuture.completedFuture(null));
        int kafkaPort = ports.getOrDefault(Server.KAFKA, brokerPort);
        start(
            server,
            () -> ConnectWorker.start(directory, ports.get(server), kafkaPort, kafka::join));
      }
    }
  }

  private void start(Server server, Callable<AutoCloseable> start) {
    CompletableFuture<AutoCloseable> started = new CompletableFuture<>();
    starts.put(server, started);
    Thread thread = new Thread(() -> run(server, start, started), "start-" + server);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(
      Server server, Callable<AutoCloseable> start, CompletableFuture<AutoCloseable> started) {
    try {
      started.complete(start.call());
      LOG.info("{} has started on port {}", server.title(), ports.get(server));
      if (awaited.decrementAndGet() == 0) {
        answer.complete(ready());
      }
    } catch (Throwable e) {
      LOG.error("{} did not start", server.title(), e);
      // Before those who wait for this server hear of it and fail, too.
      answer.complete(didNotStart(server, e));
      started.completeExceptionally(e);
    }
  }

  /** Waits until all have started, or the first has failed. */
  ProcessAnswer await() {
    return answer.join();
  }

  private ProcessAnswer ready() {
    List<Long> pids = new ArrayList<>(List.of(ProcessHandle.current().pid()));
    String password = "";
    if (starts.containsKey(Server.POSTGRES)
        && starts.get(Server.POSTGRES).join() instanceof PostgresServer postgres) {
      pids.add(postgres.processId());
      password = postgres.password();
    }
    return ProcessAnswer.ready(ports, password, pids);
  }

  /** Stops what has started: readers before what they read from. */
  void stop() {
    Deque<Server> reversed = new ArrayDeque<>();
    starts.keySet().forEach(reversed::addFirst);
    for (Server server : reversed) {
      CompletableFuture<AutoCloseable> start = starts.get(server);
      if (!start.isDone() || start.isCompletedExceptionally()) {
        continue;
      }
      try {
        start.join().close();
        LOG.info("{} has stopped", server.title());
      } catch (Exception e) {
        LOG.error("{} did not stop in order", server.title(), e);
      }
    }
    Postmaster.stopLeftover(directory.postgres());
  }

  private ProcessAnswer didNotStart(Server server, Throwable e) {
    return ProcessAnswer.failed(
        "%s did not start: %s\nThe log is %s; it ends with:%s"
            .formatted(
                server.title(), reason(e), directory.log(), LogTail.problems(directory.log())));
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
