package io.lakebeam.runner;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A real Flink cluster on loopback: a JobManager and TaskManagers of one slot each, every one a
 * process of its own, which end with this JVM.
 *
 * <pre>{@code
 * try (FlinkCluster cluster = FlinkCluster.start(folder, 2)) {
 *   Runner runner = OnFlink.cluster(cluster.address());
 *   cluster.killTaskManager();
 *   cluster.startTaskManager();
 * }
 * }</pre>
 *
 * <p>There is no high availability: a JobManager that is killed forgets its jobs. Checkpoints and
 * savepoints go to the folder.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final Duration A_WHILE = Duration.ofMinutes(2);

  private final FlinkDistribution distribution;
  private final Path folder;
  private final int restPort;
  private final List<List<String>> jobManagerParameters;
  private final List<List<String>> taskManagerParameters;
  private final Deque<EndsWithParent> taskManagers = new ArrayDeque<>();
  private EndsWithParent jobManager;
  private int started;

  private FlinkCluster(FlinkDistribution distribution, Path folder) throws Exception {
    this.distribution = distribution;
    this.folder = Files.createDirectories(folder);
    this.restPort = freePort();
    Files.writeString(folder.resolve("flink-conf.yaml"), configuration(freePort()));
    Files.writeString(folder.resolve("log4j.properties"), LOGGING);
    this.jobManagerParameters = distribution.resourceParameters("GET_JM_RESOURCE_PARAMS", folder);
    this.taskManagerParameters = distribution.resourceParameters("GET_TM_RESOURCE_PARAMS", folder);
  }

  /** Starts a cluster with so many TaskManagers; returns when all have registered. */
  public static FlinkCluster start(Path folder, int taskManagers) throws Exception {
    FlinkCluster cluster = new FlinkCluster(FlinkDistribution.obtain(), folder);
    cluster.startJobManager();
    for (int i = 0; i < taskManagers; i++) {
      cluster.startTaskManager();
    }
    cluster.awaitTaskManagers(taskManagers);
    return cluster;
  }

  /** {@code HOST:PORT} of the JobManager's REST interface. */
  public String address() {
    return "127.0.0.1:" + restPort;
  }

  /** The JobManager's REST interface. */
  public FlinkRest rest() {
    return new FlinkRest(address());
  }

  /** Starts the JobManager; returns when its REST interface answers. */
  public void startJobManager() throws IOException {
    jobManager =
        start(
            "jobmanager",
            jobManagerParameters,
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
    await().atMost(A_WHILE).ignoreExceptions().until(() -> rest().taskManagers() >= 0);
  }

  /** Starts one more TaskManager; returns at once. */
  public void startTaskManager() throws IOException {
    taskManagers.add(
        start(
            "taskmanager",
            taskManagerParameters,
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"));
  }

  /** Kills (-9) the TaskManager that was started first. */
  public void killTaskManager() {
    taskManagers.remove().close();
  }

  /** Kills (-9) the JobManager; its jobs are forgotten. */
  public void killJobManager() {
    jobManager.close();
  }

  /** Waits until exactly so many TaskManagers are registered. */
  public void awaitTaskManagers(int count) {
    await().atMost(A_WHILE).ignoreExceptions().until(() -> rest().taskManagers() == count);
  }

  /**
   * Flink's command line ({@code flink ARGUMENTS}), to its end.
   *
   * @return what it printed
   * @throws AssertionError if it failed
   */
  public String flink(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                distribution.java(
                    List.of("-Xmx512m", "-Dlog4j.configurationFile=" + logging()),
                    "org.apache.flink.client.cli.CliFrontend",
                    arguments))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("FLINK_CONF_DIR", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("flink " + String.join(" ", arguments) + ":\n" + out);
    }
    return out;
  }

  /** Where savepoints go. */
  public Path savepoints() {
    return folder.resolve("savepoints");
  }

  @Override
  public void close() {
    taskManagers.forEach(EndsWithParent::close);
    jobManager.close();
  }

  private EndsWithParent start(String name, List<List<String>> parameters, String mainClass)
      throws IOException {
    List<String> jvmOptions = new ArrayList<>(parameters.get(0));
    // As with all processes of tests: they live too short for the second compiler to pay.
    jvmOptions.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    jvmOptions.add("-Dlog4j.configurationFile=" + logging());
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.toString()));
    arguments.addAll(parameters.get(1));
    return EndsWithParent.start(
        distribution.java(jvmOptions, mainClass, arguments.toArray(String[]::new)),
        Map.of("FLINK_CONF_DIR", folder.toString()),
        folder.resolve("%s-%d.log".formatted(name, ++started)));
  }

  private Path logging() {
    return folder.resolve("log4j.properties");
  }

  private String configuration(int rpcPort) {
    return """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        jobmanager.memory.process.size: 900m
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %d
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.numberOfTaskSlots: 1
        taskmanager.memory.process.size: 1968m
        taskmanager.memory.jvm-metaspace.size: 1g
        taskmanager.memory.managed.size: 64m
        taskmanager.memory.network.min: 48m
        taskmanager.memory.network.max: 48m
        state.checkpoints.dir: %s
        state.savepoints.dir: %s
        io.tmp.dirs: %s
        restart-strategy.type: fixed-delay
        restart-strategy.fixed-delay.attempts: 100
        restart-strategy.fixed-delay.delay: 1 s
        heartbeat.interval: 1000
        heartbeat.timeout: 30000
        pekko.ask.timeout: 60 s
        """
        .formatted(
            rpcPort,
            restPort,
            folder.resolve("checkpoints").toUri(),
            savepoints().toUri(),
            folder.resolve("tmp"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static final String LOGGING =
      """
      rootLogger.level = WARN
      rootLogger.appenderRef.console.ref = Console
      appender.console.name = Console
      appender.console.type = CONSOLE
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} - %m%n
      """;
}
