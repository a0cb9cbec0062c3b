package io.lakebeam.cli;

import io.lakebeam.definition.Project;
import io.lakebeam.training.Evaluation;
import io.lakebeam.training.TrainingResult;
import io.lakebeam.trainingset.ModelTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lakebeam train}: a training set to a model. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = "Train a model on a training set; write model, card and held-out predictions.")
final class TrainCommand extends ProjectVerb {
  @Mixin private ModelOption modelOption;

  @Option(
      names = "--training-set",
      paramLabel = "FILE",
      required = true,
      description = "What the verb training-set wrote.")
  private Path trainingSet;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A directory of the results alone.")
  private Path out;

  TrainCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) throws IOException {
    String model = modelOption.in(project);
    long seed = project.model(model).split().seed();
    TrainingResult trained =
        ModelTraining.run(project, model, trainingSet, out, seed, CodeVersion.current());
    Evaluation found = trained.card().metrics();
    Map<String, Double> metrics =
        Map.of("accuracy", found.accuracy(), "auc", found.auc(), "f1", found.f1());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("accuracy", found.accuracy());
    result.put("auc", found.auc());
    result.put("f1", found.f1());
    result.put("fit_seconds", trained.card().fitSeconds());
    result.put("model", trained.modelFile().toAbsolutePath().toString());
    result.put("card", trained.cardFile().toAbsolutePath().toString());
    result.put("predictions", trained.predictionsFile().toAbsolutePath().toString());
    boolean goodEnough =
        project.model(model).require().entrySet().stream()
            .allMatch(least -> metrics.get(least.getKey().key()) >= least.getValue());
    result.put("meets_requirements", goodEnough);
    return new Outcome(goodEnough, result);
  }
}
