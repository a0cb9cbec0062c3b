package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.runner.FlinkCluster;
import io.lakebeam.store.Fault;
import io.lakebeam.store.FaultProxy;
import io.lakebeam.store.FaultRule;
import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One topic, one lake and the ingest between them, with what a fault needs: let events come, kill,
 * start again as an operator would, by the same command and without a savepoint.
 */
final class Scenario implements AutoCloseable {
  private static final int EVENTS = 3_000;
  private static final int AT_FIRST = 1_000;
  private static final int AT_A_TIME = 20;
  private static final long MILLIS_BETWEEN = 100;
  private static final long MILLIS_BETWEEN_LOOKS = 2;
  private static final long PATIENCE_NANOS = 600_000_000_000L;

  /** A condition whose check may fail. */
  interface Condition {
    boolean holds() throws Exception;
  }

  private final ContractServers servers;
  private final Combination combination;
  private final Path folder;
  private final List<ItemEvent> events;
  private final ItemTopic topic;
  private final Warehouse warehouse;
  private final Warehouse behindProxy;
  private final FaultProxy proxy;
  private final FaultRule firstCommit;
  private final Path stop;
  private final List<RunningProcess> started = new ArrayList<>();
  private RunningProcess ingest;
  private boolean derived;
  private boolean judged;

  private Scenario(ContractServers servers, Combination combination, Path folder, long seed)
      throws Exception {
    this.servers = servers;
    this.combination = combination;
    this.folder = Files.createDirectories(folder);
    this.stop = folder.resolve("stop");
    this.events = ItemEvents.of(EVENTS, seed);
    this.topic = ItemTopic.create(servers.kafka(), combination.toString(), events);
    if (combination.store() == StoreKind.DISK) {
      this.proxy = null;
      this.firstCommit = null;
      this.behindProxy = Warehouse.onDisk(folder.resolve("lake").toString());
      this.warehouse = behindProxy;
    } else {
      LocalStore store = servers.store(combination.store());
      this.proxy = FaultProxy.before(store.endpoint());
      // Counts, and never applies.
      this.firstCommit =
          proxy.on(Requests.put("/lakebeam.db/positions/manifest/"), Fault.answer(500)).times(0);
      this.behindProxy =
          Warehouse.onS3(
              "s3://" + ContractServers.BUCKET + "/" + combination,
              store.endpoint().toString(),
              store.accessKey(),
              store.secretKey(),
              servers.locks());
      this.warehouse = behindProxy.at(proxy.endpoint().toString());
    }
  }

  static Scenario of(ContractServers servers, Combination combination, Path folder, long seed)
      throws Exception {
    return new Scenario(servers, combination, folder, seed);
  }

  ContractServers servers() {
    return servers;
  }

  FlinkCluster cluster() throws Exception {
    return servers.cluster();
  }

  RunnerKind runner() {
    return combination.runner();
  }

  ItemTopic topic() {
    return topic;
  }

  /** The lake, a store's faults included. */
  Warehouse warehouse() {
    return warehouse;
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** What went wrong at the store without being asked to; a line each. */
  String refusals() {
    return proxy == null
        ? ""
        : proxy.refusals().stream()
            .map("the store, unasked: %s%n"::formatted)
            .collect(Collectors.joining());
  }

  /** Sends the first events, if none are sent, and starts the ingest. */
  RunningProcess startIngest() throws Exception {
    if (ingest == null) {
      topic.send(AT_FIRST);
    }
    ingest = startAnother();
    return ingest;
  }

  /** The same command, beside what runs already. */
  RunningProcess startAnother() throws Exception {
    return start("ingest", runnerArgument(), servers.kafka(), topic.name(), stop.toString());
  }

  RunningProcess startDeriving() throws Exception {
    derived = true;
    return start("derive", runnerArgument());
  }

  private RunningProcess start(String... arguments) throws IOException {
    Path log = folder.resolve("process-%d.log".formatted(started.size()));
    RunningProcess process = RunningProcess.start(warehouse.settings(), log, arguments);
    started.add(process);
    return process;
  }

  private String runnerArgument() throws Exception {
    return runner() == RunnerKind.FLINK_CLUSTER ? cluster().address() : runner().toString();
  }

  /** Whether positions have been moved, or are just being. */
  boolean hasCommitted() throws IOException {
    return proxy == null
        ? DiskFiles.count(
                Path.of(warehouse.folder()).resolve("lakebeam.db/positions/snapshot"), "snapshot-")
            > 0
        : firstCommit.matched() > 0;
  }

  HeldPoint hold(Point point) {
    return proxy == null
        ? new DiskPoint(Path.of(warehouse.folder()), point)
        : HeldPoint.inProxy(proxy, point);
  }

  /** Lets events come, once the ingest has committed, until the condition holds. */
  void streamUntil(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    long next = 0;
    while (!condition.holds()) {
      ingest.requireAlive();
      assertThat(System.nanoTime())
          .as("waited in vain; it said:%n%s", ingest.said())
          .isLessThan(end);
      if (System.nanoTime() > next && hasCommitted()) {
        topic.send(AT_A_TIME);
        next = System.nanoTime() + MILLIS_BETWEEN * 1_000_000;
      }
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
  }

  /** Lets events come until the ingest ends by itself. */
  void streamWhile(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (condition.holds()) {
      assertThat(System.nanoTime()).as("it goes on; it said:%n%s", ingest.said()).isLessThan(end);
      topic.send(AT_A_TIME);
      Thread.sleep(MILLIS_BETWEEN);
    }
  }

  /** Kills (-9) the process that runs the ingest's steps. */
  void killWorker() throws Exception {
    ingest.requireAlive();
    if (runner() == RunnerKind.FLINK_CLUSTER) {
      cluster().killTaskManager();
    } else {
      ingest.kill();
    }
  }

  /** Starts what was killed; a Flink cluster's job goes on by itself on a new TaskManager. */
  void startWorkerAgain() throws Exception {
    if (runner() == RunnerKind.FLINK_CLUSTER) {
      cluster().startTaskManager();
    } else {
      startIngest();
    }
  }

  /** Lets events come until the cluster has started the job again after a failure. */
  void awaitJobRestart() throws Exception {
    String job = cluster().rest().runningJob(topic.name());
    streamUntil(
        () -> {
          String value =
              cluster()
                  .rest()
                  .get("/jobs/" + job + "/metrics?get=numRestarts")
                  .path(0)
                  .path("value")
                  .asText("0");
          return !value.equals("0");
        });
  }

  /** Sends what is left and waits until the ingest has it all and has ended. */
  void finish() throws Exception {
    topic.sendRest();
    if (!Files.exists(stop)) {
      Files.createFile(stop);
    }
    ingest.succeed();
  }

  /** Compares the lake with what was sent. */
  void judge() throws Exception {
    if (!judged) {
      judged = true;
      new Verdict(servers.reader(), behindProxy, folder).judge(events, topic.ends(), derived);
    }
  }

  @Override
  public void close() throws Exception {
    started.forEach(RunningProcess::close);
    topic.close();
    if (proxy != null) {
      proxy.close();
    }
    servers.tidy(runner());
  }
}
