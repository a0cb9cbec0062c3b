package io.lakebeam.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What becomes of the columns of the workload's tables: they come, with and without a default, get
 * other names, get wider and go; one goes and comes again.
 *
 * <p>A column changes again only when the lake has seen it as it is: of one that came and went
 * unseen nothing can tell what its events meant. And no name is given twice, but where another
 * column between both tells them apart. What the lake does otherwise is in {@code
 * docs/decisions/0011}.
 */
final class ColumnChanges {
  private static final int MOST = 6;

  /** A type, and the wider one that it becomes. */
  private static final List<List<String>> TYPES =
      List.of(
          List.of("smallint", "integer"),
          List.of("integer", "bigint"),
          List.of("numeric(12,2)", "numeric(16,4)"),
          List.of("varchar(40)", "text"),
          List.of("date", "date"),
          List.of("timestamptz", "timestamptz"));

  /** A column that changes, and where in the log it did last. */
  private record Changing(String name, String type, String wider, long since) {
    private boolean isWide() {
      return type.equals(wider);
    }
  }

  /**
   * A change that may be made now.
   *
   * @param sql makes it
   * @param before the column as it is; null of one that comes
   * @param after the column as it will be, but for its place; null of one that goes
   */
  record Change(
      TortureTable table, String sql, @Nullable Changing before, @Nullable Changing after) {
    /** The changing columns after it, of those before. */
    Map<String, String> of(Map<String, String> columns) {
      Map<String, String> changed = new LinkedHashMap<>(columns);
      if (before != null) {
        changed.remove(before.name());
      }
      if (after != null) {
        changed.put(after.name(), after.type());
      }
      return changed;
    }
  }

  private final Map<TortureTable, List<Changing>> living = new EnumMap<>(TortureTable.class);
  private final Map<TortureTable, Integer> made = new EnumMap<>(TortureTable.class);
  private final Map<TortureTable, Long> again = new EnumMap<>(TortureTable.class);
  private long seen = Long.MAX_VALUE;

  ColumnChanges() {
    for (TortureTable table : TortureTable.values()) {
      Changing first =
          new Changing(TortureTable.AGAIN, "varchar(40)", "varchar(40)", Long.MIN_VALUE);
      living.put(table, new ArrayList<>(List.of(first)));
    }
  }

  /** The lake has all that was committed before this position of the log; below 0: not known. */
  synchronized void seen(long lsn) {
    seen = lsn;
  }

  /** Whether tables may be changed and truncated now: not while a connector takes its snapshot. */
  synchronized boolean areAllowed() {
    return seen >= 0;
  }

  /** The changing columns of a table and their types. */
  synchronized Map<String, String> of(TortureTable table) {
    Map<String, String> columns = new LinkedHashMap<>();
    living.get(table).forEach(column -> columns.put(column.name(), column.type()));
    return columns;
  }

  /** One of the changes that may be made now, if there is any. */
  synchronized Optional<Change> draw(TortureTable table, String name, SplittableRandom random) {
    List<Change> changes = new ArrayList<>();
    String alter = "ALTER TABLE " + name + " ";
    if (living.get(table).size() < MOST) {
      changes.add(added(table, alter, random));
    }
    for (Changing column : living.get(table)) {
      if (column.since() < seen) {
        addChanges(changes, table, alter, column);
      }
    }
    if (again.getOrDefault(table, Long.MAX_VALUE) < seen) {
      Changing back = new Changing(TortureTable.AGAIN, "varchar(40)", "text", 0);
      changes.add(
          new Change(
              table, alter + "ADD COLUMN %s %s".formatted(back.name(), back.type()), null, back));
    }
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(changes.get(random.nextInt(changes.size())));
  }

  private Change added(TortureTable table, String alter, SplittableRandom random) {
    List<String> type = TYPES.get(random.nextInt(TYPES.size()));
    String name = "extra_" + made.getOrDefault(table, 0);
    boolean hasDefault = type.get(0).equals("varchar(40)") && random.nextBoolean();
    return new Change(
        table,
        "%sADD COLUMN %s %s%s"
            .formatted(alter, name, type.get(0), hasDefault ? " DEFAULT 'was there'" : ""),
        null,
        new Changing(name, type.get(0), type.get(1), 0));
  }

  private static void addChanges(
      List<Change> changes, TortureTable table, String alter, Changing column) {
    String name = column.name();
    changes.add(new Change(table, alter + "DROP COLUMN " + name, column, null));
    if (name.equals(TortureTable.AGAIN)) {
      return;
    }
    String other = name + "_";
    changes.add(
        new Change(
            table,
            "%sRENAME COLUMN %s TO %s".formatted(alter, name, other),
            column,
            new Changing(other, column.type(), column.wider(), 0)));
    if (!column.isWide()) {
      changes.add(
          new Change(
              table,
              "%sALTER COLUMN %s TYPE %s".formatted(alter, name, column.wider()),
              column,
              new Changing(name, column.wider(), column.wider(), 0)));
    }
  }

  /** The change was committed; the position is one after it. */
  synchronized void made(Change change, long lsn) {
    List<Changing> columns = living.get(change.table());
    columns.remove(change.before());
    Changing after = change.after();
    if (after == null) {
      if (change.before().name().equals(TortureTable.AGAIN) && !again.containsKey(change.table())) {
        again.put(change.table(), lsn);
      }
      return;
    }
    if (change.before() == null && after.name().equals(TortureTable.AGAIN)) {
      again.put(change.table(), Long.MAX_VALUE);
    } else if (change.before() == null) {
      made.merge(change.table(), 1, Integer::sum);
    }
    columns.add(new Changing(after.name(), after.type(), after.wider(), lsn));
  }
}
