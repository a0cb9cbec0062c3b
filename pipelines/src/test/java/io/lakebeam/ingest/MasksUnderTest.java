package io.lakebeam.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.contract.RunningProcess;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Patients and their accounts in a real PostgreSQL, of whom the lake is to know little. */
final class MasksUnderTest implements AutoCloseable {
  /** What no byte may have. */
  static final String[] VALUES = {
    "Marmaduke Canary",
    "marmaduke.canary",
    "MARMADUKE",
    "+36 30 918273645",
    "918273645",
    "1947-10-02",
    "born\":-8127"
  };

  /** A value of a column without a mask. */
  static final String SEEN = "a note for all to see";

  private static final String MAIL = "Marmaduke.Canary@Example.org";
  private static final String TOPIC = "masked.shop.public.patient";

  private final LocalServers servers;
  private final SourceUnderTest source;
  private final Path folder;

  MasksUnderTest(LocalServers servers, Path folder) throws SQLException {
    this.servers = servers;
    this.folder = folder;
    this.source = SourceUnderTest.connect(servers);
    source.execute("DROP TABLE IF EXISTS patient, account");
    source.execute(
        "CREATE TABLE patient (id bigint PRIMARY KEY, email text, full_name varchar(60), phone text,"
            + " born date, weight int, note text, updated_at timestamptz NOT NULL)");
    source.execute("ALTER TABLE patient REPLICA IDENTITY FULL");
    source.execute(
        "CREATE TABLE account (email text PRIMARY KEY, balance numeric, updated_at timestamptz NOT NULL)");
    insert(1);
    insert(2);
    source.execute("INSERT INTO account VALUES (lower('%s'), 1.50, now())".formatted(MAIL));
    source.execute("INSERT INTO account VALUES ('other@example.org', 2.25, now())");
  }

  private void insert(int id) throws SQLException {
    source.execute(
        ("INSERT INTO patient VALUES (%d, '%s', 'Marmaduke Canary', '+36 30 918273645',"
                + " '1947-10-02', 81, '%s', now())")
            .formatted(id, MAIL, SEEN));
  }

  /** Under that version of the key. */
  Project project(int current) throws Exception {
    return ProjectFile.read(projectFile(current), variables());
  }

  private Path projectFile(int current) throws Exception {
    return Files.writeString(
        folder.resolve("masked.yaml"),
        """
        project: masked
        lake: {warehouse: ./lake}
        privacy: {keys: {1: "${MASK_KEY_1}", 2: "${MASK_KEY_2}"}, current: %d}
        sources:
          shop:
            type: postgres
            url: ${POSTGRES_URL}
            user: ${POSTGRES_USER}
            password: ${POSTGRES_PASSWORD}
            kafka: ${KAFKA_BOOTSTRAP_SERVERS}
            connect: ${CONNECT_URL}
        tables:
          patient:
            from: shop.public.patient
            key: [id]
            event-time: updated_at
            mask:
              email: hmac
              full_name: {constant: hu25}
              phone: format
              born: {truncate: year}
              weight: {bucket: 10}
            expect: [{column: note, length: [5, null], severity: quarantine}]
            clean: {email: email, full_name: upper, note: [trim, title, {default: none}]}
          account: {from: shop.public.account, key: [email], event-time: updated_at, mask: {email: {hmac: exact}}}
        """
            .formatted(current));
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(servers.variables());
    variables.put("MASK_KEY_1", "the first key of this test, of enough letters");
    variables.put("MASK_KEY_2", "the second key of this test, of enough letters");
    return variables;
  }

  /** As a process of its own, whose logs are beside the lake. */
  RunningProcess ingest() throws Exception {
    return RunningProcess.start(
        "io.lakebeam.cli.Lakebeam",
        variables(),
        folder.resolve("ingest.out"),
        "ingest",
        "--continuous",
        "--project=" + projectFile(1),
        "--log=" + folder.resolve("ingest.log"));
  }

  /** Every way in which a value may come: changes of rows, of keys, and what is no event. */
  void change() throws SQLException {
    insert(3);
    source.execute("UPDATE patient SET email = upper(email), note = note || '.' WHERE id = 1");
    source.execute("DELETE FROM patient WHERE id = 2");
    source.execute("UPDATE account SET email = 'x.' || email WHERE balance = 1.50");
    source.execute("UPDATE account SET email = substr(email, 3), balance = 7 WHERE balance = 1.50");
    source.produce(TOPIC, "Marmaduke Canary".getBytes(UTF_8), MAIL.getBytes(UTF_8));
    source.produce(
        TOPIC,
        "{\"id\":9}".getBytes(UTF_8),
        "{\"op\":\"c\",\"after\":{\"id\":9,\"email\":\"%s\",\"born\":\"Marmaduke Canary\"}}"
            .formatted(MAIL)
            .getBytes(UTF_8));
    source.produce(
        TOPIC,
        "{\"id\":9}".getBytes(UTF_8),
        "{\"op\":\"c\",\"after\":{\"id\":9,\"email\":%s}}".formatted(MAIL).getBytes(UTF_8));
  }

  /** Makes a patient's note too short for the lake, or not. */
  void note(int id, String text) throws SQLException {
    source.execute("UPDATE patient SET note = '%s' WHERE id = %d".formatted(text, id));
  }

  /** Whether the rows of the snapshot are in the lake. */
  boolean hasRows() {
    Lake lake = Lake.at(folder.resolve("lake").toString());
    return lake.exists(Zones.current("patient"))
        && lake.exists(Zones.current("account"))
        && rows("silver.patient", "id").size() == 2
        && rows("silver.account", "email").size() == 2;
  }

  /** A table's rows that are there, some columns of them. */
  List<String> rows(String table, String... columns) {
    List<String> found = new ArrayList<>();
    List<String> wanted = new ArrayList<>(List.of(columns));
    wanted.add("_deleted");
    for (String row :
        new CustomerLake(folder.resolve("lake")).rows(table, wanted.toArray(new String[0]))) {
      if (row.endsWith(" false")) {
        found.add(row.substring(0, row.length() - " false".length()));
      }
    }
    return found;
  }

  List<String> reasons() {
    return new CustomerLake(folder.resolve("lake")).rows("bronze.dead_letters", "reason");
  }

  @Override
  public void close() throws SQLException {
    source.close();
  }
}
