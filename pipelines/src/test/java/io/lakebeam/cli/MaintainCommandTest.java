package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.Positions;
import io.lakebeam.lake.SourceEpochs;
import io.lakebeam.lake.TableName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintainCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void makeProject() throws IOException {
    lake = Lake.at(folder.resolve("lake").toString());
    Files.writeString(
        folder.resolve("project.yaml"), "project: shop\nlake: {warehouse: \"./lake\"}\n");
  }

  @Test
  void aLakeWithoutTablesNeedsNothing() {
    assertThat(maintain("--json")).isZero();

    assertThat(out.toString(UTF_8)).isEqualTo("{}\n");
  }

  @Test
  void reportsEveryTableOfTheLake() throws Exception {
    makeTables();

    assertThat(maintain("--json", "--full")).isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString(UTF_8));
    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly("lakebeam.positions", "lakebeam.source_epochs", "silver.customer");
    JsonNode epochs = report.get("lakebeam.source_epochs");
    assertThat(epochs.get("buckets_compacted").intValue()).isEqualTo(1);
    assertThat(epochs.get("files_after").intValue()).isEqualTo(1);
    assertThat(report.get("silver.customer").get("buckets_compacted").intValue()).isZero();
  }

  @Test
  void saysOnADryRunThatNothingWasDone() {
    makeTables();
    long snapshot = lake.snapshot(TableName.of("lakebeam", "source_epochs"));

    assertThat(maintain("--dry-run", "--full", "--table=lakebeam.source_epochs")).isZero();

    assertThat(out.toString(UTF_8))
        .startsWith("lakebeam.source_epochs: {dry_run=true, files_before=1,")
        .contains("buckets_compacted=1");
    assertThat(lake.snapshot(TableName.of("lakebeam", "source_epochs"))).isEqualTo(snapshot);
  }

  @Test
  void offersTheNearestTable() {
    makeTables();

    assertThat(maintain("--table=silver.custmer")).isEqualTo(2);

    assertThat(err.toString(UTF_8))
        .startsWith(
            "lakebeam: --table: found 'silver.custmer'; in the lake: lakebeam.positions,"
                + " lakebeam.source_epochs, silver.customer; did you mean 'silver.customer'?\n");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThat(maintain("--orphans-older-than=59m")).isEqualTo(2);
    assertThat(maintain("--retain-for=week")).isEqualTo(2);
    assertThat(maintain("--sorted-runs=1")).isEqualTo(2);
    assertThat(maintain("--parallelism=0")).isEqualTo(2);

    assertThat(err.toString(UTF_8))
        .contains("orphans must be older than any uncommitted write, 1 hour at least; found PT59M")
        .contains("found 'week'; allowed: a number of seconds, minutes, hours or days, as in 30s")
        .contains("sorted runs must be 2 or more, found 1")
        .contains("parallelism must be 1 or more, found 0");
  }

  @Test
  void maintainsTheOthersWhereOneTableCannotBeRead() throws Exception {
    makeTables();
    Path snapshots = folder.resolve("lake/lakebeam.db/source_epochs/snapshot");
    for (Path file : list(snapshots)) {
      Files.writeString(file, "not a snapshot");
    }

    assertThat(maintain("--json")).isEqualTo(1);

    JsonNode report = new ObjectMapper().readTree(out.toString(UTF_8));
    assertThat(report.get("lakebeam.source_epochs").get("failed").textValue())
        .contains("table lakebeam.source_epochs could not be maintained");
    assertThat(report.get("silver.customer").get("files_after").intValue()).isZero();
  }

  private void makeTables() {
    Positions.in(lake);
    SourceEpochs.in(lake).number("bank", "first life");
    lake.create(
        LakeTable.of(
                TableName.of("silver", "customer"),
                RowType.builder().field("id", DataTypes.BIGINT().notNull()).build())
            .withPrimaryKey(List.of("id")));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private int maintain(String... options) {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    List<String> arguments = new ArrayList<>(List.of("maintain"));
    arguments.add("--project=" + folder.resolve("project.yaml"));
    arguments.add("--log=" + folder.resolve("lakebeam.log"));
    arguments.addAll(List.of(options));
    return Lakebeam.commandLine(console).execute(arguments.toArray(String[]::new));
  }
}
