package io.lakebeam.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.RunningProcess;
import io.lakebeam.lake.FileAccess;
import io.lakebeam.lake.ObjectStore;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.secret.Secret;
import io.lakebeam.store.LocalStore;
import io.lakebeam.store.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.FileStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publications that are killed, and publications on a store that renames nothing. */
class PublishFilesIT {
  private static final String PARQUET =
      "to: files, path: ./out/customers, format: parquet, partition-by: [country]";

  @TempDir private Path folder;
  private PublishedLake lake;

  @BeforeEach
  void makeLake() {
    lake = new PublishedLake(folder);
  }

  @Test
  void aPublishThatIsKilledLeavesTheDataSetAsItWasAndTheNextMakesIt() throws Exception {
    lake.commit(200_000, 1);
    lake.publish(RunnerName.DIRECT, PARQUET);
    String before = Files.readSymbolicLink(lake.out()).getFileName().toString();
    lake.commit(200_000, 2);

    try (RunningProcess publish =
        RunningProcess.start(
            "io.lakebeam.cli.Lakebeam",
            Map.of("PASSWORD", "none"),
            folder.resolve("publish.log"),
            "publish",
            "--project=" + folder.resolve("project.yaml"),
            "--log=" + folder.resolve("verb.log"))) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(5))
          // A file may go while they are listed.
          .ignoreException(UncheckedIOException.class)
          .ignoreException(NoSuchFileException.class)
          .until(
              () -> {
                publish.requireAlive();
                return !unfinished(before).isEmpty();
              });
      publish.kill();
    }

    assertThat(unfinished(before)).isNotEmpty();
    assertThat(versions()).containsExactly("1|200000");
    assertThat(lake.publish(RunnerName.DIRECT, PARQUET)).containsEntry("unchanged", false);
    assertThat(versions()).containsExactly("2|200000");
    assertThat(lake.files().keySet()).noneMatch(path -> path.contains("_temporary"));
  }

  @Test
  void onAStoreThePointerNamesAPublicationThatIsWhole() throws Exception {
    try (LocalStore store = Stores.s3Proxy(folder.resolve("store"), "shared")) {
      lake.secret(store.secretKey());
      String output =
          "to: files, path: \"s3://shared/of/customers\", format: csv, partition-by: [country], endpoint: \"%s\", access-key: %s, secret-key: \"${PASSWORD}\""
              .formatted(store.endpoint(), store.accessKey());
      FileIO io =
          FileAccess.at(
                  ObjectStore.at(store.endpoint().toString())
                      .withKeys(store.accessKey(), new Secret(store.secretKey())))
              .io("s3://shared/of/customers");
      for (int version = 1; version <= 2; version++) {
        lake.commit(100, version);
        assertThat(lake.publish(RunnerName.DIRECT, output)).containsEntry("unchanged", false);
        assertThat(lake.publish(RunnerName.DIRECT, output)).containsEntry("unchanged", true);

        Publication current = Publication.parse(text(io, "_current.json"));
        Set<String> there =
            List.of(io.listFiles(path("_publications/" + current.id()), true)).stream()
                .map(FileStatus::getPath)
                .map(file -> file.toString().split(current.id() + "/", 2)[1])
                .collect(Collectors.toSet());
        Set<String> named =
            current.files().stream().map(Publication.FilePart::path).collect(Collectors.toSet());
        assertThat(there)
            .containsAll(named)
            .hasSize(named.size() + 1)
            .contains("_publication.json");
        long lines = 0;
        for (String file : named) {
          String csv = text(io, "_publications/" + current.id() + "/" + file);
          lines +=
              csv.lines()
                  .filter(line -> line.matches("nowhere\".*," + version(csv) + ",.*"))
                  .count();
          assertThat(version(csv)).isEqualTo(version);
        }
        assertThat(lines).isEqualTo(100);
        assertThat(io.listStatus(path("_publications"))).hasSize(Math.min(2, version));
      }
    }
  }

  /** The version of the first row of a file. */
  private static int version(String csv) {
    return Integer.parseInt(
        csv.lines()
            .filter(line -> line.startsWith("nowhere\""))
            .findFirst()
            .orElseThrow()
            .split(",", -1)[1]);
  }

  private static String text(FileIO io, String name) throws IOException {
    try (InputStream in = io.newInputStream(path(name))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static org.apache.paimon.fs.Path path(String name) {
    return new org.apache.paimon.fs.Path("s3://shared/of/customers", name);
  }

  /** Files of others than a publication. */
  private List<String> unfinished(String publication) throws IOException {
    return lake.files().keySet().stream().filter(path -> !path.startsWith(publication)).toList();
  }

  private List<String> versions() throws Exception {
    return PublishedLake.query(
        "SELECT version, count(*) FROM read_parquet('%s/**/*.parquet') GROUP BY version"
            .formatted(lake.out().toRealPath()));
  }
}
