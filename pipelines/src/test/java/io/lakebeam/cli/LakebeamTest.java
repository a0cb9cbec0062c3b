package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakebeamTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void offersTheNearestVerb() {
    assertThat(run("quikstart")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "lakebeam: unknown verb 'quikstart'; allowed: doctor, erase, example, features, heal, infer, ingest, maintain, profile, publish, quality, quickstart, reconcile, replay, restore, show, sql, tables, train, training-set, validate; did you mean 'quickstart'?\nTry: lakebeam --help\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void offersTheNearestFlag() {
    assertThat(run("quickstart", "--workdri=x")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "lakebeam: unknown flag '--workdri'; did you mean '--workdir'?\nTry: lakebeam quickstart --help\n");
  }

  @Test
  void offersTheNearestRunner() {
    assertThat(run("quickstart", "--runner=flinkrunner")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains(
            "found 'flinkrunner'; allowed: DirectRunner, FlinkRunner; did you mean 'FlinkRunner'?");
  }

  @Test
  void asksForAVerb() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .startsWith(
            "lakebeam: a verb is missing; allowed: doctor, erase, example, features, heal, infer, ingest, maintain, profile, publish, quality, quickstart, reconcile, replay, restore, show, sql, tables, train, training-set, validate\n");
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThat(run("quickstart", "--rows=0")).isEqualTo(2);
    assertThat(run("quickstart", "--kafka-port=70000")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("--rows must be 1 or more, was 0")
        .contains("--kafka-port must be between 0 and 65535, was 70000");
  }

  @Test
  void rewritesNoTableThatIsNotNamed() throws Exception {
    Path project = folder.resolve("project.yaml");
    Files.writeString(project, "project: shop\nlake: {warehouse: \"./lake\"}\n");
    String log = "--log=" + folder.resolve("log");
    assertThat(run("reconcile", "--repair", "--all-keys", "--project=" + project, log))
        .isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("it needs --repair and --table");
  }

  @Test
  void saysWhichCodeItIs() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(UTF_8)).matches("lakebeam \\d+\\.\\d+\\.\\d+\\S*( \\(\\S+\\))?\n");
  }

  @Test
  void helpsWithEveryVerb() {
    assertThat(run("quickstart", "--help")).isZero();
    assertThat(run("validate", "--help")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("Usage: lakebeam quickstart")
        .contains("Usage: lakebeam validate");
  }

  @Test
  void saysInOneLineThatAProjectFileIsMissing() {
    assertThat(run("validate", "--project", folder.resolve("none.yaml").toString())).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .contains("none.yaml does not exist");
  }

  @Test
  void listsProblemsOfAProjectFileAsJson() {
    assertThat(run("validate", "--json", "--project", folder.resolve("none.yaml").toString()))
        .isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .startsWith("{")
        .contains("\"valid\":false")
        .contains("none.yaml does not exist");
    assertThat(err.size()).isZero();
  }

  @Test
  void theDoctorMakesEveryCheckThoughNothingAnswersAndShowsNoPassword() throws Exception {
    Path project = folder.resolve("project.yaml");
    Files.writeString(
        project,
        """
        project: shop
        lake: {warehouse: ./lake}
        sources:
          shop:
            type: postgres
            url: jdbc:postgresql://127.0.0.1:1/shop
            user: reader
            password: ${PATH}
            kafka: 127.0.0.1:1
            connect: http://127.0.0.1:1
        tables:
          customer: {from: shop.public.customer, key: [id], event-time: updated_at}
        """);

    assertThat(run("doctor", "--project=" + project, "--log=" + folder.resolve("log")))
        .isEqualTo(1);
    assertThat(out.toString(UTF_8).lines().filter(line -> !line.startsWith(" ")))
        .extracting(line -> line.replaceFirst("^(\\w+ +\\w+ +[^:]+):.*", "$1"))
        .containsExactly(
            "ok    shop  lake",
            "bad   shop  source",
            "bad   shop  kafka connect",
            "bad   shop  kafka");
    assertThat(out.toString(UTF_8)).doesNotContain(System.getenv("PATH"));
    assertThat(err.size()).isZero();
  }

  private int run(String... arguments) {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    return Lakebeam.commandLine(console).execute(arguments);
  }
}
