package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb on a project of files; what it does with a database is tested where one runs. */
class ReplayCommandTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeProject() throws Exception {
    declare("yyyy-MM-dd");
    Path file = Files.createDirectories(folder.resolve("landing")).resolve("a.csv");
    Files.writeString(file, "id,day,note\n1,01.02.2026,\u001b[2Ja\n2,2026-02-01,b\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
  }

  private void declare(String dates) throws Exception {
    Files.writeString(
        folder.resolve("project.yaml"),
        """
        project: shop
        lake: {warehouse: ./lake}
        sources:
          landing: {type: files, path: "./landing/*.csv", format: csv, dates: "%s"}
        tables:
          item: {from: landing, key: [id], columns: {id: bigint, day: date, note: string}}
        """
            .formatted(dates));
  }

  @Test
  void whereNotOneRecordIsARowTheIngestFailsAndSaysWhatToDo() throws Exception {
    declare("MM/dd/yyyy");

    assertThat(run("ingest", "--once")).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .contains("source landing: not one of 2 records is a row of its table; why: lakebeam");

    declare("yyyy-MM-dd");
    assertThat(run("replay", "--json")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("{\"read\":2,\"resolved\":1,\"refused\":1}\n");
  }

  @Test
  void showsLettersTakesThemBackAndAppliesAMendedDeclarationToThePast() throws Exception {
    assertThat(run("ingest", "--once")).isZero();

    assertThat(run("replay", "--print")).isZero();
    assertThat(out.toString(UTF_8))
        .matches(
            """
            landing:\\p{XDigit}{64}@2: a.csv line 2: column 'day': found '01.02.2026'; expected .*
              key: {3}null
              value: 1,01.02.2026,\uFFFD\\[2Ja
            """);
    assertThat(run("replay")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("read: 1\nresolved: 0\nrefused: 1\n");

    declare("dd.MM.yyyy");
    assertThat(run("replay", "--json")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("{\"read\":1,\"resolved\":1,\"refused\":0}\n");
    assertThat(run("replay", "--print")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("no dead letters\n");

    assertThat(run("replay", "--rebuild")).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .startsWith("events: 2\nrefused: 1\nreasons: [file ")
        .contains("silver.item: {equal=1, changed=0, only_in_lake=1,");
    assertThat(run("replay", "--rebuild", "--from=9999-01-01T00:00:00Z")).isZero();
    assertThat(out.toString(UTF_8)).contains("silver.item: {kept=2, equal=0,");
  }

  @Test
  void refusesWhatDoesNotGoTogether() throws Exception {
    assertThat(run("replay", "--from=0/1D3F2A8")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--from says what --rebuild makes anew; give both");
    assertThat(run("replay", "--rebuild", "--print")).isEqualTo(2);
    assertThat(run("replay", "--rebuild", "--from=yesterday")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains(
            "--from: found 'yesterday'; a time is as 2026-11-01T00:00:00Z, a place in the source's log as 0/1D3F2A8");
    assertThat(run("replay", "--rebuild", "--from=0/1D3F2A8", "--table=item")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("tables from files have no log, give a time");
    assertThat(run("replay", "--table=itm")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--table: found 'itm'; in the project: item");
  }

  private int run(String... verb) {
    out.reset();
    err.reset();
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.add("--project=" + folder.resolve("project.yaml"));
    arguments.add("--log=" + folder.resolve("log"));
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    return Lakebeam.commandLine(console).execute(arguments.toArray(new String[0]));
  }
}
