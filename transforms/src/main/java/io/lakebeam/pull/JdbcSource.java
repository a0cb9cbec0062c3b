package io.lakebeam.pull;

import io.lakebeam.file.FileColumn;
import io.lakebeam.file.FileLayout;
import io.lakebeam.file.FileRows;
import io.lakebeam.file.TextRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table of a database, read by SQL: all of it, or what is at or above a watermark. Parts are runs
 * of the first column of the key; each is one statement whose rows are streamed.
 *
 * @param access where it is
 * @param columns the table's
 * @param walked the first column of the key, if parts can be told by it; null: all is one part
 * @param watermark see {@link PulledSource#watermark}
 * @param zone of times that are written without one; null: they are refused where a column has one
 * @param partRows how many rows a part has
 */
public record JdbcSource(
    JdbcAccess access,
    List<FileColumn> columns,
    @Nullable String walked,
    @Nullable Watermark watermark,
    @Nullable String zone,
    int partRows)
    implements PulledSource {
  private static final long serialVersionUID = 1L;

  public JdbcSource {
    columns = List.copyOf(columns);
  }

  @Override
  public String of() {
    return access.table() + " of " + access.place();
  }

  @Override
  public FileLayout layout() {
    return FileLayout.ofRecords(zone);
  }

  @Override
  public boolean mayRepeat() {
    return false;
  }

  @Override
  public void check() {
    JdbcTable.open(access, columns).close();
  }

  @Override
  public PullPlan plan(@Nullable String position, Instant now) {
    try (JdbcTable table = JdbcTable.open(access, columns)) {
      String greatest = watermark == null ? null : greatest(table, watermark, now);
      String low = watermark == null ? null : watermark.low(position);
      return new PullPlan(new KeyWalk(this, table, low).parts(), greatest, true);
    } catch (SQLException e) {
      throw access.failure("cannot be read", e);
    }
  }

  private String greatest(JdbcTable table, Watermark by, Instant now) throws SQLException {
    JdbcColumn column = table.column(by.column().name());
    String name = table.quoted(column.name());
    requireTimes(by, column);
    if (column.mayBeNull()) {
      long nulls =
          table
              .number(
                  "SELECT count(*) FROM %s WHERE %s IS NULL".formatted(table.name(), name),
                  List.of())
              .orElse(0L);
      if (nulls > 0) {
        throw new PullException(
            "source %s: %d rows of %s have no value in the watermark column '%s', so no pull would ever see them change; give them one, or read all rows by leaving 'watermark' away"
                .formatted(access.source(), nulls, access.table(), column.name()));
      }
    }
    String found = table.text("SELECT max(%s) FROM %s".formatted(name, table.name()), column);
    if (found != null && by.isAhead(found, now)) {
      throw new PullException(
          "source %s: the greatest value of the watermark column '%s' of %s is %s, more than a day ahead; all that comes until then would not be seen. Mend that row"
              .formatted(access.source(), column.name(), access.table(), found));
    }
    return found;
  }

  /** What is compared there must be what is kept here. */
  private void requireTimes(Watermark by, JdbcColumn column) {
    String type = by.column().type();
    boolean isWell =
        switch (type) {
          case "timestamp" -> column.isTimestamp() && !column.isInstant();
          case "timestamptz" -> column.isInstant();
          default -> column.isWhole();
        };
    if (!isWell) {
      throw new PullException(
          "source %s: the watermark column '%s' of %s is a %s, and is declared as %s; allowed: whole numbers as int or bigint, times without a zone as timestamp, times with one as timestamptz"
              .formatted(access.source(), column.name(), access.table(), column.typeName(), type));
    }
  }

  @Override
  public void read(PullPart part, FileRows rows) {
    List<String> titles = columns.stream().map(FileColumn::title).toList();
    try (JdbcTable table = JdbcTable.open(access, columns);
        PreparedStatement query = select(table, part);
        ResultSet found = query.executeQuery()) {
      List<JdbcColumn> wanted = table.columns();
      long row = 0;
      while (found.next()) {
        String[] texts = new String[wanted.size()];
        for (int i = 0; i < texts.length; i++) {
          texts[i] = wanted.get(i).text(found, i + 1);
        }
        rows.row(new TextRow(part.rowNumber(++row), titles, texts));
      }
    } catch (SQLException e) {
      throw access.failure("could not be read to its end", e);
    }
  }

  private PreparedStatement select(JdbcTable table, PullPart part) throws SQLException {
    List<Object> values = new ArrayList<>();
    String names =
        table.columns().stream()
            .map(column -> table.quoted(column.name()))
            .collect(Collectors.joining(", "));
    String where = String.join(" AND ", conditions(table, part, values));
    return table.query(
        "SELECT %s FROM %s%s"
            .formatted(names, table.name(), where.isEmpty() ? "" : " WHERE " + where),
        values);
  }

  /** Of a part's rows; adds the values that they compare with. */
  List<String> conditions(JdbcTable table, PullPart part, List<Object> values) {
    List<String> conditions = new ArrayList<>();
    if (part.from() != null) {
      conditions.add(table.quoted(table.column(walked).name()) + " >= ?");
      values.add(part.from());
    }
    if (part.to() != null) {
      String key = table.quoted(table.column(walked).name());
      // A row without a key belongs to no part by its value, and is to be refused, not left out.
      boolean isFirst = part.from() == null && table.column(walked).mayBeNull();
      conditions.add(isFirst ? "(%1$s < ? OR %1$s IS NULL)".formatted(key) : key + " < ?");
      values.add(part.to());
    }
    if (part.low() != null) {
      conditions.add(table.quoted(table.column(watermark.column().name()).name()) + " >= ?");
      values.add(watermark.value(part.low()));
    }
    return conditions;
  }
}
