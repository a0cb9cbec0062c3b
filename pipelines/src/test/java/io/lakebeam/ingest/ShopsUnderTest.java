package io.lakebeam.ingest;

import static org.awaitility.Awaitility.await;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.TablePattern;
import io.lakebeam.lake.TableCaptures;
import io.lakebeam.lake.TableCaptures.Capture;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** Shops with a schema each, whose tables a project has by a pattern. */
final class ShopsUnderTest {
  private static final Duration A_WHILE = Duration.ofMinutes(3);

  private final SourceUnderTest source;
  private final LakeUnderTest lake;
  private final String name;

  /** The schemas' names begin with {@code name}. */
  ShopsUnderTest(SourceUnderTest source, LakeUnderTest lake, String name) {
    this.source = source;
    this.lake = lake;
    this.name = name;
  }

  /** Two shops; one has a table without a key, which is left out, and one without a time. */
  void make() throws SQLException {
    for (String shop : List.of("a", "b")) {
      make(shop, "orders (id bigint PRIMARY KEY, note text, updated_at timestamptz)");
      source.execute(
          "INSERT INTO %s_%s.orders SELECT n, 'order ' || n, now() FROM generate_series(1, 50) n"
              .formatted(name, shop));
    }
    make("a", "items (order_id int, line int, note text, PRIMARY KEY (line, order_id))");
    source.execute(
        "INSERT INTO %s_a.items SELECT n, 1, 'item' FROM generate_series(1, 20) n".formatted(name));
    make("b", "tmp_load (line text)");
  }

  /**
   * A table, its shop's schema being made where it is not there, as {@code CREATE TABLE} has it
   * after the schema's name.
   */
  void make(String shop, String table) throws SQLException {
    source.execute("CREATE SCHEMA IF NOT EXISTS %s_%s".formatted(name, shop));
    source.execute("CREATE TABLE %s_%s.%s".formatted(name, shop, table));
  }

  /** A table's name in SQL. */
  String table(String shop, String table) {
    return "%s_%s.%s".formatted(name, shop, table);
  }

  void execute(String sql) throws SQLException {
    source.execute(sql.replace("SHOP", name));
  }

  /** The project with the pattern {@code "*_*"} for all shops' tables but these. */
  Project project(String... except) {
    return project(
        new TablePattern("*_*", "shop.%s_*.*".formatted(name), List.of(except), "updated_at"));
  }

  Project project(TablePattern... patterns) {
    Map<String, TablePattern> all = new LinkedHashMap<>();
    for (TablePattern pattern : patterns) {
      all.put(pattern.name(), pattern);
    }
    Project bare = source.project(name, lake.lake());
    return new Project(
        bare.name(),
        bare.lake(),
        bare.sources(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        null,
        all);
  }

  /**
   * Waits until the lake has all rows that the source's table of that name had before, while an
   * ingest runs.
   */
  void awaitWhole(String shop, String table, Future<?> ingest) throws SQLException {
    long oid = source.count("SELECT '%s_%s.%s'::regclass::oid".formatted(name, shop, table));
    await()
        .atMost(A_WHILE)
        .until(
            () -> {
              if (ingest.isDone()) {
                ingest.get();
              }
              return new Capture(shop + "_" + table, oid, true)
                  .equals(TableCaptures.known(lake.lake(), "shop").get(shop + "_" + table));
            });
  }
}
