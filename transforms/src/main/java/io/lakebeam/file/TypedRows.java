package io.lakebeam.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The records of a file with types, as texts. */
final class TypedRows {
  private final List<String> titles;
  private final List<Function<Object, @Nullable String>> texts = new ArrayList<>();
  private final int[] places;

  /** The table's columns by their places; -1 where it has none. */
  private final int[] columnsAt;

  private TypedRows(Schema schema, List<FileColumn> columns) {
    this.titles = schema.getFields().stream().map(Schema.Field::name).toList();
    schema.getFields().forEach(field -> texts.add(TypedValue.texts(field.schema())));
    this.places = Titles.places(titles, columns);
    this.columnsAt = Titles.columnsAt(titles, columns);
  }

  /** Of files of a schema that was {@link #require}d. */
  static TypedRows of(Schema schema, List<FileColumn> columns) {
    return new TypedRows(schema, columns);
  }

  /**
   * Refuses a file whose records cannot be rows of the table.
   *
   * @return its titles
   */
  static List<String> require(
      Schema schema, FileLayout layout, List<FileColumn> columns, Set<String> key) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw FileException.refused(
          "its values are of type %s; a table takes records".formatted(schema.getType().getName()));
    }
    List<String> titles = schema.getFields().stream().map(Schema.Field::name).toList();
    Titles.require("its schema", titles, layout, columns, key);
    int[] places = Titles.places(titles, columns);
    for (int place : places) {
      if (place >= 0 && !TypedValue.isPlain(schema.getFields().get(place).schema())) {
        throw FileException.refused(
            "column '%s' has the type %s; a column is taken from texts, numbers, booleans, dates and times"
                .formatted(titles.get(place), schema.getFields().get(place).schema()));
      }
    }
    return titles;
  }

  FileRow row(long number, GenericRecord record) {
    return new Row(number, record);
  }

  private final class Row implements FileRow {
    private final long number;
    private final GenericRecord record;

    Row(long number, GenericRecord record) {
      this.number = number;
      this.record = record;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public @Nullable String text(int column) {
      int place = places[column];
      return place < 0 ? null : texts.get(place).apply(record.get(place));
    }

    @Override
    public byte[] json(MaskedTexts masked) {
      return RecordJson.of(
          titles,
          i ->
              masked.has(columnsAt[i])
                  ? masked.text(columnsAt[i])
                  : texts.get(i).apply(record.get(i)));
    }

    @Override
    public byte[] raw() {
      return json(MaskedTexts.NONE);
    }
  }
}
