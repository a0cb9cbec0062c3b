package io.lakebeam.training;

import io.lakebeam.dataset.Column;
import io.lakebeam.dataset.ColumnType;
import io.lakebeam.dataset.ParquetTable;
import io.lakebeam.dataset.TableSchema;
import io.lakebeam.dataset.TableWriter;
import io.lakebeam.model.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small training set with every kind of feature, with nulls; ripe is mostly weight and sort. */
final class Orchard {
  static final TrainingColumns COLUMNS =
      new TrainingColumns(
          "tree", "ripe", List.of("weight", "sort", "rings", "sprayed"), List.of("picked"));
  static final TableSchema SCHEMA =
      TableSchema.of(
          Column.required("tree", ColumnType.INT64),
          Column.optional("weight", ColumnType.DOUBLE),
          Column.optional("sort", ColumnType.STRING),
          Column.required("rings", ColumnType.INT32),
          Column.required("sprayed", ColumnType.BOOLEAN),
          Column.required("picked", ColumnType.TIMESTAMP_MICROS),
          Column.required("ripe", ColumnType.INT32));
  static final GradientBoosting SMALL =
      GradientBoosting.defaults().withTrees(30).withMaxNodes(8).withShrinkage(0.2);
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
  private static final List<String> SORTS = List.of("Boskoop", "Gala", "Elstar", "Topaz");

  private Orchard() {}

  static List<Object[]> rows(int count) {
    Random random = new Random(7);
    List<Object[]> rows = new ArrayList<>();
    for (int tree = 0; tree < count; tree++) {
      double weight = 50 + random.nextInt(1000) / 4.0;
      int sort = random.nextInt(SORTS.size());
      boolean ripe = weight + 60 * (sort % 2) + 20 * random.nextGaussian() > 220;
      rows.add(
          new Object[] {
            100L + tree,
            random.nextInt(20) == 0 ? null : weight,
            random.nextInt(25) == 0 ? null : SORTS.get(sort),
            random.nextInt(40),
            random.nextBoolean(),
            Instant.EPOCH.plusSeconds(tree),
            ripe ? 1 : 0
          });
    }
    return rows;
  }

  static Path write(Path file, List<Object[]> rows) throws IOException {
    return write(file, SCHEMA, rows);
  }

  static Path write(Path file, TableSchema schema, List<Object[]> rows) throws IOException {
    try (TableWriter writer = ParquetTable.writer(file, schema)) {
      for (Object[] row : rows) {
        writer.write(row);
      }
      writer.commit();
    }
    return file;
  }

  static List<Object[]> shuffled(List<Object[]> rows) {
    List<Object[]> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(3));
    return shuffled;
  }

  static TrainingRequest request(Path set, Path directory) {
    Origin origin = new Origin("definition 1", "code 1", 42, Map.of("gold.trees", 9L));
    return new TrainingRequest("ripeness", set, COLUMNS, SMALL, 0.25, origin, directory, CLOCK);
  }

  /** Trains in a process of its own: the set's file, the directory. */
  public static void main(String[] arguments) throws IOException {
    Training.run(request(Path.of(arguments[0]), Path.of(arguments[1])));
  }
}
