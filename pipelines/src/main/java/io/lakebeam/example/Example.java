package io.lakebeam.example;

import io.lakebeam.definition.ModelDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.features.Features;
import io.lakebeam.judge.Judgement;
import io.lakebeam.judge.Quality;
import io.lakebeam.judge.QualityPage;
import io.lakebeam.judge.QualityRuns;
import io.lakebeam.lake.Lake;
import io.lakebeam.landing.Intake;
import io.lakebeam.landing.IntakeResult;
import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.publish.Publish;
import io.lakebeam.runner.Runner;
import io.lakebeam.sql.LakeQuery;
import io.lakebeam.sql.ResultSink;
import io.lakebeam.training.Evaluation;
import io.lakebeam.training.TrainingResult;
import io.lakebeam.trainingset.ModelTraining;
import io.lakebeam.trainingset.TrainingSetManifest;
import io.lakebeam.trainingset.TrainingSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * An example whose data are files: its steps, and then what must be found.
 *
 * <pre>{@code
 * List<Finding> findings = Example.in(folder, workdir, RunnerName.DIRECT, "-").run((step, what) -> {});
 * }</pre>
 *
 * <p>The project file finds the variables {@code WORKDIR}, {@code EXAMPLE_KEY} (made for this run)
 * and, where the example has a database, {@code DATABASE_URL}, {@code DATABASE_USER} and {@code
 * DATABASE_PASSWORD}.
 */
public final class Example {
  private static final int KEY_BYTES = 24;

  private final Path folder;
  private final Path workdir;
  private final Runner runner;
  private final String codeVersion;
  private final ExampleSteps steps;

  private Example(
      Path folder, Path workdir, Runner runner, String codeVersion, ExampleSteps steps) {
    this.folder = folder;
    this.workdir = workdir;
    this.runner = runner;
    this.codeVersion = codeVersion;
    this.steps = steps;
  }

  /**
   * The example of a folder.
   *
   * @param workdir an empty folder, where all is written
   * @param codeVersion for the cards of models
   * @throws ExampleException if it is none
   */
  public static Example in(Path folder, Path workdir, Runner runner, String codeVersion) {
    return new Example(folder, workdir, runner, codeVersion, ExampleSteps.read(folder));
  }

  /**
   * Runs it.
   *
   * @param done told of each step and what it did
   * @return what the checks found, all of them
   */
  public List<Finding> run(BiConsumer<String, Object> done) throws Exception {
    if (steps.database() == null) {
      return run(null, done);
    }
    try (LocalServers servers =
        LocalServers.builder(workdir.resolve("servers")).only(Server.POSTGRES).start()) {
      return run(servers, done);
    }
  }

  private List<Finding> run(@Nullable LocalServers servers, BiConsumer<String, Object> done)
      throws Exception {
    Project project = ProjectFile.read(folder.resolve("project.yaml"), variables(servers));
    for (ExampleSteps.Step step : steps.steps()) {
      done.accept(step.name().toLowerCase(Locale.ROOT), perform(step, project));
    }
    Map<String, Long> counts = counts(project.lake().open());
    done.accept("counts", counts);
    Checks checks = new Checks(folder, workdir, steps, counts);
    if (servers != null) {
      checks.copyOut(servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
    }
    return checks.run();
  }

  private Object perform(ExampleSteps.Step step, Project project) throws Exception {
    return switch (step) {
      case INGEST -> ingest(project);
      case QUALITY -> quality(project);
      case FEATURES -> Features.run(project, runner);
      case TRAIN -> train(project);
      case PUBLISH -> Publish.of(project, runner).run(List.of());
    };
  }

  private Map<String, Object> quality(Project project) throws IOException {
    Lake lake = project.lake().open();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<Judgement> judgements = Quality.of(project, now).withExamples().ask();
    QualityRuns.keep(lake, now, judgements);
    QualityPage.of(project.name(), now, judgements, QualityRuns.latest(lake))
        .write(results("quality.html"));
    Map<String, Object> unmet = new LinkedHashMap<>();
    judgements.forEach(one -> unmet.put(one.expected().name(), one.unmet()));
    return unmet;
  }

  private Map<String, Object> train(Project project) throws IOException {
    Map<String, Object> trained = new LinkedHashMap<>();
    for (ModelDefinition model : project.models().values()) {
      Path set = results(model.name() + "-training-set.parquet");
      TrainingSetManifest manifest = TrainingSets.run(project, model.name(), runner, set);
      TrainingResult result =
          ModelTraining.run(
              project, model.name(), set, results(model.name()), model.split().seed(), codeVersion);
      Evaluation found = result.card().metrics();
      trained.put(
          model.name(),
          Map.of(
              "accuracy", found.accuracy(),
              "auc", found.auc(),
              "definition_version", manifest.definitionVersion()));
    }
    return trained;
  }

  private Path results(String name) throws IOException {
    return Files.createDirectories(workdir.resolve("results")).resolve(name);
  }

  private Map<String, Object> ingest(Project project) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Intake intake : Intake.of(project, runner)) {
      IntakeResult taken = intake.take();
      if (!taken.refused().isEmpty()) {
        throw new ExampleException(String.join("\n", taken.refused()));
      }
      all.put(taken.source(), taken.counts());
    }
    return all;
  }

  private Map<String, Long> counts(Lake lake) throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Map.Entry<String, String> one : steps.counts().entrySet()) {
      try (LakeQuery query = LakeQuery.open(lake, one.getValue(), workdir.resolve("spill"))) {
        Number[] number = {0};
        long unused =
            query.forEach(
                new ResultSink() {
                  @Override
                  public void columns(List<String> names) {
                    // The number is what is asked for.
                  }

                  @Override
                  public void row(List<@Nullable Object> values) {
                    number[0] = (Number) values.get(0);
                  }
                });
        counts.put(one.getKey(), number[0].longValue());
      }
    }
    return counts;
  }

  private Map<String, String> variables(@Nullable LocalServers servers) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("WORKDIR", workdir.toString());
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    variables.put("EXAMPLE_KEY", HexFormat.of().formatHex(key));
    if (servers != null) {
      variables.put("DATABASE_URL", servers.postgresUrl());
      variables.put("DATABASE_USER", servers.postgresUser());
      variables.put("DATABASE_PASSWORD", servers.postgresPassword());
    }
    return variables;
  }
}
