package io.lakebeam.publish;

import io.lakebeam.definition.FilesOutput;
import io.lakebeam.definition.JdbcOutput;
import io.lakebeam.definition.OutputDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Alone;
import io.lakebeam.lake.Lake;
import io.lakebeam.runner.Runner;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a project's outputs: tables of the lake as files or as tables of a database.
 *
 * <pre>{@code
 * Map<String, Object> published = Publish.of(project, RunnerName.DIRECT).run(List.of("customers"));
 * }</pre>
 *
 * <p>Rows are those that are there, of one snapshot, with their source's columns or their features.
 * Run again with nothing new it changes nothing. Of two runs for one output the second waits.
 */
public final class Publish {
  private final Project project;
  private final Runner runner;
  private final Lake lake;

  private Publish(Project project, Runner runner) {
    this.project = project;
    this.runner = runner;
    this.lake = project.lake().open();
  }

  /** The outputs of a project, by pipelines on that runner. */
  public static Publish of(Project project, Runner runner) {
    return new Publish(project, runner);
  }

  /**
   * Makes outputs, one after the other.
   *
   * @param names which; empty: all
   * @return what was done, by output
   * @throws IllegalArgumentException if there is no output of a name
   * @throws PublishException if one cannot be made as it is declared; those before it are made
   */
  public Map<String, Object> run(Collection<String> names) throws IOException {
    List<OutputDefinition> outputs =
        names.isEmpty()
            ? List.copyOf(project.outputs().values())
            : names.stream().distinct().map(project::output).toList();
    if (outputs.isEmpty()) {
      throw new PublishException(
          "project '%s' has no outputs; declare them under outputs".formatted(project.name()));
    }
    Truncations.settle(lake);
    Map<String, Object> done = new LinkedHashMap<>();
    for (OutputDefinition output : outputs) {
      done.put(output.name(), publish(output));
    }
    return done;
  }

  @SuppressWarnings("try") // held, not used
  private Map<String, Object> publish(OutputDefinition output) throws IOException {
    try (Alone alone = Alone.at(lake, "publish_" + output.name())) {
      PublishedRows rows = PublishedRows.of(project, output, lake);
      return output.target() instanceof JdbcOutput jdbc
          ? new PublishSql(project, output, jdbc, runner).publish(rows)
          : new PublishFiles(
                  project, output, (FilesOutput) output.target(), runner, Clock.systemUTC())
              .publish(rows);
    }
  }
}
