package io.lakebeam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.change.ChangeColumns;
import io.lakebeam.ingest.WholeTransactions;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.TableName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
  private static final RowType TYPE =
      ChangeColumns.addTo(
          RowType.builder()
              .field("id", DataTypes.BIGINT().notNull())
              .field("name", DataTypes.STRING())
              .field("updated_at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
              .build());
  private static final LakeTable CURRENT =
      LakeTable.of(TableName.of("silver", "customer"), TYPE)
          .withPrimaryKey(List.of("id"))
          .withSequence(ChangeColumns.ORDER);
  private static final LakeTable HISTORY =
      LakeTable.of(TableName.of("silver", "customer_history"), TYPE)
          .withPrimaryKey(List.of("id", "_epoch", "_commit_lsn", "_lsn"))
          .withBucketKey(List.of("id"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;
  private Lake lake;
  private Instant known;

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
    lake = Lake.at(folder.resolve("lake").toString());
    lake.create(CURRENT);
    lake.create(HISTORY);
    commit(version(1, "Ada", 10, 0, 1), version(2, "Bob", 20, 0, 2));
    known = lake.snapshots(HISTORY.name()).committedAt(1);
    commit(version(1, "Ada L.", 30, 8, 3), deletion(2, 40, 40, 4));
  }

  @Test
  void showsTheRowsThatAreThere() {
    assertThat(show()).isZero();

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            id    name            updated_at
            1   Ada L.  1970-01-01T00:00:30Z
            """);
  }

  @Test
  void showsWhatWasTrueAtATime() throws Exception {
    assertThat(names("--valid-at=1970-01-01T00:00:25Z")).containsExactly("Ada", "Bob");
    assertThat(names("--valid-at=1970-01-01T00:00:35Z")).containsExactly("Ada L.", "Bob");
    assertThat(names("--valid-at=1970-01-01T00:00:40Z")).containsExactly("Ada L.");
  }

  @Test
  void showsWhatWasKnownAtATime() throws Exception {
    assertThat(names("--known-at=" + known)).containsExactly("Ada", "Bob");
    assertThat(names("--known-at=" + known, "--valid-at=1970-01-01T00:00:15Z"))
        .containsExactly("Ada");
  }

  @Test
  void showsEveryVersionOfAKeyAndSinceWhenItIsKnown() throws Exception {
    JsonNode rows = json("--history", "--key", "id=1");

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "{\"id\":1,\"name\":\"Ada\",\"updated_at\":\"1970-01-01T00:00:10Z\","
                + "\"_valid_from\":\"1970-01-01T00:00:10Z\",\"_valid_to\":\"1970-01-01T00:00:30Z\","
                + "\"_current\":false,\"_op\":\"c\",\"_known_at\":\"%s\"}".formatted(known));
    assertThat(rows.get(1).get("_current").booleanValue()).isTrue();
  }

  @Test
  void saysThatThereAreMoreRowsThanItShows() {
    assertThat(show("--history", "--limit=2")).isZero();
    assertThat(out.toString(UTF_8)).endsWith("\n... more; see --limit\n");
  }

  @Test
  void refusesWhatTheTableDoesNotHave() {
    assertThat(show("--key", "name=Ada")).isEqualTo(2);
    assertThat(show("--key", "id=x")).isEqualTo(2);
    assertThat(show("--history", "--valid-at=1970-01-01T00:00:25Z")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("column 'name' is not of the key of table customer; its key is id")
        .contains("column 'id' has type BIGINT NOT NULL; found 'x'")
        .contains("--history shows every version, --valid-at one of each key; give one");
  }

  @Test
  void showsRowsAsOfTheNewestTransactionThatIsWholeAndAsOfEarlierOnes() throws Exception {
    WholeTransactions.keep(lake, "shop", 48);

    assertThat(names("--as-of-transaction")).containsExactly("Ada L.");
    commit(version(1, "Ada, half of a transaction", 50, 48, 56));
    assertThat(names("--as-of-transaction")).containsExactly("Ada L.");
    assertThat(names("--as-of-transaction", "--key", "id=2")).isEmpty();
    assertThat(names("--as-of-transaction=0/8")).containsExactly("Ada", "Bob");
    assertThat(show("--as-of-transaction=0/31")).isEqualTo(2);
    assertThat(show("--as-of-transaction=48")).isEqualTo(2);
    assertThat(show("--as-of-transaction", "--history")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains(
            "source shop: found 0/31; the lake has every transaction whole up to 0/30 at most")
        .contains("--as-of-transaction: found '48'; an LSN is as 0/30")
        .contains("ask for something else; give one");
  }

  @Test
  void tellsUpToWhereEveryTransactionIsWhole() {
    assertThat(run("show", "--watermark")).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "lakebeam: source shop: no transaction is known to be whole in the lake yet; an ingest"
                + " finds out: lakebeam ingest --once\n");
    WholeTransactions.keep(lake, "shop", 48);

    assertThat(run("show", "--watermark", "--json")).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith(
            "{\"watermarks\":[{\"source\":\"shop\",\"epoch\":1,\"commit_lsn\":\"0/30\","
                + "\"committed_at\":\"1970-01-01T00:00:00.048Z\",\"behind_seconds\":1");
  }

  private List<String> names(String... options) throws Exception {
    List<String> names = new ArrayList<>();
    json(options).forEach(row -> names.add(row.get("name").asText()));
    names.sort(null);
    return names;
  }

  private JsonNode json(String... options) throws Exception {
    out.reset();
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    assertThat(show(all.toArray(new String[0]))).as(err.toString(UTF_8)).isZero();
    return new ObjectMapper().readTree(out.toString(UTF_8)).get("rows");
  }

  private int show(String... options) {
    List<String> verb = new ArrayList<>(List.of("show", "--table=customer"));
    verb.addAll(List.of(options));
    return run(verb.toArray(new String[0]));
  }

  private int run(String... verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.add("--project=" + folder.resolve("project.yaml"));
    arguments.add("--log=" + folder.resolve("log"));
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);
    return Lakebeam.commandLine(console).execute(arguments.toArray(new String[0]));
  }

  private void commit(GenericRow... versions) {
    try (RowBatch batch = RowBatch.in(lake)) {
      for (LakeTable table : List.of(CURRENT, HISTORY)) {
        RowEncoder encoder = RowEncoder.of(lake, table.name(), TYPE);
        for (GenericRow version : versions) {
          batch.write(encoder.encode(version));
        }
      }
      batch.commit();
    }
  }

  private static GenericRow version(long id, String name, int second, long lastCommit, long lsn) {
    return GenericRow.of(
        id, text(name), at(second), text("c"), false, 1, lastCommit, lsn, at(second));
  }

  private static GenericRow deletion(long id, int second, long lastCommit, long lsn) {
    return GenericRow.of(id, null, null, text("d"), true, 1, lastCommit, lsn, at(second));
  }

  private static BinaryString text(String text) {
    return BinaryString.fromString(text);
  }

  private static Timestamp at(int second) {
    return Timestamp.fromEpochMillis(second * 1_000L);
  }
}
