package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Ingest;
import io.lakebeam.judge.Judgement;
import io.lakebeam.judge.Quality;
import io.lakebeam.judge.QualityRuns;
import io.lakebeam.landing.Intake;
import io.lakebeam.landing.IntakeResult;
import io.lakebeam.landing.LandingWatch;
import io.lakebeam.reconcile.FirstRows;
import io.lakebeam.reconcile.GrowingIngest;
import io.lakebeam.runner.EarlyStart;
import io.lakebeam.runner.Runner;
import io.lakebeam.sql.LakeQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lakebeam ingest}: sources to bronze and silver. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Take the project's sources, databases and files, into bronze and silver. Resumes from where the lake is.",
    footer = {
      "",
      "On a Flink cluster --continuous submits a job, prints it and waits for its end; Ctrl-C ends the waiting, not the job. With --detached, and always under flink run, it does not wait. --once cancels its job when the lake has everything, and at Ctrl-C."
    })
final class IngestCommand extends ProjectVerb {
  private static final Logger LOG = LoggerFactory.getLogger(IngestCommand.class);

  private final Console console;

  @Mixin private FlinkOption flink;

  @Mixin private CheckpointOption checkpoints;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Mode mode;

  @Option(
      names = "--commit-interval",
      paramLabel = "SECONDS",
      description =
          "How long rows wait for their commit at most, on every runner. Default: ${DEFAULT-VALUE}")
  private long commitInterval = Ingest.COMMIT_INTERVAL.toSeconds();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "With --once: give up after so long. Default: ${DEFAULT-VALUE}")
  private long timeout = 600;

  @Option(
      names = "--detached",
      description = "With --continuous on a Flink cluster: submit the job and return.")
  private boolean detached;

  IngestCommand(Console console) {
    super(console);
    this.console = console;
  }

  @Override
  Outcome run(Project project) throws Exception {
    requirePositive("--timeout", timeout);
    requirePositive("--commit-interval", commitInterval);
    Runner runner = checkpoints.on(flink.runner());
    if (detached && (mode.once || !runner.jobsOutliveThisProcess())) {
      throw wrong("--detached is for --continuous on a Flink cluster (--flinkMaster=HOST:PORT)");
    }
    runner.getReady();
    if (mode.once && Quality.isDeclared(project) && !HostedByFlink.now()) {
      EarlyStart.begin(LakeQuery::getReady);
    }
    Duration interval = Duration.ofSeconds(commitInterval);
    List<Intake> files = Intake.of(project, runner);
    Outcome outcome =
        files.isEmpty()
            ? captured(project, runner, interval)
            : withFiles(project, files, runner, interval);
    return mode.once && Quality.isDeclared(project) ? judged(project, outcome) : outcome;
  }

  /** What is of whole tables can be asked when all is in. */
  private Outcome judged(Project project, Outcome outcome) {
    if (HostedByFlink.now()) {
      LOG.warn("what tables expect is not asked inside of Flink; ask: lakebeam quality");
      return outcome;
    }
    Instant run = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<Judgement> judgements = Quality.of(project, run).ask();
    QualityRuns.keep(project.lake().open(), run, judgements);
    List<Judgement> unmet = judgements.stream().filter(one -> !one.isMet()).toList();
    unmet.forEach(one -> console.error("lakebeam: " + told(one)));
    long failed = unmet.stream().filter(one -> !one.passes()).count();
    Map<String, Object> result = new LinkedHashMap<>(outcome.result());
    result.put(
        "expectations",
        new TreeMap<>(Map.of("asked", judgements.size(), "unmet", unmet.size(), "failed", failed)));
    return new Outcome(outcome.passed() && failed == 0, result);
  }

  private static String told(Judgement unmet) {
    return unmet.passes()
        ? "warning: " + unmet.report()
        : unmet.report()
            + (unmet.isAnswered()
                ? ", and its severity is fail; what was ingested stays in the lake"
                : "");
  }

  private Outcome captured(Project project, Runner runner, Duration interval) throws Exception {
    if (mode.once) {
      return once(Ingest.start(project, runner, interval));
    }
    if (runner.jobsOutliveThisProcess()) {
      return onCluster(Ingest.start(project, runner, interval), runner, Ingest.job(project));
    }
    try (GrowingIngest ingest = new GrowingIngest(project, runner, interval)) {
      return caughtUp(ingest.run());
    }
  }

  /** Files are listed, and sources pulled, by this process and not by a job. */
  private Outcome withFiles(Project project, List<Intake> files, Runner runner, Duration interval)
      throws Exception {
    if (detached || HostedByFlink.now()) {
      throw wrong(
          "the project takes files, or pulls sources, which this process does: run it without --detached, and with --flinkMaster in place of flink run");
    }
    if (mode.once) {
      Outcome taken = files(files);
      return project.sources().isEmpty() ? taken : both(taken, captured(project, runner, interval));
    }
    try (LandingWatch watch =
        LandingWatch.start(files, message -> console.error("lakebeam: " + message))) {
      if (!project.sources().isEmpty()) {
        return captured(project, runner, interval);
      }
      watch.awaitEnd();
      return Outcome.done(Map.of());
    }
  }

  private Outcome files(List<Intake> intakes) {
    Map<String, Object> result = new LinkedHashMap<>();
    boolean isWell = true;
    for (Intake intake : intakes) {
      IntakeResult taken = intake.take();
      isWell &= taken.refused().isEmpty();
      taken.refused().forEach(reason -> console.error("lakebeam: refused: " + reason));
      if (taken.allRejected() > 0) {
        isWell = false;
        console.error(
            "lakebeam: source %s: not one of %d records is a row of its table; why: lakebeam replay --print; when the table's entry in the project file is mended, lakebeam replay takes them"
                .formatted(taken.source(), taken.allRejected()));
      }
      result.put(taken.source(), taken.counts());
    }
    return new Outcome(isWell, result);
  }

  private static Outcome both(Outcome files, Outcome captured) {
    Map<String, Object> all = new LinkedHashMap<>(files.result());
    all.putAll(captured.result());
    return new Outcome(files.passed() && captured.passed(), all);
  }

  private Outcome once(Ingest ingest) throws Exception {
    Thread stop = new Thread(() -> closeAtSignal(ingest), "stop-ingest");
    Runtime.getRuntime().addShutdownHook(stop);
    try (ingest) {
      FirstRows.bring(ingest, Duration.ofSeconds(timeout));
      ingest.awaitCaughtUp(Duration.ofSeconds(timeout));
      return caughtUp(ingest);
    } finally {
      forget(stop);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM is already on its way out", e);
    }
  }

  private Outcome onCluster(Ingest ingest, Runner runner, String job) {
    ingest.leaveRunning();
    if (!HostedByFlink.now()) {
      FirstRows.bring(ingest, Duration.ofSeconds(timeout));
    } else if (!ingest.joining().isEmpty()) {
      LOG.warn(
          "tables {}: the lake lacks the rows that they had before they were captured; bring them: lakebeam reconcile --repair",
          ingest.joining());
    }
    if (detached || HostedByFlink.now()) {
      return Outcome.done(Map.of("submitted", runner.describe(job)));
    }
    console.progress("submitted " + runner.describe(job) + "; Ctrl-C leaves it running");
    return Outcome.done(Map.of("ended", ingest.awaitEnd()));
  }

  private static Outcome caughtUp(Ingest ingest) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("offsets", ingest.committedOffsets());
    result.putAll(ingest.rowsPerTable());
    return Outcome.done(result);
  }

  /** A job on a cluster would go on without this process. */
  private void closeAtSignal(Ingest ingest) {
    try {
      ingest.close();
    } catch (Exception e) {
      console.error("lakebeam: the job could not be cancelled: " + e.getMessage());
    }
  }

  private void requirePositive(String flag, long seconds) {
    if (seconds < 1) {
      throw wrong(flag + " must be 1 or more, was " + seconds);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static final class Mode {
    @Option(
        names = "--once",
        description = "Everything that the sources have committed by now, then stop.")
    private boolean once;

    @Option(names = "--continuous", description = "Go on until stopped.")
    @SuppressWarnings("UnusedVariable") // one of the two is always given
    private boolean continuous;
  }
}
