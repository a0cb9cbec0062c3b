package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sql} and {@code tables}. */
class SqlCommandTest {
  private static final RowType TYPE =
      RowType.builder()
          .field("id", DataTypes.BIGINT().notNull())
          .field("name", DataTypes.STRING())
          .build();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @BeforeEach
  void makeLake() throws Exception {
    Files.writeString(
        folder.resolve("project.yaml"),
        """
        project: shop
        lake: {warehouse: "./lake"}
        sources:
          shop:
            type: postgres
            url: "jdbc:postgresql://127.0.0.1:1/shop"
            user: nobody
            password: ${PATH}   # any variable that is set
            kafka: "127.0.0.1:1"
            connect: "http://127.0.0.1:1"
        tables:
          customer: {from: shop.public.customer, key: [id], event-time: updated_at}
        """);
    Lake lake = Lake.at(folder.resolve("lake").toString());
    TableName name = TableName.of("gold", "customer");
    lake.create(LakeTable.of(name, TYPE).withPrimaryKey(List.of("id")));
    lake.create(LakeTable.of(TableName.of("gold", "nothing"), TYPE).withPrimaryKey(List.of("id")));
    try (RowBatch batch = RowBatch.in(lake)) {
      RowEncoder encoder = RowEncoder.of(lake, name, TYPE);
      batch.write(encoder.encode(GenericRow.of(1L, BinaryString.fromString("Ada"))));
      batch.write(encoder.encode(GenericRow.of(2L, null)));
      batch.commit();
    }
  }

