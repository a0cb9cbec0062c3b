package io.lakebeam.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakebeam.local.LocalServers;
import io.lakebeam.local.Server;
import io.lakebeam.runner.RunnerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The order of things and what becomes of failures: a real PostgreSQL, and stages that copy instead
 * of computing.
 */
class QuickstartEngineIT {
  private static final String SCRIPT =
      """
      data: {file: data.csv, table: landing.data, columns: {age: numeric, city: text}}
      setup: setup.sql
      changes: [{name: birthdays, file: change.sql, transactions: 3}]
      expect: [{name: everybody is older, sql: select min(age) from person, at-least: ":rows / 2 + 3"}]
      training-set: {model: who}
      """;

  @TempDir private Path folder;
  private Path example;
  private final List<String> stages = new ArrayList<>();
  private final CopyingStages copying = new CopyingStages();

  @BeforeEach
  void writeExample() throws IOException {
    example = Files.createDirectory(folder.resolve("example"));
    Files.writeString(example.resolve("quickstart.yaml"), SCRIPT);
    Files.writeString(
        example.resolve("data.csv"), "age,city\n1.0,\"Ålesund, \"\"N\"\"\"\n2.50,Oslo\n3,Bergen\n");
    Files.writeString(
        example.resolve("setup.sql"),
        "create table person as select row as id, age::numeric, city from landing.data where row < :rows;");
    Files.writeString(
        example.resolve("change.sql"), "update person set age = age + 1; select :batch;");
  }

  @Test
  void runsEveryStageAndReportsWhatItProved() throws Exception {
    Report report = run(options(Long.MAX_VALUE, false));

    assertThat(report.passed()).as("%s", report.checks()).isTrue();
    assertThat(stages)
        .containsExactly(
            "input",
            "servers",
            "load",
            "ingest",
            "features",
            "training set",
            "training",
            "reconciliation",
            "comparison with the data file");
    assertThat(report.trainingRows()).isEqualTo(new TrainingRows(3, 3, 0, ""));
    assertThat(report.changes()).isEqualTo(9);
    assertThat(report.stages()).extracting(StageTime::name).contains("changes, while ingesting");
    assertThat(report.checks())
        .extracting(Check::name)
        .containsExactly(
            "everybody is older",
            "person equals its source",
            "training set equals the data file",
            "model's auc");
    assertThat(copying.isClosed).isTrue();
    assertThat(copying.isServerAlive()).isFalse();
  }

  @Test
  void holdsTheModelAgainstItsRequirementsOnlyWithAllRows() throws Exception {
    assertThat(run(options(2, false)).checks())
        .extracting(Check::name)
        .doesNotContain("model's auc");
  }

  @Test
  void namesTheChecksThatFail() throws Exception {
    copying.auc = 0.5;
    copying.differences = 1;

    Report report = run(options(Long.MAX_VALUE, true));

    assertThat(report.failures())
        .extracting(Check::name)
        .containsExactly("person equals its source", "model's auc");
    assertThat(report.servers()).isEmpty();
    assertThat(copying.isServerAlive()).isFalse();
  }

  @Test
  void stopsEverythingWhenTheIngestFails() {
    copying.failure = new IllegalStateException("no such slot");
    assertThatThrownBy(() -> run(options(Long.MAX_VALUE, true)))
        .isInstanceOf(QuickstartException.class)
        .hasMessage("the ingest failed: no such slot");
    assertThat(copying.isClosed).isTrue();
    assertThat(copying.isServerAlive()).isFalse();
  }

  @Test
  void namesTheFileOfAChangeThatTheSourceRefuses() throws IOException {
    Files.writeString(example.resolve("change.sql"), "update persons set age = 1");
    assertThatThrownBy(() -> run(options(Long.MAX_VALUE, false)))
        .isInstanceOf(QuickstartException.class)
        .hasMessageStartingWith(
            "birthdays (change.sql, batch 0): ERROR: relation \"persons\" does not exist");
    assertThat(copying.isServerAlive()).isFalse();
  }

  @Test
  void startsNothingWhenTheDataIsWrong() throws IOException {
    Files.writeString(example.resolve("data.csv"), "age,city\nold,Oslo\n");
    assertThatThrownBy(() -> run(options(Long.MAX_VALUE, false)))
        .isInstanceOf(QuickstartException.class)
        .hasMessageEndingWith("data.csv line 2: column 'age': found 'old', expected numeric");
    assertThat(copying.servers).isEmpty();
  }

  @Test
  void leavesTheServersUpWhereAskedTo() throws Exception {
    Report report = run(options(Long.MAX_VALUE, true));

    KeptServers kept = report.servers().orElseThrow();
    ProcessHandle process = ProcessHandle.of(copying.servers.get().pid()).orElseThrow();
    try {
      assertThat(process.isAlive()).isTrue();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.environment())))
          .isEqualTo("rw-------");
      String password = copying.servers.get().source().password();
      assertThat(kept.environment())
          .content()
          .contains("export POSTGRES_PASSWORD='" + password + "'");
      assertThat(ReportText.of(report) + ReportJson.of(report)).doesNotContain(password);
      assertThat(kept.stop()).isEqualTo("kill " + process.pid());
      assertThatThrownBy(() -> Workdir.claim(folder.resolve("run")))
          .hasMessageEndingWith("stop them with: " + kept.stop());
    } finally {
      process.destroy();
      process.onExit().get();
    }
  }

  private Report run(QuickstartOptions options) throws Exception {
    try (Workdir workdir = Workdir.claim(options.workdir())) {
      return new Quickstart(
              options,
              copying::startServers,
              (file, variables, runner) -> copying,
              progress(),
              workdir)
          .run();
    }
  }

  private QuickstartOptions options(long rows, boolean keep) {
    return new QuickstartOptions(
        example,
        folder.resolve("run"),
        Optional.empty(),
        rows,
        7,
        RunnerName.DIRECT,
        new ServerPorts(0, 0, 0),
        keep,
        "test");
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void started(String stage, LongSupplier rows) {
        stages.add(stage);
      }

      @Override
      public void done(StageTime stage) {}

      @Override
      public void failed() {}
    };
  }

  /** Stages whose training set is the data file. */
  private final class CopyingStages extends FakeStages {
    private Optional<Servers> servers = Optional.empty();

    CopyingStages() {
      super(() -> example.resolve("data.csv"));
    }

    Servers startServers(Path workdir, ServerPorts ports) {
      LocalServers postgres = LocalServers.builder(workdir).only(Server.POSTGRES).start();
      servers = Optional.of(new PostgresOnly(postgres));
      return servers.get();
    }

    boolean isServerAlive() {
      return ProcessHandle.of(servers.orElseThrow().pid())
          .filter(ProcessHandle::isAlive)
          .isPresent();
    }
  }

  private record PostgresOnly(LocalServers postgres) implements Servers {
    @Override
    public SourceDatabase source() {
      return new SourceDatabase(
          postgres.postgresUrl(), postgres.postgresUser(), postgres.postgresPassword());
    }

    @Override
    public String passwordReference() {
      return postgres.postgresPasswordReference();
    }

    @Override
    public String bootstrapServers() {
      return "none";
    }

    @Override
    public String connectUrl() {
      return "none";
    }

    @Override
    public long pid() {
      return postgres.pid();
    }

    @Override
    public void keepRunning() {
      postgres.keepRunning();
    }

    @Override
    public void close() {
      postgres.close();
    }
  }
}
