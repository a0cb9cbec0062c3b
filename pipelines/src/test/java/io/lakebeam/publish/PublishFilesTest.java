package io.lakebeam.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Read back by DuckDB, which knows nothing of us. */
class PublishFilesTest {
  private static final String PARQUET = "to: files, path: ./out/customers, format: parquet";
  private static final String CSV = "to: files, path: ./out/customers, format: csv";
  private static final String BY_COUNTRY = ", partition-by: [country]";

  @TempDir private Path folder;
  private PublishedLake lake;

  @BeforeEach
  void makeLake() {
    lake = new PublishedLake(folder);
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void aDataSetHasTheRowsThatAreThereWithTheirSourcesColumnsInFoldersByCountry(RunnerName runner)
      throws Exception {
    lake.commit(100, 1);
    lake.commit(List.of(PublishedLake.row(7, 2), PublishedLake.deletion(8, 2)));

    Map<String, Object> published = lake.publish(runner, PARQUET + BY_COUNTRY);

    assertThat(published).containsEntry("rows", 99L).containsEntry("unchanged", false);
    assertThat(
            PublishedLake.query(
                """
                SELECT id, name = 'Anna "' || id || '", of' || chr(10) || 'nowhere', country,
                  version, paid, ratio, open, born, seen, CAST(updated_at AS VARCHAR)
                FROM read_parquet('%s/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)
                WHERE id IN (5, 6, 7, 8, 9)
                ORDER BY id
                """
                    .formatted(lake.out())))
        .containsExactly(
            "5|true|AT|1|0.05|1.25|false|1970-01-06|1970-01-01 00:00:00.000005|1969-12-31 23:59:59.999995+00",
            "6|true|a/b=c|1|0.06|1.5|true|1970-01-07|1970-01-01 00:00:00.000006|1969-12-31 23:59:59.999994+00",
            "7|true|null|2|0.07|1.75|false|1970-01-08|1970-01-01 00:00:00.000007|1969-12-31 23:59:59.999993+00",
            "9|true|AT|1|0.09|2.25|false|1970-01-10|1970-01-01 00:00:00.000009|1969-12-31 23:59:59.999991+00");
    assertThat(
            PublishedLake.query(
                "SELECT count(*), count(DISTINCT id) FROM read_parquet('%s/*/*.parquet')"
                    .formatted(lake.out())))
        .containsExactly("99|99");
    assertThat(folders()).hasSize(4).contains("country=HU", "country=__HIVE_DEFAULT_PARTITION__");
    // One for each of the table's two buckets, with a country in either.
    assertThat((Integer) published.get("files")).isBetween(4, 8);
  }

  @Test
  void csvHasAHeaderAndTellsNothingFromAnEmptyText() throws Exception {
    lake.commit(List.of(PublishedLake.row(3, 1), PublishedLake.row(4, 1)));

    lake.publish(RunnerName.DIRECT, CSV + ", columns: [id, country, name, seen, updated_at]");

    assertThat(
            PublishedLake.query(
                "SELECT * FROM read_csv('%s/*.csv', types = {'seen': 'VARCHAR', 'updated_at': 'VARCHAR'}) ORDER BY id"
                    .formatted(lake.out())))
        .containsExactly(
            "3|null|Anna \"3\", of\nnowhere|1970-01-01T00:00:00.000003|1969-12-31T23:59:59.999997Z",
            "4|HU|Anna \"4\", of\nnowhere|1970-01-01T00:00:00.000004|1969-12-31T23:59:59.999996Z");
  }

  @Test
  void aTableWithoutRowsHasItsColumnsStill() throws Exception {
    lake.commit(List.of(PublishedLake.deletion(1, 1)));

    assertThat(lake.publish(RunnerName.DIRECT, PARQUET)).containsEntry("rows", 0L);

    assertThat(
            PublishedLake.query(
                "SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet('%s/*.parquet'))"
                    .formatted(lake.out())))
        .isEqualTo(PublishedLake.SOURCE.getFieldNames());
  }

  @Test
  void publishingAgainWithNothingNewChangesNothing() throws Exception {
    lake.commit(10, 1);
    Object first = lake.publish(RunnerName.DIRECT, PARQUET).get("publication");
    Map<String, Long> files = lake.files();

    assertThat(lake.publish(RunnerName.DIRECT, PARQUET))
        .containsEntry("publication", first)
        .containsEntry("unchanged", true);
    assertThat(lake.files()).isEqualTo(files);
    // The same rows, written in another way.
    assertThat(lake.publish(RunnerName.DIRECT, PARQUET + ", columns: [id]"))
        .containsEntry("unchanged", false);
  }

  @Test
  void thePublicationBeforeStaysForItsReadersAndOlderOnesGo() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int version = 1; version <= 4; version++) {
      lake.commit(10, version);
      ids.add((String) lake.publish(RunnerName.DIRECT, PARQUET + ", keep: 3").get("publication"));
    }

