package io.lakebeam.reconcile;

import io.lakebeam.source.PostgresCatalog;
import io.lakebeam.source.SourceColumn;
import io.lakebeam.source.SourceTable;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table of a source at a cut. It is read from its first page to its last, some pages by each
 * query, or row by row where a row's place in it is known: that stays while the cut is open.
 */
final class SourceRows {
  /** 64 MB, so that no query takes long. */
  private static final long PAGES = 8_192;

  private static final int ROWS_PER_FETCH = 10_000;

  /** Rows may be large. */
  private static final int WHOLE_ROWS_PER_FETCH = 500;

  private final SourceCut cut;
  private final SourceTable table;
  private final ProgressLine progress;
  private final String name;
  private final String keyHash;
  private final String rowHash;

  /** Null where the source's rows are compared as they are. */
  private final @Nullable StoredRows stored;

  private final Set<Hash> quarantined = new HashSet<>();

  /** {@code stored}: what the lake makes of the table's rows; null: nothing. */
  SourceRows(SourceCut cut, SourceTable table, @Nullable StoredRows stored, ProgressLine progress) {
    this.stored = stored;
    this.cut = cut;
    this.table = table;
    this.progress = progress;
    this.name = PostgresCatalog.quoted(table.schema()) + "." + PostgresCatalog.quoted(table.name());
    this.keyHash = md5(new CanonicalForm(keyColumns(table)).sql());
    this.rowHash = md5(new CanonicalForm(table.columns()).sql());
  }

  /** A row's hash, and where it is. */
  record Place(Hash row, String ctid) {}

  /** The table's buckets, summed up where the rows are. */
  BucketSums sums() {
    BucketSums sums = new BucketSums();
    if (stored != null) {
      scanStored(
          (row, ctid) ->
              sums.add(row.key().bucket(Reconcile.BUCKETS), 1, row.row().high(), row.row().low()));
      return sums;
    }
    scan(
        this::sums,
        ROWS_PER_FETCH,
        row -> sums.add(row.getInt(1), row.getLong(2), wrapped(row, 3), wrapped(row, 4)));
    return sums;
  }

  private String sums(String pages) {
    return """
        SELECT bucket, count(*), sum(high), sum(low) FROM (
          SELECT ('x' || left(k, 4))::bit(16)::int %% %d AS bucket,
                 ('x' || left(h, 16))::bit(64)::bigint AS high,
                 ('x' || right(h, 16))::bit(64)::bigint AS low
          FROM (SELECT %s AS k, %s AS h FROM %s WHERE %s OFFSET 0) AS hashed) AS halves
        GROUP BY bucket"""
        .formatted(Reconcile.BUCKETS, keyHash, rowHash, name, pages);
  }

  /** The rows in some of the buckets, by the hash of their key. */
  Map<Hash, Place> places(List<Integer> buckets) {
    Map<Hash, Place> found = new HashMap<>();
    if (stored != null) {
      Set<Integer> bad = Set.copyOf(buckets);
      scanStored(
          (row, ctid) -> {
            if (bad.contains(row.key().bucket(Reconcile.BUCKETS))) {
              found.put(row.key(), new Place(row.row(), ctid));
            }
          });
      return found;
    }
    String wanted = buckets.stream().map(String::valueOf).collect(Collectors.joining(","));
    scan(
        pages ->
            """
            SELECT k, h, ctid FROM (
              SELECT %s AS k, %s AS h, ctid FROM %s WHERE %s OFFSET 0) AS hashed
            WHERE ('x' || left(k, 4))::bit(16)::int %% %d IN (%s)"""
                .formatted(keyHash, rowHash, name, pages, Reconcile.BUCKETS, wanted),
        ROWS_PER_FETCH,
        row ->
            found.put(hash(row.getString(1)), new Place(hash(row.getString(2)), row.getString(3))));
    return found;
  }

  /** Columns as text of the rows at these places, and by chance of others. */
  Map<Hash, List<@Nullable String>> texts(Collection<Place> places) {
    Map<Hash, List<@Nullable String>> found = new HashMap<>();
    if (stored != null) {
      query(
          select(jsonColumns(), at(places)),
          WHOLE_ROWS_PER_FETCH,
          row -> {
            StoredRows.Row its = stored.of(values(row));
            found.put(its.key(), its.texts());
          });
      return found;
    }
    String columns =
        table.columns().stream().map(CanonicalForm::sql).collect(Collectors.joining(", "));
    query(select(columns, at(places)), WHOLE_ROWS_PER_FETCH, row -> take(row, found::put));
    return found;
  }

