package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code infer}, and what {@code validate} and {@code ingest} make of what it wrote. */
class InferCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(folder.resolve("landing"));
  }

  @Test
  void saysHowFilesAreWrittenAndWhereAColumnBecameAText() throws Exception {
    write(
        "a.csv",
        """
        Kunden-Nr;E-Mail;PLZ;Betrag;Seit;Beleg;Leer;Bemerkung;Aktiv
        1;anna@example.org;01067;1.234;01.02.2026;12345678901234567890;;3;true
        2;bert@example.org;10115;1,50;13.02.2026;1;;4;false
        """
            .replace("1.234;", "1234,5;"));
    write(
        "b.csv.gz",
        gzip(
            """
            Kunden-Nr;E-Mail;PLZ;Betrag;Seit;Beleg;Leer;Bemerkung;Aktiv
            3;canary@example.org;99999;N/A;28.02.2026;2;;"five; or so";true
            4;;99998;-7,25;N/A;3;;6;true
            """));

    JsonNode found = infer();

    assertThat(found.get("project").asText())
        .isEqualTo(
            """
            # Found in 4 records of 2 files; what no record showed may be otherwise.
            project: landing
            lake: {warehouse: ./lake}
            sources:
              landing:
                type: files
                path: "%s/landing/*.csv*"
                format: csv
                separator: ";"
                nulls: ["", "N/A"]
                decimal: ","
                dates: "dd.MM.yyyy"
            tables:
              landing:
                from: landing
                key: [kunden_nr]
                columns:
                  kunden_nr: {type: bigint, title: "Kunden-Nr"}
                  e_mail: {type: string, title: "E-Mail"}
                  plz: string  # a text: a number with leading zeros in a.csv line 2
                  betrag: "decimal(18,2)"
                  seit: date
                  beleg: string  # a text: a number of more than 64 bits in a.csv line 2
                  leer: string  # a text: no value was found, so its type is not known
                  bemerkung: string  # a text: a whole number until b.csv.gz line 2
                  aktiv: boolean
                # These may be about people. A mask is applied before anything is stored:
                # mask:
                #   e_mail: hmac
            # privacy: {keys: {1: "${MASK_KEY_1}"}, current: 1}   # for hmac
            """
                .formatted(folder));
    assertThat(found.toString()).doesNotContain("canary").doesNotContain("five");
    assertThat(ingest()).isEqualTo("4 rows, 0 rejected");
  }

  @Test
  void takesJsonLinesParquetAndAvroAsTheySayTheyAre() throws Exception {
    write(
        "a.json",
        """
        {"id": 1, "code": "17", "price": 1.50, "at": "2026-11-27T10:00:00Z", "tags": [1]}
        {"id": 2, "code": "18", "price": 2, "at": "2026-11-27T10:00:00+01:00", "more": null}
        """);
    assertThat(columns(infer()))
        .containsExactly(
            "id bigint", "code string", "price decimal(18,2)", "at timestamptz", "more string");
    assertThat(ingest()).isEqualTo("2 rows, 0 rejected");

    for (String format : List.of("parquet", "avro")) {
      clear();
      try (InputStream file =
          InferCommandTest.class.getResourceAsStream("/landing/plain." + format)) {
        write("a." + format, file.readAllBytes());
      }
      assertThat(columns(infer()))
          .as(format)
          .containsExactly("id bigint", "name string", "price decimal(10,2)", "at timestamp");
      assertThat(ingest()).as(format).endsWith("rows, 0 rejected");
    }
  }

  @Test
  void findsEncodingsAndThatThereIsNoHeader() throws Exception {
    String text =
        "1,Zo\u00eb,2026-01-02 03:04:05\n2,\u20ac \u201cquoted\u201d,2026-01-02 03:04:05.5\n";
    write("a.csv", text.getBytes(Charset.forName("windows-1252")));
    JsonNode found = infer();
    assertThat(found.get("source").get("encoding").asText()).isEqualTo("windows-1252");
    assertThat(found.get("source").get("header").asText()).isEqualTo("none");
    assertThat(columns(found))
        .containsExactly("column_1 bigint", "column_2 string", "column_3 timestamp");
    assertThat(ingest()).isEqualTo("2 rows, 0 rejected");

    clear();
    write("a.csv", "id\tname\n1\tZo\u00eb\n2\t\ud83d\ude00\n".getBytes(UTF_16));
    found = infer();
    assertThat(found.get("source").has("encoding")).isFalse();
    assertThat(found.get("source").get("separator").asText()).isEqualTo("\"\\t\"");
    assertThat(ingest()).isEqualTo("2 rows, 0 rejected");

    clear();
    write("a.csv", "id,name\n1,\u0081\u00eb\n".getBytes(ISO_8859_1));
    assertThat(infer().get("source").get("encoding").asText()).isEqualTo("ISO-8859-1");
    assertThat(ingest()).isEqualTo("1 rows, 0 rejected");
  }

  @Test
  void whatMayBeReadInTwoWaysIsATextUnlessOtherColumnsTell() throws Exception {
    write(
        "a.csv",
        "id,day,other,amount,name\n1,01/02/2026,13/02/2026,1e3,NA\n1,03/04/2026,14/02/2026,0.1,\"NA\"\n");
    write("b.csv", "id,day,name,late\n2,05/06/2026,x,28/02/2026\n");

    JsonNode found = infer();
    assertThat(columns(found))
        .containsExactly(
            "id bigint", "day date", "other date", "amount double", "name string", "late date");
    assertThat(found.get("source").get("missing-columns").asText()).isEqualTo("allow");
    assertThat(found.get("key").toString()).isEqualTo("[\"day\"]");

    clear();
    write("a.csv", "id,day\n1,01/02/2026\n1,03/04/2026\n1,03/04/2026\n");
    found = infer();
    assertThat(columns(found)).containsExactly("id bigint", "day string");
    assertThat(found.get("key").toString()).isEqualTo("[\"id\"]");
    assertThat(found.get("key_differs").asBoolean()).isFalse();
    assertThat(found.get("columns").get(1).get("note").asText())
        .isEqualTo(
            "a text: dates, either dd/MM/yyyy or MM/dd/yyyy; say which by 'dates' or 'timestamps', and the type");
  }

  @Test
  void saysWhatIsWrongAndTheWayOut() throws Exception {
    assertThat(run("infer", folder.resolve("landing").toString())).isEqualTo(1);
    write("a.csv", "id\n1\n");
    write("b.json", "{\"id\": 1}\n");
    assertThat(run("infer", folder.resolve("landing").toString())).isEqualTo(1);
    assertThat(run("infer", "s3://lake/landing")).isEqualTo(2);
    Files.delete(folder.resolve("landing/b.json"));
    Path there = Files.writeString(folder.resolve("there.yaml"), "mine");
    assertThat(run("infer", folder.resolve("landing").toString(), "--out=" + there)).isEqualTo(1);

    assertThat(err.toString(UTF_8).lines().filter(line -> line.startsWith("lakebeam: ")))
        .containsExactly(
            "lakebeam: %s/landing: no file with anything in it; give a file, a folder of files, or a pattern such as './landing/*.csv'"
                .formatted(folder),
            "lakebeam: %s/landing/*: files of 2 formats, a.csv (csv), b.json (json); a source has one: give a pattern such as '*.csv'"
                .formatted(folder),
            "lakebeam: --endpoint is for s3://, and s3:// needs it, as in --endpoint=http://127.0.0.1:9000",
            "lakebeam: --out: %s is there already; name another file, or remove it"
                .formatted(there));
    assertThat(there).hasContent("mine");
  }

  private static List<String> columns(JsonNode found) {
    return found
        .get("columns")
        .valueStream()
        .map(column -> column.get("column").asText() + " " + column.get("type").asText())
        .toList();
  }

  private JsonNode infer() throws IOException {
    out.reset();
    assertThat(run("infer", folder.resolve("landing").toString(), "--json")).as("%s", err).isZero();
    return new ObjectMapper().readTree(out.toByteArray());
  }

  /** What an ingest makes of the files with the project file that is written for them. */
  private String ingest() throws IOException {
    Path project = folder.resolve("project.yaml");
    String in = "--project=" + project;
    assertThat(run("infer", folder.resolve("landing").toString(), "--out=" + project)).isZero();
    assertThat(run("validate", in)).as("%s", err).isZero();
    out.reset();
    assertThat(run("ingest", "--once", "--json", in, "--log=" + folder.resolve("log")))
        .as("%s", err)
        .isZero();
    JsonNode taken = new ObjectMapper().readTree(out.toByteArray()).get("landing");
    return "%s rows, %s rejected".formatted(taken.get("rows"), taken.get("rejected"));
  }

  /** Another folder of files, another lake. */
  private void clear() throws IOException {
    folder = Files.createDirectories(folder.resolve("next"));
    makeFolder();
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(UTF_8));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("landing").resolve(name), bytes);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  private int run(String... arguments) {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    return Lakebeam.commandLine(console).execute(arguments);
  }
}
