package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.judge.QualityRuns;
import io.lakebeam.lake.Lake;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quality}, and what {@code ingest --once} asks at its end. */
class QualityCommandTest {
  private static final String EXPECT =
      """
            - {column: price, between: [0, 9.99]}
            - {column: name, not-null: true, severity: quarantine}
            - {unique: [name]}
            - {column: owner, references: owner}
            - {columns: [owner, kind], references: {table: owner, columns: [id, kind]}}
            - {row-count: [1, %d], severity: fail}
            - {fresh: 1d}
            - {column: price, mean: [0, 5]}
            - {column: price, sum: [null, 100]}
            - {sql: "price < 50 -- of each"}
            - {sql: "count(*) filter (where name = 'Anna') = 1"}
      """;

  @TempDir private static Path folder;
  private static int ingested;
  private static String printed;

  @BeforeAll
  static void ingest() throws Exception {
    write("owner/a.csv", "id,kind,email\n1,x,a@example.org\n2,x,b@example.org\n");
    write(
        "item/a.csv",
        """
        id,name,price,at,owner,kind
        1,Anna,1,2026-01-01T00:00:00,1,x
        2,Anna,2.50,2026-01-02T00:00:00,2,y
        3,,3,2026-01-03T00:00:00,1,x
        4,Dora,60,2026-01-04T00:00:00,3,x
        5,Emil,-1,2026-01-01T00:00:00,,
        """);
    declare(3);
    Ran ran = run("ingest", "--once");
    ingested = ran.exitCode();
    printed = ran.err();
  }

  private static void write(String name, String text) throws Exception {
    Path file = folder.resolve("landing").resolve(name);
    Files.createDirectories(file.getParent());
    Files.setLastModifiedTime(
        Files.writeString(file, text), FileTime.from(Instant.now().minusSeconds(3600)));
  }

  private static void declare(int most) throws Exception {
    Files.writeString(
        folder.resolve("project.yaml"),
        """
        project: shop
        lake: {warehouse: ./lake}
        sources:
          items: {type: files, path: "./landing/item/*.csv", format: csv}
          owners: {type: files, path: "./landing/owner/*.csv", format: csv}
        tables:
          item:
            from: items
            key: [id]
            event-time: at
            columns: {id: bigint, name: string, price: "decimal(10,2)", at: timestamp, owner: int, kind: string}
            expect:
        %s
          owner: {from: owners, key: [id], columns: {id: int, kind: string, email: string}}
        """
            .formatted(EXPECT.formatted(most).stripTrailing()));
  }

  @Test
  void ingestAsksWhenAllIsInAndFailsByWhatIsNotMetAndTakesNothingBack() throws Exception {
    assertThat(ingested).isEqualTo(1);
    assertThat(printed)
        .contains(
            "warning: table item: expectation 'price between 0 and 9.99' is not met: 2 of 5 rows do not meet it",
            "lakebeam: table item: expectation 'row count between 1 and 3' is not met: found 4, and its severity is fail; what was ingested stays in the lake");
    JsonNode shown = json(run("sql", "select count(*) as n from silver.item", "--json"));
    assertThat(shown.path("rows").path(0).path("n").asInt()).isEqualTo(4);
    assertThat(QualityRuns.latest(Lake.at(folder.resolve("lake").toString())))
        .hasSizeGreaterThanOrEqualTo(11);
  }

  @Test
  void tellsForEachExpectationWhatWasJudgedAndFoundAndShowsSome() throws Exception {
    Ran ran = run("quality", "--json");

    assertThat(ran.exitCode()).isEqualTo(1);
    List<String> told = new ArrayList<>();
    json(ran)
        .path("expectations")
        .forEach(
            one ->
                told.add(
                    "%s: %s of %s, %s, %s"
                        .formatted(
                            one.path("expectation").asText(),
                            one.path("unmet").asText(),
                            one.path("judged").asText(),
                            one.path("found").asText(),
                            one.path("examples")
                                .toString()
                                .replaceAll("items:[0-9a-f]{64}", "items:HASH")
                                .replace('"', '\''))));
    assertThat(told)
        .containsExactly(
            "price between 0 and 9.99: 2 of 5, null, [{'id':4,'price':'60.00','source_partition':'items:HASH','position':5},{'id':5,'price':'-1.00','source_partition':'items:HASH','position':6}]",
            "name not null: 1 of 5, null, [{'source_partition':'items:HASH','position':4,'reason':'a.csv line 4: expectation 'name not null' is not met: found null'}]",
            "unique name: 2 of 4, null, [{'name':'Anna','rows':2}]",
            "owner references owner: 1 of 3, null, [{'id':4,'owner':3}]",
            "(owner, kind) references owner (id, kind): 2 of 3, null, [{'id':2,'owner':2,'kind':'y'},{'id':4,'owner':3,'kind':'x'}]",
            "row count between 1 and 3: 1 of 1, 4, []",
            "fresh within 1d: 1 of 1, 2026-01-04T00:00, []",
            "mean of price between 0 and 5: 1 of 1, 15.625, []",
            "sum of price at most 100: 0 of 1, 62.50, []",
            "sql price < 50 -- of each: 1 of 4, null, [{'id':4,'name':'Dora','price':'60.00','at':'2026-01-04T00:00','owner':3,'kind':'x'}]",
            "sql count(*) filter (where name = 'Anna') = 1: 1 of 1, null, []");
  }

