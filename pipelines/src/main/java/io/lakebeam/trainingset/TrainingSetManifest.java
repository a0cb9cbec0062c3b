package io.lakebeam.trainingset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a training set was made of; kept as JSON beside its file.
 *
 * @param model the model it is for
 * @param definitionVersion the version of the project's definitions
 * @param tableSnapshots the snapshot read of each table
 * @param erasedRows how many rows it had more before they were erased
 */
public record TrainingSetManifest(
    String model,
    String definitionVersion,
    Map<String, Long> tableSnapshots,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long erasedRows) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Copies the snapshots. */
  public TrainingSetManifest {
    tableSnapshots = Map.copyOf(tableSnapshots);
  }

  /** Of a training set that has all its rows. */
  TrainingSetManifest(String model, String definitionVersion, Map<String, Long> tableSnapshots) {
    this(model, definitionVersion, tableSnapshots, 0);
  }

  /** Of the same with so many rows less. */
  TrainingSetManifest without(long rows) {
    return new TrainingSetManifest(model, definitionVersion, tableSnapshots, erasedRows + rows);
  }

  /**
   * The manifest of a training set.
   *
   * @throws IOException if there is none, or it is damaged; the message names the file
   */
  public static TrainingSetManifest read(Path parquet) throws IOException {
    Path file = file(parquet);
    if (!Files.exists(file)) {
      throw new IOException(
          "%s is missing: %s was not written by the verb training-set".formatted(file, parquet));
    }
    try {
      return JSON.readValue(file.toFile(), TrainingSetManifest.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is no manifest: " + e.getOriginalMessage(), e);
    }
  }

  /** A new training set must not be taken for what an older one was made of. */
  static void delete(Path parquet) throws IOException {
    Files.deleteIfExists(file(parquet));
  }

  void write(Path parquet) throws IOException {
    Files.writeString(
        file(parquet), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
  }

  private static Path file(Path parquet) {
    return parquet.resolveSibling(parquet.getFileName() + ".manifest.json");
  }
}
