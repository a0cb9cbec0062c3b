package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Heal;
import io.lakebeam.ingest.MatchedTables;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lakebeam heal}: a source whose slot or topics were lost, captured anew. */
@Command(
    name = "heal",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Capture anew, into the same lake, each source of which changes were lost: its slot or what"
          + " its topics held is gone, so that ingest refuses it.",
      "Rows that have gone from the source meanwhile are marked as deleted; the history keeps what"
          + " it had. Killed, it is run again. Stop the project's ingest before."
    })
final class HealCommand extends ProjectVerb {
  @Mixin private FlinkOption flink;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long the snapshots have to get into the lake. Default: 1d")
  private Duration timeout = Duration.ofDays(1);

  HealCommand(Console console) {
    super(console);
  }

  @Override
  String text(Outcome outcome) {
    return outcome.result().isEmpty() ? "nothing is lost, nothing to heal" : super.text(outcome);
  }

  /** Each source that was healed, and what was wrong with it. */
  @Override
  Outcome run(Project project) throws Exception {
    return Outcome.done(Heal.run(MatchedTables.resolve(project), flink.runner(), timeout));
  }
}