  /** All rows but those that are quarantined. */
  private void scanStored(BiConsumer<StoredRows.Row, String> use) {
    scan(
        pages -> select(jsonColumns() + ", ctid", pages),
        WHOLE_ROWS_PER_FETCH,
        row -> {
          StoredRows.Row its = stored.of(values(row));
          if (its.isQuarantined()) {
            quarantined.add(its.key());
          } else {
            use.accept(its, row.getString(table.columns().size() + 2));
          }
        });
  }

  /** The keys of rows that the lake must not have, once {@link #sums} has seen them. */
  Set<Hash> quarantined() {
    return quarantined;
  }

  /**
   * Columns as JSON of the rows at these places, and by chance of others; as the source has them,
   * also where they are masked or cleaned.
   */
  void json(Collection<Place> places, BiConsumer<Hash, List<@Nullable String>> use) {
    query(select(jsonColumns(), at(places)), WHOLE_ROWS_PER_FETCH, row -> takeJson(row, use));
  }

  /** Columns as JSON of all rows. */
  void json(BiConsumer<Hash, List<@Nullable String>> use) {
    scan(pages -> select(jsonColumns(), pages), WHOLE_ROWS_PER_FETCH, row -> takeJson(row, use));
  }

  private String jsonColumns() {
    return table.columns().stream().map(JsonForm::sql).collect(Collectors.joining(", "));
  }

  /** In a partitioned table each partition has rows at the same places. */
  private static String at(Collection<Place> places) {
    return places.stream()
        .map(place -> '"' + place.ctid() + '"')
        .collect(Collectors.joining(",", "ctid = ANY ('{", "}'::tid[])"));
  }

  private String select(String columns, String condition) {
    return "SELECT %s, %s FROM %s WHERE %s".formatted(keyHash, columns, name, condition);
  }

  private void take(ResultSet row, BiConsumer<Hash, List<@Nullable String>> use)
      throws SQLException {
    List<@Nullable String> values = values(row);
    use.accept(hash(row.getString(1)), values);
  }

  private void takeJson(ResultSet row, BiConsumer<Hash, List<@Nullable String>> use)
      throws SQLException {
    List<@Nullable String> values = values(row);
    use.accept(stored == null ? hash(row.getString(1)) : stored.of(values).key(), values);
  }

  private List<@Nullable String> values(ResultSet row) throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      values.add(row.getString(i + 2));
    }
    return values;
  }

  /** Runs over the table what {@code ofPages} makes of a condition on pages. */
  private void scan(UnaryOperator<String> ofPages, int fetched, Row use) {
    long pages = pages();
    for (long page = 0; page == 0 || page < pages; page += PAGES) {
      progress.source(page, pages);
      String from = "ctid >= '(%d,0)'".formatted(page);
      boolean isLast = page + PAGES >= pages;
      String to = isLast ? "" : " AND ctid < '(%d,0)'".formatted(page + PAGES);
      query(ofPages.apply(from + to), fetched, use);
    }
    progress.source(pages, pages);
  }

  /** Of the largest partition, where there are some. */
  private long pages() {
    String size =
        """
        SELECT greatest(pg_relation_size(t), (SELECT max(pg_relation_size(relid))
                 FROM pg_partition_tree(t))) / current_setting('block_size')::bigint
        FROM (SELECT '%s'::regclass AS t) AS it"""
            .formatted(name.replace("'", "''"));
    long[] pages = new long[1];
    query(size, 1, row -> pages[0] = row.getLong(1));
    return pages[0];
  }

  private void query(String query, int fetched, Row use) {
    try (Statement statement = cut.statement()) {
      statement.setFetchSize(fetched);
      try (ResultSet rows = statement.executeQuery(query)) {
        while (rows.next()) {
          use.take(rows);
        }
      }
    } catch (SQLException e) {
      throw cut.refused("table " + table.qualifiedName(), e);
    }
  }

  static List<SourceColumn> keyColumns(SourceTable table) {
    return table.primaryKey().stream()
        .map(
            name ->
                table.columns().stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  private static String md5(String text) {
    return "md5(convert_to(%s, 'UTF8'))".formatted(text);
  }

  private static long wrapped(ResultSet row, int column) throws SQLException {
    return new BigInteger(row.getString(column)).longValue();
  }

  private static Hash hash(String hex) {
    return new Hash(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }

  /** What is done with a row. */
  private interface Row {
    void take(ResultSet row) throws SQLException;
  }
}
