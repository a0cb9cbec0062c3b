package io.lakebeam.training;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.lakebeam.model.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a reader should know of a model before using it: origin, data, split, parameters, metrics.
 *
 * <p>Its file is JSON with the names below in snake_case ({@code metrics.log_loss}); times are ISO
 * 8601 in UTC.
 *
 * <p>The idea: M. Mitchell and others, <i>Model Cards for Model Reporting</i>, FAT* 2019.
 *
 * @param format {@link #FORMAT}
 * @param model the model's name
 * @param createdAt when it was trained
 * @param origin table snapshots, definition version, code version, seed
 * @param trainingSet the rows that it was made of
 * @param algorithm the parameters of the fit
 * @param split which rows were held out
 * @param metrics how it did on the held-out rows
 * @param importance each feature's share of what splits gained, highest first
 * @param fitSeconds how long the fit took, by the wall clock
 */
public record Card(
    String format,
    String model,
    Instant createdAt,
    Origin origin,
    Data trainingSet,
    GradientBoosting algorithm,
    Split split,
    Evaluation metrics,
    List<Importance> importance,
    double fitSeconds) {
  /** The only format that this version writes and reads. */
  public static final String FORMAT = "lakebeam-card/1";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  /** Refuses another format. */
  public Card {
    if (!FORMAT.equals(format)) {
      throw new IllegalArgumentException("'format' is " + format + "; allowed: " + FORMAT);
    }
    importance = List.copyOf(importance);
  }

  /**
   * The training set.
   *
   * @param path where it was read
   * @param sha256 of the file's bytes, hexadecimal
   * @param rows all rows
   * @param positives rows with label 1
   * @param columns what its columns are for
   */
  public record Data(
      String path, String sha256, int rows, int positives, TrainingColumns columns) {}

  /**
   * The split.
   *
   * @param method {@code stratified}: see {@link StratifiedSplit}
   * @param testFraction the share of each class that is held out
   * @param seed of the shuffle
   * @param trainRows rows trained on
   * @param trainPositives of these, label 1
   * @param testRows rows held out
   * @param testPositives of these, label 1
   * @param testRowsSha256 of the held-out ids in decimal, rising, each followed by a newline
   */
  public record Split(
      String method,
      double testFraction,
      long seed,
      int trainRows,
      int trainPositives,
      int testRows,
      int testPositives,
      String testRowsSha256) {}

  /**
   * What a feature gave.
   *
   * @param feature its name
   * @param share of the squared error that all splits took away, from 0 to 1; J. H. Friedman,
   *     Greedy Function Approximation (2001), section 8.1
   */
  public record Importance(String feature, double share) {}

  /**
   * Writes the card's JSON.
   *
   * @throws IOException when the disk refuses
   */
  public void write(Path file) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    Files.writeString(file, JSON.writer(printer).writeValueAsString(this) + "\n");
  }

  /**
   * Reads a card's JSON.
   *
   * @throws IOException when it is none; the message names the file and the place
   */
  public static Card read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Card.class);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not a " + FORMAT + ": " + e.getMessage(), e);
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Instant.parse(parser.getText());
    }
  }
}
