package io.lakebeam.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.predicate.Predicate;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.CloseableIterator;
import org.apache.paimon.utils.ProjectedRow;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Streams rows of one table: some columns of some splits, merged by key. */
public final class RowReader {
  private final TableName name;
  private final ReadBuilder read;
  private final RowType type;
  private final List<? extends Split> splits;
  private final @Nullable Predicate wanted;
  private final @Nullable ProjectedRow projected;

  RowReader(
      TableName name, FileStoreTable table, List<String> columns, List<? extends Split> splits) {
    this(name, table, columns, null, splits);
  }

  RowReader(
      TableName name,
      FileStoreTable table,
      List<String> columns,
      @Nullable RowFilter filter,
      List<? extends Split> splits) {
    this.name = name;
    RowType whole = table.rowType();
    this.type = project(name, whole, columns);
    this.splits = splits;
    List<String> needed = new ArrayList<>(columns);
    if (filter != null) {
      filter.columns().stream().filter(c -> !columns.contains(c)).forEach(needed::add);
    }
    RowType readType = project(name, whole, needed);
    this.read = table.newReadBuilder().withProjection(whole.getFieldIndices(needed));
    if (filter == null) {
      this.wanted = null;
    } else {
      // Paimon's own filter on rows lets all through where it needs a column that is not read.
      this.wanted = new FilterPredicates(name, readType).exact(filter);
      new FilterPredicates(name, whole).pushed(filter).ifPresent(read::withFilter);
    }
    this.projected =
        needed.size() == columns.size()
            ? null
            : ProjectedRow.from(IntStream.range(0, columns.size()).toArray());
  }

  static RowType project(TableName name, RowType whole, List<String> columns) {
    for (String column : columns) {
      if (!whole.containsField(column)) {
        throw new LakeException(
            "table %s has no column '%s'; it has: %s"
                .formatted(name, column, String.join(", ", whole.getFieldNames())));
      }
    }
    return whole.project(columns);
  }

  /** The columns of the rows, in the order asked for. */
  public RowType type() {
    return type;
  }

  /**
   * Hands every row to {@code use}. A row is only good until {@code use} returns: copy what is kept
   * ({@link RowCodec#copy}).
   */
  public void forEach(Consumer<InternalRow> use) {
    for (Split split : splits) {
      forEach(split, use);
    }
  }

  /** The same rows for who asks for them one by one; a row is only good until the next. */
  public CloseableIterator<InternalRow> open() {
    try {
      RecordReader<InternalRow> rows = read.newRead().createReader(List.copyOf(splits));
      if (wanted != null) {
        rows = rows.filter(wanted::test);
      }
      return projected == null
          ? rows.toCloseableIterator()
          : rows.<InternalRow>transform(projected::replaceRow).toCloseableIterator();
    } catch (IOException e) {
      throw new LakeException("table %s could not be read".formatted(name), e);
    }
  }

  void forEach(Split split, Consumer<InternalRow> use) {
    try (var reader = read.newRead().createReader(split)) {
      reader.forEachRemaining(
          row -> {
            if (wanted == null || wanted.test(row)) {
              use.accept(projected == null ? row : projected.replaceRow(row));
            }
          });
    } catch (IOException e) {
      throw new LakeException("table %s could not be read".formatted(name), e);
    }
  }
}