  @Test
  void printsATableAndSaysHowManyRowsThereAre() {
    assertThat(run("sql", "select * from gold.customer order by id")).isZero();
    assertThat(run("sql", "select * from gold.customer order by id", "--limit=1")).isZero();

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            id  name
            1    Ada
            2   null
            id  name
            1    Ada
            ... 1 of 2 rows; see --limit and --out
            """);
  }

  @Test
  void printsEveryRowForPrograms() throws Exception {
    Path query =
        Files.writeString(
            folder.resolve("query.sql"), "-- all\nselect * from gold.customer\norder by id;\n");
    assertThat(run("sql", "--file=" + query, "--format=csv")).isZero();
    assertThat(run("sql", "--file=" + query, "--format=json")).isZero();

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            id,name
            1,Ada
            2,
            {"id":1,"name":"Ada"}
            {"id":2,"name":null}
            """);
  }

  @Test
  void printsOneObjectWithWhatWasRead() throws Exception {
    assertThat(run("sql", "select count(*) as n from gold.customer", "--json")).isZero();

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"columns\":[\"n\"],\"rows\":[{\"n\":2}],\"total\":1,\"snapshots\":{\"gold.customer\":1}}\n");
  }

  @Test
  void writesAFile() {
    Path file = folder.resolve("results/all.csv");
    assertThat(run("sql", "from gold.customer order by id", "--out=" + file)).isZero();

    assertThat(file).hasContent("id,name\n1,Ada\n2,\n");
    assertThat(folder.resolve("results/all.csv.metadata.json")).exists();
    assertThat(out.toString(UTF_8)).isEqualTo("file: " + file + "\nwritten: 2\n");
  }

  @Test
  void keepsResultsInAFolderEachUnderAnIdOfItsOwn() throws Exception {
    Path results = folder.resolve("athena_results");
    String query = "from gold.customer order by id";
    assertThat(run("sql", query, "--output=" + results, "--json")).isZero();
    JsonNode first = new ObjectMapper().readTree(out.toByteArray());
    assertThat(run("sql", query, "--output=" + results, "--format=parquet")).isZero();

    String id = first.get("query").asText();
    assertThat(first.get("file").asText()).isEqualTo(results.resolve(id + ".csv").toString());
    assertThat(results.resolve(id + ".csv")).hasContent("id,name\n1,Ada\n2,\n");
    assertThat(results.resolve(id + ".sql")).hasContent(query);
    assertThat(results.resolve(id + ".csv.metadata.json")).exists();
    try (var files = Files.list(results)) {
      assertThat(files).hasSize(6);
    }
    assertThat(run("sql", query, "--output=" + results, "--out=x.csv")).isEqualTo(2);
    assertThat(run("sql", query, "--output=s3://lake/athena_results/")).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .contains("--out names a file, --output a folder; give one")
        .contains(
            "output s3://lake/athena_results/: the lake is at %s, and has no store whose it could be; give a folder of this machine"
                .formatted(folder.resolve("lake")));
  }

  @Test
  void showsTablesAsTheyWere() {
    TableName name = TableName.of("gold", "customer");
    Lake lake = Lake.at(folder.resolve("lake").toString());
    String then = "--as-of=" + lake.snapshots(name).committedAt(1);
    try (RowBatch batch = RowBatch.in(lake)) {
      RowEncoder encoder = RowEncoder.of(lake, name, TYPE);
      batch.write(encoder.encode(GenericRow.of(1L, BinaryString.fromString("Ada L."))));
      batch.commit();
    }

    String query = "select name from gold.customer where id = 1";
    assertThat(run("sql", query, "--format=csv")).isZero();
    assertThat(run("sql", query, "--format=csv", then)).isZero();
    assertThat(run("sql", query, "--as-of=2020-01-01T00:00:00Z")).isEqualTo(1);
    assertThat(run("sql", query, "--as-of=yesterday")).isEqualTo(2);

    assertThat(out.toString(UTF_8)).isEqualTo("name\nAda L.\nname\nAda\n");
    assertThat(err.toString(UTF_8))
        .contains(
            "table gold.customer has no snapshot as old as 2020-01-01T00:00:00Z; it has 1 to");
  }

  @Test
  void readsRawFilesBesideTheLake() throws Exception {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Files.writeString(landing.resolve("a.csv"), "id;spent;paid_on\n1;2.50;2026-11-01\n");
    Files.writeString(landing.resolve("b.csv"), "id;note\n2;\"x; y\"\n");
    Files.writeString(folder.resolve("other.csv"), "id\n7\n");
    String files = "--files=landing=" + landing + "/*.csv";
    String query =
        "select name, spent, paid_on, note from gold.customer join files.landing using (id) order by id";
    assertThat(run("sql", query, files, "--format=json")).isZero();
    assertThat(run("sql", "describe files.landing", files, "--format=csv")).isZero();

    assertThat(out.toString(UTF_8))
        .startsWith(
            """
            {"name":"Ada","spent":2.5,"paid_on":"2026-11-01","note":null}
            {"name":null,"spent":null,"paid_on":null,"note":"x; y"}
            """)
        .contains("id,BIGINT,", "spent,DOUBLE,", "paid_on,DATE,", "note,VARCHAR,");
    assertThat(run("sql", "from read_csv('%s/other.csv')".formatted(folder), files)).isEqualTo(1);
    assertThat(run("sql", "select 1", "--files=x=" + folder + "/nothing*")).isEqualTo(2);
    assertThat(run("sql", "select 1", "--files=landing")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("other.csv\" - file system operations are disabled by configuration")
        .contains("/nothing*: found no file; allowed: files of one format, whose names end with")
        .contains("--files: found 'landing'; it is NAME=PATTERN, as in landing=./landing/*.csv");
  }

  @Test
  void refusesWhatCannotBe() {
    assertThat(run("sql")).isEqualTo(2);
    assertThat(run("sql", "select 1", "--format=xml")).isEqualTo(2);
    assertThat(run("sql", "select 1", "--format=parquet")).isEqualTo(2);
    assertThat(run("sql", "select 1", "--out=x.txt")).isEqualTo(2);
    assertThat(run("sql", "select 1", "--limit=0")).isEqualTo(2);
    assertThat(run("sql", "select 1", "--format=csv", "--json")).isEqualTo(2);
    assertThat(run("sql", "select * from gold.custmer")).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .contains("--format: found 'xml'; allowed: table, csv, json")
        .contains("--format: found 'txt'; allowed with --out: csv, json, parquet")
        .contains("--limit: rows to show must be 1 or more, found 0")
        .contains("--json prints one object, --format=csv every row; give one")
        .contains(
            "lakebeam: sql at line 1, column 15: table gold.custmer is not in the lake; found:"
                + " gold.customer, gold.nothing; did you mean 'gold.customer'?");
  }

  @Test
  void listsTheTables() throws Exception {
    assertThat(run("tables", "--json")).isZero();

    JsonNode tables = new ObjectMapper().readTree(out.toString(UTF_8)).get("tables");
    assertThat(tables).hasSize(2);
    assertThat(tables.get(0).get("bytes").asLong()).isPositive();
    assertThat(tables.get(0).get("committed_at").asText()).startsWith("20");
    assertThat(tables.get(0).toString())
        .startsWith("{\"table\":\"gold.customer\",\"records\":2,\"files\":1,\"bytes\":")
        .contains("\"snapshot\":1,\"schema\":0,");
    out.reset();
    assertThat(run("tables")).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith("table          records  files  bytes  snapshot  schema")
        .containsPattern("gold.nothing +0 +0 +0 +0 +0 +never\n");
  }

  private int run(String... verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.add("--project=" + folder.resolve("project.yaml"));
    arguments.add("--log=" + folder.resolve("log"));
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    return Lakebeam.commandLine(console).execute(arguments.toArray(new String[0]));
  }
}
