package io.lakebeam.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.runner.FlinkCluster;
import io.lakebeam.runner.FlinkRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One topic, one lake and the ingest between them, to which faults happen, one after another, with
 * what a fault needs: let events come, kill, start again as an operator would, by the same command
 * and without a savepoint.
 *
 * <p>Each fault has events of its own, and finds a lake that has all that came before it, and an
 * ingest that has nothing to do, or none.
 */
final class Scenario implements AutoCloseable {
  private static final int EVENTS_PER_FAULT = 2_000;
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
  private final long seed;
  private final ItemTopic topic;
  private final FaultyLake lake;
  private final Path asked;
  private final Path stop;
  private final Verdict verdict;
  private final List<RunningProcess> started = new ArrayList<>();
  private List<ItemEvent> events = List.of();
  private RunningProcess ingest;
  private Commits commits;
  private boolean begun;
  private boolean derived;
  private boolean judged;

  private Scenario(ContractServers servers, Combination combination, Path folder, long seed)
      throws Exception {
    this.servers = servers;
    this.combination = combination;
    this.folder = Files.createDirectories(folder);
    this.asked = folder.resolve("asked");
    this.stop = folder.resolve("stop");
    this.seed = seed;
    this.topic = ItemTopic.create(servers.kafka(), folder.getFileName().toString());
    this.lake = FaultyLake.of(servers, combination.store(), topic.name(), folder);
    this.verdict = new Verdict(servers.reader(), lake.behindProxy(), folder);
  }

  /**
   * Makes topic and lake, empty, for the runner and the store of a combination.
   *
   * @param folder where its files are; its name is the topic's
   */
  static Scenario of(ContractServers servers, Combination combination, Path folder, long seed)
      throws Exception {
    return new Scenario(servers, combination, folder, seed);
  }

  /** Lets one fault happen, and compares the lake with all that was sent so far. */
  void undergo(FaultKind fault) throws Exception {
    events = ItemEvents.of(events.size() + EVENTS_PER_FAULT, seed);
    topic.extendTo(events);
    begun = false;
    derived = false;
    judged = false;
    lake.heal();
    commits = Commits.from(lake.warehouse(), lake.proxy());
    try {
      fault.happenIn(this);
      judge();
    } catch (AssertionError e) {
      throw new AssertionError(lake.refusals() + e.getMessage(), e);
    }
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

  FaultyLake lake() {
    return lake;
  }

  /** Sends the fault's first events, if none are sent, and starts the ingest where none runs. */
  RunningProcess startIngest() throws Exception {
    if (!begun) {
      begun = true;
      topic.send(AT_FIRST);
    }
    if (ingest == null || !ingest.isAlive()) {
      Files.deleteIfExists(stop);
      ingest = startAnother();
    }
    return ingest;
  }

  /** The same command, beside what runs already. */
  RunningProcess startAnother() throws Exception {
    return start(
        "ingest",
        runnerArgument(),
        servers.kafka(),
        topic.name(),
        asked.toString(),
        stop.toString());
  }

  RunningProcess startDeriving() throws Exception {
    derived = true;
    return start("derive", runnerArgument());
  }

  private RunningProcess start(String... arguments) throws IOException {
    Path log = folder.resolve("process-%d.log".formatted(started.size()));
    RunningProcess process = RunningProcess.start(lake.warehouse().settings(), log, arguments);
    started.add(process);
    return process;
  }

  private String runnerArgument() throws Exception {
    return runner() == RunnerKind.FLINK_CLUSTER ? cluster().address() : runner().toString();
  }

  /** Whether positions have been moved since the fault began, or are just being. */
  boolean hasCommitted() throws IOException {
    return commits.more();
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
    FlinkRest rest = cluster().rest();
    String job = rest.runningJob(topic.name());
    long before = rest.restarts(job);
    streamUntil(() -> rest.restarts(job) > before);
  }

  /** Sends what is left and waits until the ingest has it all; it goes on. */
  void settle() throws Exception {
    topic.sendRest();
    Files.createFile(asked);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (Files.exists(asked)) {
      ingest.requireAlive();
      assertThat(System.nanoTime())
          .as("waited in vain; it said:%n%s", ingest.said())
          .isLessThan(end);
      Thread.sleep(MILLIS_BETWEEN);
    }
  }

  /** The same, and the ingest has ended. */
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
      verdict.judge(events, topic.ends(), derived);
    }
  }

  @Override
  public void close() throws Exception {
    started.forEach(RunningProcess::close);
    topic.close();
    lake.close();
    servers.tidy(runner());
  }
}
