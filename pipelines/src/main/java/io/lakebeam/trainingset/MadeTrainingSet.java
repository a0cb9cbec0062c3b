package io.lakebeam.trainingset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.dataset.TableData;
import io.lakebeam.dataset.TableWriter;
import io.lakebeam.definition.ModelDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeException;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A training set that was made of a lake, which remembers it in {@code lakebeam.training_sets}: by
 * its file, and by which of its columns tell the label that a row is of.
 *
 * <pre>{@code
 * for (MadeTrainingSet made : MadeTrainingSet.of(lake)) {
 *   made.erase(versionsOfLabels);
 * }
 * }</pre>
 *
 * @param file where it was written
 * @param labels the silver table that its labels are from
 * @param identity columns of the training set, and the label table's columns that they are
 */
public record MadeTrainingSet(Path file, String labels, Map<String, String> identity) {
  /** The {@link io.lakebeam.lake.Alone task} of making and changing them. */
  public static final String TASK = "training_sets";

  private static final TableName NAME = TableName.of("lakebeam", "training_sets");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RowType TYPE =
      RowType.builder()
          .field("file", DataTypes.STRING().notNull())
          .field("labels", DataTypes.STRING())
          .field("identity", DataTypes.STRING())
          .build();

  /** Copies the columns. */
  public MadeTrainingSet {
    identity = Map.copyOf(identity);
  }

  /** The one that is made by a plan. */
  static MadeTrainingSet by(ModelDefinition model, Path file) {
    Map<String, String> identity = new LinkedHashMap<>();
    TrainingSetPlan.identity(model)
        .forEach(name -> identity.put(name, model.keep().getOrDefault(name, name)));
    return new MadeTrainingSet(file, model.labels().from(), identity);
  }

  /** Those that were made of {@code lake}, wherever they are by now. */
  public static List<MadeTrainingSet> of(Lake lake) {
    List<MadeTrainingSet> made = new ArrayList<>();
    if (lake.exists(NAME)) {
      lake.read(NAME, TYPE.getFieldNames())
          .forEach(
              row ->
                  made.add(
                      new MadeTrainingSet(
                          Path.of(row.getString(0).toString()),
                          row.getString(1).toString(),
                          parse(row.getString(2).toString()))));
    }
    return made;
  }

  /** Lets the lake remember it. */
  void rememberIn(Lake lake) {
    lake.create(LakeTable.of(NAME, TYPE).withPrimaryKey(List.of("file")));
    try (RowBatch rows = RowBatch.in(lake)) {
      rows.write(
          RowEncoder.of(lake, NAME, TYPE)
              .encode(
                  GenericRow.of(
                      BinaryString.fromString(file.toString()),
                      BinaryString.fromString(labels),
                      BinaryString.fromString(JSON.writeValueAsString(identity)))));
      rows.commit();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names are always JSON", e);
    }
  }

  /** Whether its file is where it was written. */
  public boolean isThere() {
    return Files.exists(file);
  }

  /**
   * How many of its rows are of these labels.
   *
   * @param versions rows of the label table's history, column to value
   */
  public long count(Collection<Map<String, @Nullable Object>> versions) throws IOException {
    TableData rows = ParquetTable.read(file);
    return (long) rows.rows() - kept(rows, versions).size();
  }

  /**
   * Writes it anew without the rows of these labels, and its manifest; nothing where it has none.
   *
   * @return how many rows there were
   */
  public long erase(Collection<Map<String, @Nullable Object>> versions) throws IOException {
    deleteUnfinished();
    TableData rows = ParquetTable.read(file);
    List<Integer> kept = kept(rows, versions);
    long erased = (long) rows.rows() - kept.size();
    if (erased > 0) {
      try (TableWriter writer = ParquetTable.writer(file, rows.schema())) {
        int columns = rows.schema().columns().size();
        for (int row : kept) {
          Object[] values = new Object[columns];
          for (int i = 0; i < columns; i++) {
            values[i] = rows.value(row, i);
          }
          writer.write(values);
        }
        writer.commit();
      }
      TrainingSetManifest.read(file).without(erased).write(file);
    }
    return erased;
  }

  /** What a writer has left that was killed: nobody writes training sets meanwhile. */
  private void deleteUnfinished() throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            file.toAbsolutePath().getParent(),
            path ->
                path.getFileName().toString().startsWith("." + file.getFileName() + ".")
                    && path.getFileName().toString().endsWith(".tmp"))) {
      for (Path path : left) {
        Files.delete(path);
      }
    }
  }

  private List<Integer> kept(TableData rows, Collection<Map<String, @Nullable Object>> versions) {
    List<String> names = List.copyOf(identity.keySet());
    Set<List<String>> erased =
        versions.stream()
            .map(
                version ->
                    names.stream()
                        .map(name -> text(ModelValues.of(version.get(identity.get(name)))))
                        .toList())
            .collect(Collectors.toSet());
    List<Integer> columns = names.stream().map(name -> column(rows, name)).toList();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < rows.rows(); i++) {
      int row = i;
      if (!erased.contains(columns.stream().map(at -> text(rows.value(row, at))).toList())) {
        kept.add(i);
      }
    }
    return kept;
  }

  private int column(TableData rows, String name) {
    int at = rows.schema().indexOf(name);
    if (at < 0) {
      throw new LakeException(
          "training set %s has no column '%s', which tells whose row is whose; found: %s. It is not what training-set wrote: delete it, or make it anew"
              .formatted(file, name, rows.schema().names()));
    }
    return at;
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }

  private static Map<String, String> parse(String text) {
    try {
      return JSON.readValue(text, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new LakeException("table %s: a row is not what this program writes".formatted(NAME), e);
    }
  }
}
