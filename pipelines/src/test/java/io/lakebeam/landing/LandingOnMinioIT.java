package io.lakebeam.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakebeam.contract.RunningProcess;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.infer.Inference;
import io.lakebeam.infer.Inferred;
import io.lakebeam.infer.InferredColumn;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import io.lakebeam.runner.RunnerName;
import io.lakebeam.sql.LakeQuery;
import io.lakebeam.sql.ResultFile;
import io.lakebeam.sql.ResultFolder;
import io.lakebeam.store.StoreClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files in MinIO, taken into a lake in MinIO. */
class LandingOnMinioIT {
  private static final int MANY_ROWS = 50_000;

  @TempDir private static Path folder;
  private static MinioUnderTest minio;
  private static StoreClient client;

  @BeforeAll
  static void startServers() {
    minio = MinioUnderTest.start(folder);
    client = minio.store().client();
  }

  @AfterAll
  static void stopServers() {
    if (minio != null) {
      minio.close();
    }
  }

  @ParameterizedTest
  @EnumSource(RunnerName.class)
  void theCorpusIsTakenAsOnTheLocalDiskAndNothingOfItTwice(RunnerName runner) throws Exception {
    LandingCorpus corpus = LandingCorpus.read();
    String landing = "lake/landing-" + runner.name();
    corpus.files().forEach((name, bytes) -> client.put(landing + "/" + name, bytes));
    Project project =
        project(LandingCorpus.project(minio.lake("corpus-" + runner.name()), "s3://" + landing));
    List<Landing> landings = Landing.of(project, runner);

    landings.forEach(Landing::take);

    LandedRows landed = new LandedRows(project.lake().open());
    assertThat(LandingCorpus.found(landed)).isEqualTo(corpus.expected());

    client.put(landing + "/renamed.csv", corpus.files().get("plain.csv"));
    beginUpload(landing + "/half.csv", corpus.files().get("plain.csv"));
    assertThat(landings.get(0).take()).isEqualTo(result(0, 0, 1));
    assertThat(landings.get(0).take()).isEqualTo(result(0, 0, 0));
    assertThat(landed.rows("lakebeam.files", "path", "state"))
        .contains("s3://%s/renamed.csv copy".formatted(landing))
        .noneMatch(row -> row.contains("half.csv"));
  }

  @Test
  void moreObjectsAreListedThanAStoreTellsAtOnce() throws Exception {
    IntStream.range(0, 1_005)
        .parallel()
        .forEach(
            i -> client.put("lake/many/%04d.csv".formatted(i), "id,name\n%d,n\n".formatted(i)));

    Project project = oneTable("many");
    assertThat(Landing.of(project, RunnerName.DIRECT).get(0).count()).isEqualTo(1_005);
    Inferred inferred =
        Inference.of(
            "s3://lake/many", project.files().get("landing").access(project.lake()), 1_000);
    assertThat(inferred.files()).isEqualTo(1_005);
    assertThat(inferred.columns())
        .extracting(InferredColumn::type)
        .containsExactly("bigint", "string");
  }

  @Test
  void aRunThatIsKilledMidwayIsRunAgainAndHasEachRowOnce() throws Exception {
    StringBuilder text = new StringBuilder("id,name\n");
    IntStream.range(0, MANY_ROWS)
        .forEach(i -> text.append(i).append(",name of ").append(i).append('\n'));
    client.put("lake/killed/a.csv", text.toString());
    client.put("lake/killed/b.csv", "id,name\n-1,other\n");
    Project project = oneTable("killed");
    LandedRows landed = new LandedRows(project.lake().open());
    String log = "--log=" + folder.resolve("verb.log");

    try (RunningProcess ingest =
        RunningProcess.start(
            "io.lakebeam.cli.Lakebeam",
            minio.environment(),
            folder.resolve("ingest.log"),
            "ingest",
            "--once",
            "--project=" + folder.resolve("project.yaml"),
            log)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                ingest.requireAlive();
                return landed.lake().exists(TableName.parse("lakebeam.files"))
                    && landed.rows("lakebeam.files", "state").contains("taking");
              });
      ingest.kill();
    }

    List<String> begun = landed.rows("lakebeam.files", "path", "taken", "state");
    assertThat(begun).hasSize(2).allMatch(row -> row.endsWith(" taking"));
    assertThat(Landing.of(project, RunnerName.DIRECT).get(0).take())
        .isEqualTo(result(2, MANY_ROWS + 1, 0));
    assertThat(landed.rows("lakebeam.files", "path", "taken", "state"))
        .isEqualTo(begun.stream().map(row -> row.replace(" taking", " taken")).toList());
    for (String table : List.of("silver.item", "silver.item_history", "bronze.item")) {
      List<String> rows = landed.rows(table, table.startsWith("bronze") ? "value" : "id");
      assertThat(rows).as(table).hasSize(MANY_ROWS + 1).doesNotHaveDuplicates();
    }
    assertThat(
            Files.readString(folder.resolve("verb.log"))
                + Files.readString(folder.resolve("ingest.log")))
        .doesNotContain(minio.store().secretKey());
  }

  @Test
  void theResultOfAQueryIsAnObjectBesideItsSqlAndWhereItIsFrom() throws Exception {
    Lake lake = oneTable("queried").lake().open();
    TableName table = TableName.of("gold", "one");
    RowType type = RowType.builder().field("id", DataTypes.BIGINT().notNull()).build();
    lake.create(LakeTable.of(table, type).withPrimaryKey(List.of("id")));
    try (RowBatch batch = RowBatch.in(lake)) {
      batch.write(RowEncoder.of(lake, table, type).encode(GenericRow.of(7L)));
      batch.commit();
    }
    String sql = "select id from gold.one";
    ResultFolder results =
        ResultFolder.at(
            "s3://lake/athena_results/", lake, ResultFile.Format.CSV, folder.resolve("work"));

    try (LakeQuery query =
        LakeQuery.open(
            lake, sql, folder.resolve("spill"), List.of(), List.of(results.unfinished()))) {
      assertThat(results.write(query, sql)).isEqualTo(1);
    }

    String place = "lake/athena_results/" + results.id();
    assertThat(results.file()).isEqualTo("s3://" + place + ".csv");
    assertThat(client.send("GET", place + ".csv", "", new byte[0])).isEqualTo("id\n7\n");
    assertThat(client.send("GET", place + ".sql", "", new byte[0])).isEqualTo(sql);
    assertThat(client.send("GET", place + ".csv.metadata.json", "", new byte[0]))
        .contains("\"gold.one\" : 1");
    assertThat(folder.resolve("work")).doesNotExist();
  }

  private static Project oneTable(String name) throws Exception {
    return project(
        """
        project: %1$s
        lake: {%2$s}
        sources:
          landing: {type: files, path: "s3://lake/%1$s/*.csv", format: csv}
        tables:
          item: {from: landing, key: [id], columns: {id: bigint, name: string}}
        """
            .formatted(name, minio.lake("of-" + name)));
  }

  private static Project project(String yaml) throws Exception {
    return ProjectFile.read(
        Files.writeString(folder.resolve("project.yaml"), yaml), minio.environment());
  }

  /** A part of an upload that nobody completes. */
  private static void beginUpload(String object, byte[] part) {
    String begun = client.send("POST", object, "uploads=", new byte[0]);
    String id = begun.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
    client.send("PUT", object, "partNumber=1&uploadId=" + id, part);
  }

  private static LandingResult result(int taken, long rows, int copies) {
    return new LandingResult(
        taken > 0 ? "landing" : "csv", taken, rows, 0, copies, List.of(), List.of());
  }
}
