package io.lakebeam.cli;

import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.definition.Project;
import io.lakebeam.trainingset.TrainingSetManifest;
import io.lakebeam.trainingset.TrainingSets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lakebeam training-set}: labels and gold to a Parquet file. */
@Command(
    name = "training-set",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = "Write a model's point-in-time training set as one Parquet file.")
final class TrainingSetCommand extends ProjectVerb {
  @Mixin private FlinkOption option;

  @Mixin private ModelOption modelOption;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The Parquet file.")
  private Path out;

  TrainingSetCommand(Console console) {
    super(console);
  }

  @Override
  Outcome run(Project project) throws IOException {
    String model = modelOption.in(project);
    TrainingSetManifest manifest = TrainingSets.run(project, model, option.runner(), out);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", model);
    result.put("training_set", out.toAbsolutePath().toString());
    result.put("rows", ParquetTable.rows(out));
    result.put("definition_version", manifest.definitionVersion());
    result.put("table_snapshots", manifest.tableSnapshots());
    return Outcome.done(result);
  }
}
