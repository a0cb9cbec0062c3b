package io.lakebeam.training;

import io.lakebeam.dataset.Column;
import io.lakebeam.dataset.ColumnType;
import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.dataset.TableData;
import io.lakebeam.dataset.TableSchema;
import io.lakebeam.model.Feature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The rows of a training set in the order of their ids, whatever the order of the file.
 *
 * <pre>{@code
 * TrainingSet set = TrainingSet.read(file, TrainingColumns.of("row", "approved", features));
 * int label = set.label(0); // of the row with the lowest id
 * }</pre>
 *
 * <p>Input contract: the id is INT32 or INT64, never null, each once; the label is INT32 or INT64,
 * 0 or 1, never null; a feature is a number (INT32, INT64, DOUBLE, BOOLEAN) or a category (STRING),
 * and may be null or NaN. Numbers lie within ±1e300, so that what is missing can lie beyond them.
 */
public final class TrainingSet {
  static final double LARGEST = 1e300;

  private final Path file;
  private final TrainingColumns roles;
  private final TableData data;
  private final int[] order;
  private final long[] ids;
  private final int[] labels;
  private final int[] features;

  private TrainingSet(Path file, TrainingColumns roles, TableData data) {
    this.file = file;
    this.roles = roles;
    this.data = data;
    int id = column(roles.id(), ColumnType.INT32, ColumnType.INT64);
    this.order =
        IntStream.range(0, data.rows())
            .boxed()
            .sorted(Comparator.comparingLong(row -> whole(row, id)))
            .mapToInt(row -> row)
            .toArray();
    this.ids = Arrays.stream(order).mapToLong(row -> whole(row, id)).toArray();
    this.features = roles.features().stream().mapToInt(this::featureColumn).toArray();
    checkIds();
    int label = column(roles.label(), ColumnType.INT32, ColumnType.INT64);
    this.labels = IntStream.range(0, rows()).map(row -> binary(row, label)).toArray();
    checkNumbers();
  }

  /**
   * Reads a Parquet file.
   *
   * @throws IOException when it is no readable Parquet file
   * @throws IllegalArgumentException when it breaks the contract; the message names file, row and
   *     column, what was found and what is allowed
   */
  public static TrainingSet read(Path file, TrainingColumns columns) throws IOException {
    return new TrainingSet(file, columns, ParquetTable.read(file));
  }

  /** The columns' roles. */
  public TrainingColumns columns() {
    return roles;
  }

  /** The number of rows. */
  public int rows() {
    return order.length;
  }

  /** The id of a row; ids rise with the row. */
  public long id(int row) {
    return ids[row];
  }

  /** The label of a row: 0 or 1. */
  public int label(int row) {
    return labels[row];
  }

  /** All labels, in the order of the rows; a copy. */
  public int[] labels() {
    return labels.clone();
  }

  /** The value of a feature, by its position in {@link TrainingColumns#features()}; may be null. */
  public Object value(int row, int feature) {
    return data.value(order[row], features[feature]);
  }

  /** The value of any column of the file. */
  public Object value(int row, String column) {
    return data.value(order[row], column(column, ColumnType.values()));
  }

  /** How a column of the file is typed. */
  public Column column(String name) {
    return data.schema().columns().get(column(name, ColumnType.values()));
  }

  /**
   * The features as a model knows them; a dictionary holds what these rows hold, sorted.
   *
   * @param rows the rows to train on, so that no category of a held-out row is known
   */
  public List<Feature> features(int[] rows) {
    return IntStream.range(0, features.length)
        .mapToObj(feature -> feature(roles.features().get(feature), feature, rows))
        .toList();
  }

  private Feature feature(String name, int feature, int[] rows) {
    if (column(name).type() != ColumnType.STRING) {
      return Feature.numeric(name);
    }
    return Feature.categorical(
        name,
        Arrays.stream(rows)
            .mapToObj(row -> (String) value(row, feature))
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList());
  }

  private int featureColumn(String name) {
    return column(
        name,
        ColumnType.INT32,
        ColumnType.INT64,
        ColumnType.DOUBLE,
        ColumnType.BOOLEAN,
        ColumnType.STRING);
  }

  private int column(String name, ColumnType... allowed) {
    TableSchema schema = data.schema();
    int index = schema.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s: column '%s' is missing; found: %s".formatted(file, name, schema.names()));
    }
    ColumnType found = schema.columns().get(index).type();
    if (!List.of(allowed).contains(found)) {
      throw new IllegalArgumentException(
          "%s: column '%s' is %s; allowed: %s"
              .formatted(file, name, found, Arrays.toString(allowed)));
    }
    return index;
  }

  private long whole(int fileRow, int column) {
    if (data.value(fileRow, column) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException(
        "%s row %d of the file: column '%s' is null; allowed: a whole number"
            .formatted(file, fileRow, data.schema().names().get(column)));
  }

  private void checkIds() {
    for (int row = 1; row < ids.length; row++) {
      if (ids[row] == ids[row - 1]) {
        throw new IllegalArgumentException(
            "%s: column '%s' holds %d twice; allowed: each id once"
                .formatted(file, roles.id(), ids[row]));
      }
    }
  }

  private int binary(int row, int column) {
    Object found = data.value(order[row], column);
    if (found instanceof Number number && (number.longValue() == 0 || number.longValue() == 1)) {
      return number.intValue();
    }
    throw new IllegalArgumentException(
        "%s %s %d: label '%s' is %s; allowed: 0 or 1"
            .formatted(file, roles.id(), ids[row], roles.label(), found));
  }

  private void checkNumbers() {
    for (int feature = 0; feature < features.length; feature++) {
      for (int row = 0; row < rows(); row++) {
        if (value(row, feature) instanceof Double number && Math.abs(number) > LARGEST) {
          throw new IllegalArgumentException(
              "%s %s %d: feature '%s' is %s; allowed: null, NaN or a number within ±1e300"
                  .formatted(file, roles.id(), ids[row], roles.features().get(feature), number));
        }
      }
    }
  }
}
