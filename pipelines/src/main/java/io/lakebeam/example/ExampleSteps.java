package io.lakebeam.example;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What is done with an example, as its {@code example.yaml} says.
 *
 * <pre>{@code
 * steps: [ingest, publish]
 * database: customers
 * counts: {rows: select count(*) from silver.customer}
 * checks:
 *   - {name: no row is lost, sql: "select ..."}
 * }</pre>
 *
 * @param steps in their order
 * @param database the table of a PostgreSQL of its own that is published to; null: there is none
 * @param counts queries of the lake, each for a number, by their names
 * @param setup SQL of DuckDB that is done before the checks; may be empty
 * @param checks each a query of DuckDB whose rows are what is wrong
 */
record ExampleSteps(
    @JsonProperty("steps") List<Step> steps,
    @JsonProperty("database") @Nullable String database,
    @JsonProperty("counts") Map<String, String> counts,
    @JsonProperty("setup") @Nullable String setup,
    @JsonProperty("checks") List<Query> checks) {

  /** What can be done. */
  enum Step {
    @JsonProperty("ingest")
    INGEST,
    /** Its page is {@code :workdir/results/quality.html}. */
    @JsonProperty("quality")
    QUALITY,
    @JsonProperty("features")
    FEATURES,
    /** Every model: its training set and its results are in {@code :workdir/results}. */
    @JsonProperty("train")
    TRAIN,
    @JsonProperty("publish")
    PUBLISH
  }

  /**
   * A check.
   *
   * @param sql whose rows are what is wrong
   */
  record Query(@JsonProperty("name") String name, @JsonProperty("sql") String sql) {}

  ExampleSteps {
    steps = List.copyOf(steps);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    checks = List.copyOf(checks);
  }

  static ExampleSteps read(Path folder) {
    Path file = folder.resolve("example.yaml");
    try {
      return new YAMLMapper().readValue(Files.readString(file), ExampleSteps.class);
    } catch (JsonProcessingException e) {
      throw new ExampleException("%s: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new ExampleException(
          "%s cannot be read; an example is a folder of pipelines/examples with project.yaml and example.yaml"
              .formatted(file),
          e);
    }
  }
}
