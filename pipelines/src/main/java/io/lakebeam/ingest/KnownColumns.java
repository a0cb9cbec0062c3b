package io.lakebeam.ingest;

import io.lakebeam.change.TextForm;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which of a source table's columns is which of the lake's: by the number that PostgreSQL gives a
 * column for life, with every name that it has had. Kept in the table {@code
 * lakebeam.source_columns}; a row without a name is the highest number that was seen.
 */
final class KnownColumns {
  private static final TableName NAME = TableName.of("lakebeam", "source_columns");
  private static final RowType TYPE =
      RowType.builder()
          .field("table_name", DataTypes.STRING().notNull())
          .field("oid", DataTypes.BIGINT().notNull())
          .field("number", DataTypes.INT().notNull())
          .field("name", DataTypes.STRING().notNull())
          .field("lake_column", DataTypes.STRING())
          .field("form", DataTypes.STRING())
          .field("change", DataTypes.INT().notNull())
          .build();

  /**
   * A column under one of its names.
   *
   * @param number its number
   * @param name a name that it has or had
   * @param lakeColumn the lake's column, as it is called now
   * @param form how its values are read
   */
  record Known(int number, String name, String lakeColumn, @Nullable TextForm form) {
    Known in(String newLakeColumn) {
      return new Known(number, name, newLakeColumn, form);
    }
  }

  private final String table;
  private final long oid;
  private final List<Known> known = new ArrayList<>();
  private int lastNumber;
  private int lastChange;

  private KnownColumns(String table, long oid) {
    this.table = table;
    this.oid = oid;
  }

  /** Those of the silver table {@code table}, while its source table is the one with this oid. */
  static KnownColumns read(Lake lake, String table, long oid) {
    lake.createOrEvolve(
        LakeTable.of(NAME, TYPE)
            .withPrimaryKey(List.of("table_name", "oid", "number", "name"))
            // Which of two rows of a name was written later, their writers do not know.
            .withSequence(List.of("change")));
    KnownColumns columns = new KnownColumns(table, oid);
    lake.read(NAME, TYPE.getFieldNames()).forEach(columns::add);
    return columns;
  }

  /** Keeps more of them; one with the same number and name replaces that. */
  void write(Lake lake, Collection<Known> more) {
    RowEncoder encoder = RowEncoder.of(lake, NAME, TYPE);
    lastChange++;
    try (RowBatch rows = RowBatch.in(lake)) {
      for (Known column : more) {
        rows.write(
            encoder.encode(
                GenericRow.of(
                    BinaryString.fromString(table),
                    oid,
                    column.number(),
                    BinaryString.fromString(column.name()),
                    BinaryString.fromString(column.lakeColumn()),
                    form(column.form()),
                    lastChange)));
      }
      rows.commit();
    }
  }

  /** The highest number that a column was seen to have or to have had. */
  int lastNumber() {
    return lastNumber;
  }

  /** Keeps the highest number that was seen. */
  void seen(Lake lake, int number) {
    if (number > lastNumber) {
      write(lake, List.of(new Known(number, "", "", null)));
    }
  }

  /** The column of a number, under any of its names. */
  Optional<Known> ofNumber(int number) {
    return known.stream().filter(column -> column.number() == number).findFirst();
  }

  /** The columns that have or had a name. */
  List<Known> ofName(String name) {
    return known.stream().filter(column -> column.name().equals(name)).toList();
  }

  /** The column that a lake's column is. */
  Optional<Known> ofLakeColumn(String lakeColumn) {
    return known.stream().filter(column -> column.lakeColumn().equals(lakeColumn)).findFirst();
  }

  /** Every name of a column. */
  List<Known> namesOf(int number) {
    return known.stream().filter(column -> column.number() == number).toList();
  }

  private void add(InternalRow row) {
    if (!row.getString(0).toString().equals(table) || row.getLong(1) != oid) {
      return;
    }
    lastNumber = Math.max(lastNumber, row.getInt(2));
    lastChange = Math.max(lastChange, row.getInt(6));
    if (row.getString(3).getSizeInBytes() > 0) {
      known.add(
          new Known(
              row.getInt(2),
              row.getString(3).toString(),
              row.getString(4).toString(),
              row.isNullAt(5) ? null : form(row.getString(5).toString())));
    }
  }

  private static @Nullable BinaryString form(@Nullable TextForm form) {
    return form == null ? null : BinaryString.fromString(form.kind() + " " + form.size());
  }

  private static TextForm form(String text) {
    String[] parts = text.split(" ", -1);
    return new TextForm(TextForm.Kind.valueOf(parts[0]), Integer.parseInt(parts[1]));
  }
}
