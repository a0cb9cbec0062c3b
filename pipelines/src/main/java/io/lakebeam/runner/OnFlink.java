package io.lakebeam.runner;

import io.lakebeam.lake.WriteRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Flink, wherever it runs: in this JVM, as a cluster that this process submits jobs to, or as the
 * cluster whose own {@code flink run} called this process.
 *
 * <pre>{@code
 * Runner runner =
 *     OnFlink.cluster("jobmanager:8081").withParallelism(4).withStateStorage("s3://state/lakebeam");
 * }</pre>
 *
 * <p>On a cluster every streaming job is checkpointed and keeps its last checkpoint when it is
 * cancelled; in this JVM none is, see {@code docs/decisions/0003} and {@code 0007}. A restart needs
 * neither: ingest resumes from the positions in the lake.
 *
 * @param master {@code HOST:PORT} of the JobManager's REST interface, {@link #LOCAL} or {@link
 *     #HOSTED}
 * @param parallelism how many subtasks each step has; empty: 2 in this JVM, else as the cluster is
 *     configured
 * @param checkpointInterval from the start of a checkpoint to the start of the next
 * @param stateStorage the folder or URI where checkpoints go; empty: as the cluster is configured
 * @param savepoint the savepoint or retained checkpoint that a streaming job starts from
 * @param jobJar the jar sent to the cluster; empty: the one that the build made
 */
public record OnFlink(
    String master,
    Optional<Integer> parallelism,
    Duration checkpointInterval,
    Optional<String> stateStorage,
    Optional<String> savepoint,
    Optional<Path> jobJar)
    implements Runner {
  /** The master that is a cluster in this JVM. */
  public static final String LOCAL = "[local]";

  /** The master that is the cluster which started this program, by {@code flink run}. */
  public static final String HOSTED = "[auto]";

  private static final int LOCAL_PARALLELISM = 2;
  private static final int WATERMARK_MILLIS = 200;
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  /** Checks the values. */
  public OnFlink {
    if (!master.equals(LOCAL) && !master.equals(HOSTED) && !master.matches("[^\\[\\]/:]+:\\d+")) {
      throw new IllegalArgumentException(
          "found '%s'; allowed: %s, %s or HOST:PORT of a JobManager's REST interface"
              .formatted(master, LOCAL, HOSTED));
    }
    if (parallelism.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "the parallelism must be 1 or more, was " + parallelism.get());
    }
    if (checkpointInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "the checkpoint interval must be 1 ms or more, was " + checkpointInterval);
    }
  }

  /** Flink in this JVM. */
  public static OnFlink local() {
    return cluster(LOCAL);
  }

  /** The cluster with that master. */
  public static OnFlink cluster(String master) {
    return new OnFlink(
        master,
        Optional.empty(),
        CHECKPOINTS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** How many subtasks each step has, 1 or more. */
  public OnFlink withParallelism(int subtasks) {
    return new OnFlink(
        master, Optional.of(subtasks), checkpointInterval, stateStorage, savepoint, jobJar);
  }

  /** From the start of a checkpoint to the start of the next; 10 s by default. */
  public OnFlink withCheckpointInterval(Duration interval) {
    return new OnFlink(master, parallelism, interval, stateStorage, savepoint, jobJar);
  }

  /** Where checkpoints go: a folder or URI that all processes of the cluster reach. */
  public OnFlink withStateStorage(String folder) {
    return new OnFlink(
        master, parallelism, checkpointInterval, Optional.of(folder), savepoint, jobJar);
  }

  /** The savepoint or retained checkpoint that a streaming job starts from. */
  public OnFlink withSavepoint(String path) {
    return new OnFlink(
        master, parallelism, checkpointInterval, stateStorage, Optional.of(path), jobJar);
  }

  /** The jar to send in place of the one that the build made. */
  public OnFlink withJobJar(Path jar) {
    return new OnFlink(
        master, parallelism, checkpointInterval, stateStorage, savepoint, Optional.of(jar));
  }

  @Override
  public boolean jobsOutliveThisProcess() {
    return !master.equals(LOCAL);
  }

  @Override
  public String describe(String job) {
    return isRemote() ? FlinkJobs.at(master).describe(job) : Runner.super.describe(job);
  }

  @Override
  public PipelineOptions batch(String job) {
    List<String> arguments = arguments(job);
    if (master.equals(HOSTED)) {
      // `flink run -d` would otherwise fail the verb as soon as the job is submitted.
      arguments.add("--attachedMode=false");
    }
    return options(arguments);
  }

  @Override
  public PipelineOptions streaming(String job, Duration commitInterval) {
    if (isRemote()) {
      FlinkJobs.at(master).requireNone(job);
    }
    List<String> arguments = arguments(job);
    arguments.add("--streaming=true");
    arguments.add("--attachedMode=false");
    arguments.add("--shutdownSourcesAfterIdleMs=" + Long.MAX_VALUE);
    // A bundle is what is committed. Beam looks at each half of this time whether it is over, so a
    // bundle lasts for up to one and a half of it.
    arguments.add("--maxBundleTimeMills=" + Math.max(1, commitInterval.toMillis() * 2 / 3));
    arguments.add("--maxBundleSize=" + Long.MAX_VALUE);
    arguments.add("--finishBundleBeforeCheckpointing=true");
    arguments.add("--autoWatermarkInterval=" + WATERMARK_MILLIS);
    // No step changes what it was given.
    arguments.add("--objectReuse=true");
    arguments.add("--fasterCopy=true");
    if (jobsOutliveThisProcess()) {
      arguments.add("--checkpointingInterval=" + checkpointInterval.toMillis());
      arguments.add("--externalizedCheckpointsEnabled=true");
      arguments.add("--retainExternalizedCheckpointsOnCancellation=true");
      stateStorage.ifPresent(
          folder -> {
            arguments.add("--stateBackend=filesystem");
            arguments.add("--stateBackendStoragePath=" + folder);
          });
      savepoint.ifPresent(path -> arguments.add("--savepointPath=" + path));
    }
    return options(arguments);
  }

  @Override
  public void getReady() {
    EarlyStart.begin(this, master.equals(LOCAL));
  }

  @Override
  public WriteRecords committing(WriteRecords write, Duration interval) {
    return Runner.super.committing(write, interval).withCommitPerBundle();
  }

  private List<String> arguments(String job) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--runner=" + RunnerName.FLINK.option());
    arguments.add("--jobName=" + job);
    arguments.add("--flinkMaster=" + master);
    arguments.add("--jobCheckIntervalInSecs=1");
    if (isRemote()) {
      arguments.add("--filesToStage=" + jobJar.orElseGet(JobJar::find));
    }
    if (parallelism.isPresent() || master.equals(LOCAL)) {
      arguments.add("--parallelism=" + parallelism.orElse(LOCAL_PARALLELISM));
    }
    return arguments;
  }

  private boolean isRemote() {
    return !master.equals(LOCAL) && !master.equals(HOSTED);
  }

  private static PipelineOptions options(List<String> arguments) {
    return PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).create();
  }
}