  @Test
  void aPageIsWrittenWithTheRunsThatAreKept() throws Exception {
    Path page = folder.resolve("page.html");

    assertThat(run("quality", "--table=item", "--html=" + page).exitCode()).isEqualTo(1);

    assertThat(Files.readString(page))
        .contains("price between 0 and 9.99", "<polyline", "a.csv line 4: expectation");
  }

  @Test
  void whatCannotBeAskedFailsWithTheReason() throws Exception {
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(
        file,
        Files.readString(folder.resolve("project.yaml"))
            .replace("price < 50 -- of each", "prize < 50")
            .replace("row-count: [1, 3]", "row-count: [1, 4]"));

    Ran ran = run("quality", "--project=" + file);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("item: sql prize < 50", "prize");
  }

  @Test
  void whatAProfileProposesIsMetByTheRowsThatItSaw() throws Exception {
    JsonNode profile = json(run("profile", "--table=item", "--json"));
    assertThat(profile.path("rows").asInt()).isEqualTo(4);
    assertThat(profile.path("columns").path(2).toString())
        .isEqualTo(
            "{\"column\":\"price\",\"type\":\"DECIMAL(10,2)\",\"nulls\":0,\"distinct\":4,\"least\":\"-1.00\",\"greatest\":\"60.00\",\"mean\":15.625,\"frequent\":{}}");
    assertThat(profile.path("columns").path(1).path("frequent").toString())
        .isEqualTo("{\"Anna\":2}");
    List<String> proposed = new ArrayList<>();
    profile.path("expect").forEach(one -> proposed.add(one.asText()));
    assertThat(proposed)
        .containsExactly(
            "{column: name, not-null: true}",
            "{column: name, length: [4, 4]}",
            "{column: price, not-null: true}",
            "{column: price, between: [-1.00, 60.00]}",
            "{column: at, not-null: true}",
            "{column: owner, between: [1, 3]}",
            "{column: kind, length: [1, 1]}",
            "{row-count: [1, null]}");
    Path file = folder.resolve("proposed.yaml");
    String text = Files.readString(folder.resolve("project.yaml"));
    int from = text.indexOf("    expect:");
    Files.writeString(
        file,
        text.substring(0, from).replace("./lake", "./lake-of-proposed")
            + "    expect: [{column: name, not-null: true, severity: quarantine}, "
            + String.join(", ", proposed.subList(1, proposed.size()))
            + "]\n"
            + text.substring(text.indexOf("  owner: {from")));

    Ran ran = run("ingest", "--once", "--project=" + file);

    assertThat(ran.err())
        .isEqualTo(
            "lakebeam: warning: table item: expectation 'name not null' is not met: 1 of 5 rows do not meet it\n");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("expectations: {asked=8, failed=0, unmet=1}");
  }

  @Test
  void rawFilesAreProfiledBeforeTheyAreATable() throws Exception {
    Ran ran = run("profile", "--files=landing=" + folder.resolve("landing/owner/*.csv"));

    assertThat(ran.out())
        .isEqualTo(
            """
            rows: 2
            column     type  nulls  distinct          least       greatest     mean
            id       BIGINT      0         2              1              2  1.50000
            kind    VARCHAR      0         1              x              x
            email   VARCHAR      0         2  a@example.org  b@example.org
            most frequent:
            kind: x (2)
            expect:
              - {column: id, not-null: true}
              - {column: id, between: [1, 2]}
              - {column: kind, not-null: true}
              - {column: kind, length: [1, 1]}
              - {column: email, not-null: true}
              - {column: email, length: [13, 13]}
              - {row-count: [1, null]}
            """);
    assertThat(ran.exitCode()).isZero();
  }

  private record Ran(int exitCode, String out, String err) {}

  private static Ran run(String verb, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of(arguments));
    if (all.stream().noneMatch(argument -> argument.startsWith("--project"))) {
      all.add("--project=" + folder.resolve("project.yaml"));
    }
    all.add("--log=" + folder.resolve("verb.log"));
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    int exitCode = Lakebeam.commandLine(console).execute(all.toArray(new String[0]));
    return new Ran(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static JsonNode json(Ran ran) throws Exception {
    return new ObjectMapper().readTree(ran.out());
  }
}
