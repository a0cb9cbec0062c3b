package io.lakebeam.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.VariableString;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rows of random schemas that go together, against a map in memory. */
class RowEvolutionPropertyTest {
  private static final TableName ITEM = TableName.parse("silver.item");
  private static final int PIPELINES = 4;
  private static final int SCHEMAS = 3;
  private static final int ROWS = 12;
  private static final int IDS = 25;
  private static final int DELETED_EACH = 7;

  /** Of each column the types that rows have it in; some have to be joined, none is refused. */
  private static final List<List<FieldType>> TYPES =
      List.of(
          List.of(FieldType.BYTE, FieldType.INT16, FieldType.INT32, FieldType.INT64),
          List.of(FieldType.FLOAT, FieldType.DOUBLE),
          List.of(text(2), text(5), FieldType.STRING),
          List.of(decimal(6, 2), decimal(9, 1), decimal(8, 4)));

  @TempDir private Path folder;

  private final Map<Long, Map<String, String>> model = new TreeMap<>();

  /** What each column is called now, and what it was called before. */
  private final List<String> names = new ArrayList<>(List.of("c0", "c1", "c2", "c3"));

  private final Map<String, String> before = new TreeMap<>();
  private long lastVersion;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void theTableEndsAsAMapWould(long seed) {
    Random random = new Random(seed);
    Lake lake = Lake.at(folder.resolve("lake").toString());
    WriteRows<Row> write =
        LakeIO.<Row>upsert(lake)
            .to(ITEM)
            .withKey("id")
            .withOrder("version")
            .withDeletes(RowEvolutionPropertyTest::isDeleted);
    for (int i = 0; i < PIPELINES; i++) {
      rename(random.nextInt(names.size()), "r" + i);
      List<Row> rows = rows(random);
      rows.forEach(this::keep);
      Collections.shuffle(rows, random);
      RowsInTables.write(
          random.nextBoolean() ? write.via(WriteRecords::withCommitPerBundle) : write, rows);

      assertThat(read(lake)).as("seed %d, pipeline %d", seed, i).isEqualTo(model);
    }
  }

  private void rename(int column, String name) {
    String old = names.set(column, name);
    before.put(name, old);
    for (Map<String, String> row : model.values()) {
      String value = row.remove(old);
      if (value != null) {
        row.put(name, value);
      }
    }
  }

  private List<Row> rows(Random random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < SCHEMAS; i++) {
      Schema schema = schema(random, i == 0);
      for (int j = 0; j < ROWS; j++) {
        rows.add(row(schema, random));
      }
    }
    return rows;
  }

  /** Some of the columns, or all, each in any of its types. */
  private Schema schema(Random random, boolean hasAll) {
    Schema.Builder schema = Schema.builder().addInt64Field("id").addInt64Field("version");
    for (int column = 0; column < TYPES.size(); column++) {
      List<FieldType> types = TYPES.get(column);
      if (hasAll || random.nextInt(4) > 0) {
        schema.addField(field(names.get(column), types.get(random.nextInt(types.size()))));
      }
    }
    return schema.build();
  }

  private Field field(String name, FieldType type) {
    Field field = Field.nullable(name, type);
    return before.containsKey(name)
        ? field.withOptions(
            Schema.Options.builder()
                .setOption(WriteRows.RENAMED_FROM, FieldType.STRING, before.get(name))
                .build())
        : field;
  }

  private Row row(Schema schema, Random random) {
    lastVersion++;
    Row.Builder row = Row.withSchema(schema).addValues((long) random.nextInt(IDS), lastVersion);
    for (Field field : schema.getFields().subList(2, schema.getFieldCount())) {
      row.addValue(random.nextInt(5) == 0 ? null : value(field.getType(), random));
    }
    return row.build();
  }

  private static Object value(FieldType type, Random random) {
    return switch (type.getTypeName()) {
      case BYTE -> (byte) random.nextInt();
      case INT16 -> (short) random.nextInt();
      case INT32 -> random.nextInt();
      case INT64 -> random.nextLong();
      case FLOAT -> random.nextInt() / 8f;
      case DOUBLE -> random.nextDouble();
      case STRING -> Integer.toString(random.nextInt());
      default ->
          type.getLogicalType().getIdentifier().equals(VariableString.IDENTIFIER)
              ? "é".repeat(random.nextInt(length(type) + 1))
              : BigDecimal.valueOf(random.nextInt(99_999), scale(type));
    };
  }

  private static int length(FieldType text) {
    Integer length = text.getLogicalType().getArgument();
    return length;
  }

  private static int scale(FieldType decimal) {
    Row argument = decimal.getLogicalType().getArgument();
    return argument.getInt32("scale");
  }

  private void keep(Row row) {
    Map<String, String> values = values(row);
    values.put(WriteRows.DELETED, Boolean.toString(isDeleted(row)));
    model.merge(
        row.getInt64("id"),
        values,
        (old, now) ->
            Long.parseLong(old.get("version")) > Long.parseLong(now.get("version")) ? old : now);
  }

  private static Map<Long, Map<String, String>> read(Lake lake) {
    BeamRows rows = BeamRows.of(ITEM, lake.type(ITEM));
    Map<Long, Map<String, String>> found = new TreeMap<>();
    lake.read(ITEM, lake.type(ITEM).getFieldNames())
        .forEach(
            row -> {
              Row read = rows.toBeam(row);
              assertThat(found.put(read.getInt64("id"), values(read))).isNull();
            });
    return found;
  }

  private static Map<String, String> values(Row row) {
    Map<String, String> values = new TreeMap<>();
    for (String name : row.getSchema().getFieldNames()) {
      Object value = row.getValue(name);
      if (value instanceof Float || value instanceof Double) {
        values.put(name, Double.toString(((Number) value).doubleValue()));
      } else if (value instanceof BigDecimal number) {
        values.put(name, number.stripTrailingZeros().toPlainString());
      } else if (value != null) {
        values.put(name, value.toString());
      }
    }
    return values;
  }

  private static boolean isDeleted(Row row) {
    return row.getInt64("version") % DELETED_EACH == 0;
  }

  private static FieldType text(int length) {
    return FieldType.logicalType(VariableString.of(length));
  }

  private static FieldType decimal(int precision, int scale) {
    return FieldType.logicalType(FixedPrecisionNumeric.of(precision, scale));
  }
}
