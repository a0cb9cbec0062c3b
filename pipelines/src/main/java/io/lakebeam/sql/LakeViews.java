package io.lakebeam.sql;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.ingest.Truncations;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.TableParts;
import io.lakebeam.lake.Zones;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The views by which the engine has the lake's tables, under their names in the lake. */
final class LakeViews {
  private static final String LETTERS_OF_PATTERNS = "*?[";

  private final Lake lake;
  private final List<TableParts> tables;

  private final @Nullable Instant asOf;

  private LakeViews(Lake lake, List<TableParts> tables, @Nullable Instant asOf) {
    this.lake = lake;
    this.tables = new ArrayList<>(tables);
    this.asOf = asOf;
  }

  /**
   * Views of these tables, as of a time if there is one; what no file gives as it is comes from
   * {@link MergedRows}.
   */
  static LakeViews of(Lake lake, List<TableParts> tables, @Nullable Instant asOf) {
    return new LakeViews(lake, tables.stream().map(LakeViews::readable).toList(), asOf);
  }

  /** Files are left to the engine where it reads their types and takes their paths literally. */
  private static TableParts readable(TableParts parts) {
    boolean isReadable =
        columns(parts).stream().allMatch(EngineColumn::isInFiles)
            && allFiles(parts)
                .allMatch(file -> file.chars().noneMatch(c -> LETTERS_OF_PATTERNS.indexOf(c) >= 0));
    if (!isReadable) {
      return parts.withoutFiles();
    }
    return Versions.canBeFound(parts) ? parts : parts.withoutOverlapping();
  }

  private static Stream<String> allFiles(TableParts parts) {
    return Stream.concat(parts.files().stream(), parts.overlapping().files().stream());
  }

  /** The tables. */
  List<TableParts> tables() {
    return List.copyOf(tables);
  }

  /** The table of a number, by which {@link MergedRows} knows it. */
  TableParts table(int number) {
    return tables.get(number);
  }

  /** All files that the engine reads itself. */
  List<String> files() {
    return tables.stream().flatMap(LakeViews::allFiles).toList();
  }

  /** The statements that make the views, which have rows that were replaced as yet. */
  List<String> statements() {
    List<String> statements = new ArrayList<>();
    statements.add("CREATE SCHEMA " + Versions.SCHEMA);
    for (int i = 0; i < tables.size(); i++) {
      statements.add(new Versions(tables.get(i), i).table());
      statements.add("CREATE SCHEMA IF NOT EXISTS " + Quoted.name(tables.get(i).name().zone()));
      statements.add(view(i));
    }
    return statements;
  }

  /** Has the engine find the rows that were replaced, or leaves them to {@link MergedRows}. */
  void findVersions(Engine engine) throws SQLException {
    for (int i = 0; i < tables.size(); i++) {
      if (!new Versions(tables.get(i), i).find(engine)) {
        tables.set(i, tables.get(i).withoutOverlapping());
        engine.run(view(i));
      }
    }
  }

  private String view(int number) {
    TableParts parts = tables.get(number);
    return "CREATE OR REPLACE VIEW %s.%s AS %s"
        .formatted(
            Quoted.name(parts.name().zone()),
            Quoted.name(parts.name().table()),
            select(parts, number));
  }

  private String select(TableParts parts, int number) {
    List<String> sources = new ArrayList<>();
    if (!parts.files().isEmpty()) {
      sources.add(
          "SELECT %s FROM read_parquet(%s, hive_partitioning = false)"
              .formatted(list(parts, EngineColumn::ofFile), Quoted.list(parts.files())));
    }
    if (!parts.overlapping().files().isEmpty()) {
      sources.add(new Versions(parts, number).select(list(parts, EngineColumn::ofFile)));
    }
    if (sources.isEmpty() || parts.mergedRows() > 0) {
      sources.add(
          "SELECT %s FROM %s(%d)"
              .formatted(list(parts, EngineColumn::ofMerged), MergedRows.NAME, number));
    }
    String rows = String.join(" UNION ALL ", sources);
    return isCurrent(parts)
        ? "SELECT %s FROM (%s) WHERE %s"
            .formatted(list(parts, LakeViews::shown), rows, isThere(parts))
        : rows;
  }

  /** Whether the table has a row for each key and keeps deleted ones as tombstones. */
  private static boolean isCurrent(TableParts parts) {
    return parts.type().containsField(ChangeColumns.DELETED)
        && !parts.key().containsAll(ChangeColumns.ORDER);
  }

  private String isThere(TableParts parts) {
    String notDeleted = Quoted.name(ChangeColumns.DELETED) + " IS NOT TRUE";
    if (!parts.name().equals(Zones.current(parts.name().table()))) {
      return notDeleted;
    }
    String table = parts.name().table();
    String ended =
        (asOf == null ? Truncations.pending(lake, table) : Truncations.pendingAt(lake, table, asOf))
            .stream().map(LakeViews::isOlder).collect(Collectors.joining());
    return notDeleted + ended;
  }

  private static String isOlder(Truncations.Floor floor) {
    String older =
        "(_epoch, _commit_lsn, _lsn) < (%d, %d, %d)"
            .formatted(floor.epoch(), floor.commitLsn(), floor.lsn());
    return floor.isOfItsLifeOnly()
        ? " AND NOT (_epoch = %d AND %s)".formatted(floor.epoch(), older)
        : " AND NOT (%s)".formatted(older);
  }

  private static @Nullable String shown(EngineColumn column) {
    return ChangeColumns.isOne(column.name()) ? null : Quoted.name(column.name());
  }

  private static String list(
      TableParts parts, Function<EngineColumn, @Nullable String> expression) {
    return columns(parts).stream()
        .map(expression)
        .filter(one -> one != null)
        .collect(Collectors.joining(", "));
  }

  private static List<EngineColumn> columns(TableParts parts) {
    return parts.type().getFields().stream().map(EngineColumn::of).toList();
  }
}
