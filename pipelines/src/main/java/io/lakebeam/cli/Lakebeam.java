package io.lakebeam.cli;

import io.lakebeam.definition.Nearest;
import io.lakebeam.quickstart.ProjectStages;
import io.lakebeam.quickstart.RunningLocalServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code lakebeam VERB [OPTIONS]}.
 *
 * <p>A verb is one class that is added in {@link #commandLine}. Errors are one message on standard
 * error; exit codes are 0 (done), 1 (failed), 2 (wrong usage) and 75 (worth a retry).
 */
@Command(
    name = "lakebeam",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = "From a database to production features and models, on Apache Beam.",
    synopsisSubcommandLabel = "VERB")
public final class Lakebeam implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private Lakebeam() {}

  /** Runs one verb and ends the JVM with its exit code. */
  public static void main(String... arguments) {
    if (HostedByFlink.now()) {
      hosted(arguments);
      return;
    }
    Console console = Console.ofThisProcess();
    LogFile.takeOver();
    System.exit(commandLine(console).execute(arguments));
  }

  /**
   * Under {@code flink run} the console and the JVM's end are Flink's: only a failure is thrown.
   */
  private static void hosted(String... arguments) {
    Console console = new Console(System.out, System.err, false);
    int exitCode = commandLine(console).execute(arguments);
    if (exitCode != Failures.DONE) {
      throw new IllegalStateException(
          "lakebeam has failed with exit code " + exitCode + "; its message is above");
    }
  }

  /** The root of the repository, as the launcher or Maven names it. */
  static Path home() {
    return Path.of(System.getProperty("lakebeam.home", ".")).toAbsolutePath().normalize();
  }

  /** The verbs. */
  static CommandLine commandLine(Console console) {
    CommandLine verbs =
        new CommandLine(new Lakebeam())
            .addSubcommand(new ValidateCommand(console))
            .addSubcommand(new IngestCommand(console))
            .addSubcommand(new FeaturesCommand(console))
            .addSubcommand(new TrainingSetCommand(console))
            .addSubcommand(new TablesCommand(console))
            .addSubcommand(new ShowCommand(console))
            .addSubcommand(new ReconcileCommand(console))
            .addSubcommand(new MaintainCommand(console))
            .addSubcommand(new PublishCommand(console))
            .addSubcommand(new ReplayCommand(console))
            .addSubcommand(new RestoreCommand(console))
            .addSubcommand(new EraseCommand(console))
            .addSubcommand(new HealCommand(console))
            .addSubcommand(new DoctorCommand(console));
    if (!HostedByFlink.now()) {
      // The job jar holds neither the local servers nor what trains a model, answers SQL or
      // makes pages.
      verbs
          .addSubcommand(
              new QuickstartCommand(console, RunningLocalServers::start, ProjectStages::open))
          .addSubcommand(new ExampleCommand(console))
          .addSubcommand(new TrainCommand(console))
          .addSubcommand(new SqlCommand(console))
          .addSubcommand(new QualityCommand(console))
          .addSubcommand(new ProfileCommand(console))
          .addSubcommand(new InferCommand(console));
    }
    return verbs
        .setOut(console.resultWriter())
        .setErr(console.errorWriter())
        .setParameterExceptionHandler((error, arguments) -> wrongUsage(error, console))
        .setExecutionExceptionHandler(
            (error, command, parsed) -> Failures.report(error, console, false, Optional.empty()));
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "a verb is missing; allowed: " + String.join(", ", verbs(spec)));
  }

  private static int wrongUsage(ParameterException error, Console console) {
    CommandSpec command = error.getCommandLine().getCommandSpec();
    String message =
        error instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched.getUnmatched().get(0), command)
            : error.getMessage();
    console.error("lakebeam: " + message + "\nTry: " + command.qualifiedName() + " --help");
    return Failures.USAGE;
  }

  private static String unknown(String found, CommandSpec command) {
    String name = found.contains("=") ? found.substring(0, found.indexOf('=')) : found;
    if (!name.startsWith("-") && !command.subcommands().isEmpty()) {
      return "unknown verb '"
          + name
          + "'; allowed: "
          + String.join(", ", verbs(command))
          + Nearest.to(name, verbs(command));
    }
    List<String> options = List.copyOf(command.optionsMap().keySet());
    return (name.startsWith("-") ? "unknown flag '" : "unexpected argument '")
        + name
        + "'"
        + Nearest.to(name, options);
  }

  private static List<String> verbs(CommandSpec command) {
    return command.subcommands().keySet().stream().sorted().toList();
  }
}