    assertThat(publications()).containsExactlyInAnyOrderElementsOf(ids.subList(1, 4));
    assertThat(Files.readSymbolicLink(lake.out()))
        .isEqualTo(Path.of(".customers.publications", ids.get(3)));
  }

  @Test
  void whatAKilledRunLeftIsNotSeenAndGoes() throws Exception {
    lake.commit(10, 1);
    lake.publish(RunnerName.DIRECT, PARQUET);
    Path left = lake.out().resolveSibling(".customers.publications").resolve("2026-left");
    Files.createDirectories(left.resolve("_temporary"));
    Files.writeString(left.resolve("part-left.parquet"), "half a file");

    assertThat(versions()).containsExactly("1|10");
    lake.publish(RunnerName.DIRECT, PARQUET);

    assertThat(left).doesNotExist();
    assertThat(versions()).containsExactly("1|10");
  }

  @Test
  void aReaderSeesOnePublicationWholeWhileOthersAreMade() throws Exception {
    lake.commit(1_000, 1);
    lake.publish(RunnerName.DIRECT, PARQUET + BY_COUNTRY);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int version = 2; version <= 6; version++) {
                lake.commit(1_000, version);
                publishByCountry();
              }
            });

    List<String> seen = new ArrayList<>();
    while (!writer.isDone() || seen.isEmpty()) {
      seen.addAll(versions());
    }
    writer.join();
    seen.addAll(versions());

    assertThat(seen).allMatch(one -> one.endsWith("|1000")).last().isEqualTo("6|1000");
    assertThat(Set.copyOf(seen)).hasSizeGreaterThan(1);
  }

  @Test
  void whatWasNotPublishedIsNotReplaced() throws Exception {
    lake.commit(1, 1);
    Files.createDirectories(lake.out());

    assertThatThrownBy(() -> lake.publish(RunnerName.DIRECT, PARQUET))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("out/customers is there and was not published");
    assertThatThrownBy(() -> lake.publish(RunnerName.DIRECT, PARQUET + ", columns: [id, nam]"))
        .hasMessage(
            "output customers: table silver.customer has no column 'nam'; it has: "
                + String.join(", ", PublishedLake.SOURCE.getFieldNames()));
    assertThatThrownBy(() -> lake.publish(RunnerName.DIRECT, PARQUET + ", partition-by: [paid]"))
        .hasMessageContaining("'paid', which is DECIMAL(12, 2); allowed: text, whole numbers");
  }

  private void publishByCountry() {
    try {
      lake.publish(RunnerName.DIRECT, PARQUET + BY_COUNTRY + ", keep: 100");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each version and how many rows it has, as one who resolves the path first sees them. */
  private List<String> versions() throws Exception {
    return PublishedLake.query(
        "SELECT version, count(*) FROM read_parquet('%s/**/*.parquet') GROUP BY version"
            .formatted(lake.out().toRealPath()));
  }

  private Set<String> folders() throws IOException {
    try (var all = Files.list(lake.out())) {
      return all.filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toSet());
    }
  }

  private Set<String> publications() throws IOException {
    try (var all = Files.list(lake.out().resolveSibling(".customers.publications"))) {
      return all.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
