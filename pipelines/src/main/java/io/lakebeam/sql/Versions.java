package io.lakebeam.sql;

import io.lakebeam.lake.OverlappingFiles;
import io.lakebeam.lake.TableParts;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The versions of a table's rows that newer ones replaced, found by the engine: their places in the
 * files are kept in a table of its own, and left out when the files are read.
 *
 * <pre>{@code
 * Versions versions = new Versions(parts, 0);
 * engine.run(versions.table());
 * engine.run("CREATE VIEW customer AS " + versions.select("*"));
 * if (!versions.find(engine)) { ... } // merge them in another way
 * }</pre>
 *
 * <p>First the hashes of keys that may be in several files are gathered: those of the smaller files
 * where these are few, else those that come twice. Only of such keys the columns of the order are
 * compared; a key that has its hash in common with another is compared in vain.
 */
final class Versions {
  static final String SCHEMA = "lakebeam_versions";

  /** Columns that the engine adds to those of a file. */
  private static final Set<String> OF_THE_ENGINE =
      Set.of("filename", "file_index", "file_row_number", "file_row_id", "rowid");

  /** Where more of the rows than one of so many may have versions, merging them is cheaper... */
  private static final int FEW_OF = 4;

  /** ...unless these are no more than that. */
  private static final long FEW = 100_000;

  private static final String PLACE = "(file.file_index::BIGINT << 40) + file.file_row_number";

  private final OverlappingFiles files;
  private final List<String> key;
  private final String table;

  Versions(TableParts parts, int number) {
    this.files = parts.overlapping();
    this.key = parts.key();
    this.table = SCHEMA + ".replaced_" + number;
  }

  /** Whether the engine compares keys and order as the lake does. */
  static boolean canBeFound(TableParts parts) {
    OverlappingFiles files = parts.overlapping();
    return parts.type().getFields().stream()
        .noneMatch(
            field ->
                OF_THE_ENGINE.contains(field.name().toLowerCase(Locale.ROOT))
                    || ((parts.key().contains(field.name()) || files.order().contains(field.name()))
                        && !EngineColumn.of(field).isOrderedAlike()));
  }

  /** The statement that makes the table of places, empty. */
  String table() {
    return "CREATE TABLE %s (place BIGINT)".formatted(table);
  }

  /** The rows that are there. */
  String select(String columns) {
    return "SELECT %s FROM %s ANTI JOIN %s AS replaced ON (%s = replaced.place)"
        .formatted(columns, read(files.files()), table, PLACE);
  }

  /**
   * Fills the table of places.
   *
   * @return false if the engine must not do it: versions are many, or the order does not tell which
   *     one stays
   */
  boolean find(Engine engine) throws SQLException {
    if (files.smaller().isEmpty()) {
      return true;
    }
    boolean isFew = files.smallerRows() <= files.rows() / FEW_OF;
    engine.run(
        "CREATE TEMP TABLE keys AS SELECT %s AS hash FROM %s"
            .formatted(
                hash(),
                isFew
                    ? read(files.smaller())
                    : read(files.files()) + " GROUP BY ALL HAVING count(*) > 1"));
    long most = Math.max(FEW, files.rows() / FEW_OF);
    boolean isFound = engine.number("SELECT count(*) FROM keys") <= most && compare(engine);
    engine.run("DROP TABLE keys");
    return isFound;
  }

  /** Rows of a key that are equal in all of the order have the same rank. */
  private boolean compare(Engine engine) throws SQLException {
    engine.run(
        """
        CREATE TEMP TABLE versions AS
        SELECT place, rank FROM (
          SELECT %s AS place, row_number() OVER newest AS number, rank() OVER newest AS rank
          FROM %s SEMI JOIN keys ON (%s = keys.hash)
          WINDOW newest AS (PARTITION BY %s ORDER BY %s)
        ) WHERE number > 1
        """
            .formatted(
                PLACE,
                read(files.files()),
                hash(),
                list(key, Versions::column),
                list(files.order(), column -> column(column) + " DESC NULLS LAST")));
    boolean isOrdered = engine.number("SELECT count(*) FROM versions WHERE rank = 1") == 0;
    if (isOrdered) {
      engine.run("INSERT INTO %s SELECT place FROM versions".formatted(table));
    }
    engine.run("DROP TABLE versions");
    return isOrdered;
  }

  private String hash() {
    return "hash(%s)".formatted(list(key, Versions::column));
  }

  private static String column(String name) {
    return "file." + Quoted.name(name);
  }

  private static String read(List<String> files) {
    return "read_parquet(%s, hive_partitioning = false) AS file".formatted(Quoted.list(files));
  }

  private static String list(List<String> columns, UnaryOperator<String> expression) {
    return columns.stream().map(expression).collect(Collectors.joining(", "));
  }
}
