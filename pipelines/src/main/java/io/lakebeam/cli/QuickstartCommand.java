package io.lakebeam.cli;

import io.lakebeam.quickstart.Quickstart;
import io.lakebeam.quickstart.QuickstartException;
import io.lakebeam.quickstart.QuickstartOptions;
import io.lakebeam.quickstart.Report;
import io.lakebeam.quickstart.ReportJson;
import io.lakebeam.quickstart.ReportText;
import io.lakebeam.quickstart.ServerPorts;
import io.lakebeam.quickstart.Servers;
import io.lakebeam.quickstart.Stages;
import io.lakebeam.quickstart.Workdir;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code lakebeam quickstart}: an example from its database to a trained model, on servers of its
 * own.
 */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Run an example end to end on local servers: database, ingest, features, training set, model, checks.")
final class QuickstartCommand implements Callable<Integer> {
  private final Console console;
  private final Servers.Launcher launcher;
  private final Stages.Factory stages;

  @Spec private CommandSpec spec;

  @Option(
      names = "--workdir",
      paramLabel = "DIR",
      description = "Everything is written here. Default: ${DEFAULT-VALUE}")
  private Path workdir = Path.of(".lakebeam", "quickstart");

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Use the first N rows of the data. Default: all")
  private long rows = QuickstartOptions.ALL_ROWS;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of data, split and training. Default: ${DEFAULT-VALUE}")
  private long seed = 42;

  @Mixin private RunnerOption runner;

  @Option(
      names = "--example",
      paramLabel = "DIR",
      description = "The example's folder. Default: the one that pipelines/examples/default names")
  private Path example;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Another CSV in place of the example's.")
  private Path data;

  @Option(names = "--json", description = "Print one JSON object, and nothing else but errors.")
  private boolean json;

  @Option(names = "--keep", description = "Leave the servers up, and say how to connect.")
  private boolean keep;

  @Option(
      names = "--postgres-port",
      paramLabel = "PORT",
      description = "PostgreSQL's port. Default: any free one")
  private int postgresPort;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      description = "Kafka's port. Default: any free one")
  private int kafkaPort;

  @Option(
      names = "--connect-port",
      paramLabel = "PORT",
      description = "Kafka Connect's port. Default: any free one")
  private int connectPort;

  @Option(names = "--verbose", description = "Print stack traces of errors.")
  private boolean verbose;

  QuickstartCommand(Console console, Servers.Launcher launcher, Stages.Factory stages) {
    this.console = console;
    this.launcher = launcher;
    this.stages = stages;
  }

  @Override
  public Integer call() {
    QuickstartOptions options = options();
    Optional<Path> log = Optional.empty();
    try (Workdir claimed = Workdir.claim(options.workdir())) {
      log = Optional.of(claimed.logs().resolve("lakebeam.log"));
      LogFile.open(log.get());
      return report(run(options, claimed));
    } catch (Exception e) {
      return Failures.report(e, console, verbose, log);
    }
  }

  private Report run(QuickstartOptions options, Workdir claimed) throws Exception {
    if (json) {
      return new Quickstart(options, launcher, stages, new SilentProgress(), claimed).run();
    }
    try (ConsoleProgress progress = new ConsoleProgress(console)) {
      return new Quickstart(options, launcher, stages, progress, claimed).run();
    }
  }

  private int report(Report found) {
    Report report = found.withSeconds(secondsSinceStart());
    console.result(json ? ReportJson.of(report) : ReportText.of(report));
    report
        .failures()
        .forEach(
            check ->
                console.error("lakebeam: check failed: " + check.name() + ": " + check.detail()));
    return report.passed() ? Failures.DONE : Failures.FAILED;
  }

  private QuickstartOptions options() {
    Path folder = example == null ? defaultExample() : example;
    try {
      ServerPorts ports = new ServerPorts(postgresPort, kafkaPort, connectPort);
      return new QuickstartOptions(
          folder,
          workdir,
          Optional.ofNullable(data),
          rows,
          seed,
          runner.runner(),
          ports,
          keep,
          CodeVersion.current());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static Path defaultExample() {
    Path examples = Lakebeam.home().resolve("pipelines").resolve("examples");
    try {
      return examples.resolve(Files.readString(examples.resolve("default")).strip());
    } catch (IOException e) {
      throw new QuickstartException(
          "%s cannot be read, so there is no default example; --example names one"
              .formatted(examples.resolve("default")),
          e);
    }
  }

  /** Since the JVM began: the launcher may have built before, in the same process. */
  private static double secondsSinceStart() {
    long start = ManagementFactory.getRuntimeMXBean().getStartTime();
    return (System.currentTimeMillis() - start) / 1e3;
  }
}
