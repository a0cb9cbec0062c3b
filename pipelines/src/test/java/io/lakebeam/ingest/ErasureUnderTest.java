package io.lakebeam.ingest;

import io.lakebeam.definition.Project;
import io.lakebeam.definition.ProjectFile;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import io.lakebeam.local.LocalServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;

/**
 * Customers, what they bought, and what they gave back, in a real PostgreSQL; one of them is to be
 * erased. What is his is in no other's rows.
 */
final class ErasureUnderTest implements AutoCloseable {
  static final String SUBJECT = "731654810923";
  static final String NAME = "Ebenezer Canary";
  static final String NOTE = "a note of the canary himself";

  /** A refund of a purchase of his: known by the purchase alone. */
  static final String REFUNDED = "918273645001";

  static final Map<String, String> KEY = Map.of("ERASURE_KEY", "a key of enough letters");

  private static final int OTHERS = 20;

  private final LocalServers servers;
  private final SourceUnderTest source;
  private final Path folder;
  private final Project project;
  private final AtomicBoolean isOpen = new AtomicBoolean();
  private final AtomicInteger next = new AtomicInteger(OTHERS + 1);
  private CompletableFuture<Void> clients = CompletableFuture.completedFuture(null);

  ErasureUnderTest(LocalServers servers, Path folder) throws Exception {
    this.servers = servers;
    this.folder = folder;
    this.source = SourceUnderTest.connect(servers);
    makeTables();
    this.project = ProjectFile.read(projectFile(), variables());
  }

  Project project() {
    return project;
  }

  Lake lake() {
    return project.lake().open();
  }

  Path warehouse() {
    return folder.resolve("lake");
  }

  SourceUnderTest source() {
    return source;
  }

  Path projectFile() throws Exception {
    return Files.writeString(
        folder.resolve("forgetful.yaml"),
        """
        project: forgetful
        lake: {warehouse: ./lake}
        erasure: {future: refuse, key: "${ERASURE_KEY}"}
        sources:
          shop:
            type: postgres
            url: ${POSTGRES_URL}
            user: ${POSTGRES_USER}
            password: ${POSTGRES_PASSWORD}
            kafka: ${KAFKA_BOOTSTRAP_SERVERS}
            connect: ${CONNECT_URL}
        tables:
          person:
            from: shop.public.person
            key: [id]
            event-time: updated_at
            subject: id
            expect: {column: name, matches: "name [0-9]+!?"}
          purchase: {from: shop.public.purchase, key: [id], event-time: updated_at, subject: person_id}
          refund:
            from: shop.public.refund
            key: [purchase_id]
            event-time: updated_at
            subject: {column: purchase_id, of: purchase}
        entities:
          person: {key: [person_id]}
          purchase: {key: [purchase_id]}
        features:
          person_name: {entity: person, from: person, key: [id], columns: [name]}
          purchase_terms: {entity: purchase, from: purchase, key: [id], columns: [person_id, note]}
        models:
          refunds:
            labels: {from: refund, key: [purchase_id], column: reason, as: reason}
            features: {note: purchase_terms.note, name: person_name.name}
            algorithm: gradient-boosting
            split: {method: stratified, test: 0.2, seed: 42}
        """);
  }

  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(servers.variables());
    variables.putAll(KEY);
    return variables;
  }

  private void makeTables() throws SQLException {
    source.execute("DROP TABLE IF EXISTS person, purchase, refund");
    source.execute(
        "CREATE TABLE person (id bigint PRIMARY KEY, name text, updated_at timestamptz NOT NULL)");
    source.execute(
        "CREATE TABLE purchase (id bigint PRIMARY KEY, person_id bigint, note text,"
            + " updated_at timestamptz NOT NULL)");
    source.execute("ALTER TABLE purchase REPLICA IDENTITY FULL");
    source.execute(
        "CREATE TABLE refund (purchase_id bigint PRIMARY KEY, reason text,"
            + " updated_at timestamptz NOT NULL)");
    for (int person = 1; person <= OTHERS; person++) {
      insert(person);
    }
    source.execute("INSERT INTO person VALUES (%s, '%s', now())".formatted(SUBJECT, NAME));
    for (int i = 1; i <= 3; i++) {
      source.execute(
          "INSERT INTO purchase VALUES (91827364500%d, %s, '%s', now())"
              .formatted(i, SUBJECT, NOTE));
    }
    source.execute("INSERT INTO refund VALUES (%s, 'broken', now())".formatted(REFUNDED));
  }

  /** A person with a purchase that is given back. */
  private void insert(int person) throws SQLException {
    source.inOneTransaction(
        "INSERT INTO person VALUES (%d, 'name %d', now())".formatted(person, person),
        "INSERT INTO purchase VALUES (%d, %d, 'note', now())".formatted(100 + person, person),
        "INSERT INTO refund VALUES (%d, '%s', now())"
            .formatted(100 + person, person % 2 == 0 ? "broken" : "ugly"));
  }

  /** Rows change hands, change, go and come again, while nobody was erased yet. */
  void change() throws SQLException {
    source.execute("UPDATE person SET name = name || ' jr' WHERE id = " + SUBJECT);
    source.execute("DELETE FROM person WHERE id = " + SUBJECT);
    source.execute("INSERT INTO person VALUES (%s, '%s', now())".formatted(SUBJECT, NAME));
    source.execute("UPDATE person SET name = name || ' sr' WHERE id < 5");
    // One of his becomes another's, one of another's becomes his.
    source.execute("UPDATE purchase SET person_id = 1, note = 'n' WHERE id = 918273645003");
    source.execute("UPDATE purchase SET person_id = %s WHERE id = 102".formatted(SUBJECT));
    source.execute("DELETE FROM purchase WHERE id = 918273645002");
  }

  /** A tag on every table of silver. */
  void tag(String name) throws Exception {
    try (Catalog catalog =
        CatalogFactory.createCatalog(
            CatalogContext.create(new org.apache.paimon.fs.Path(warehouse().toString())))) {
      for (String table : List.of("person", "person_history", "purchase")) {
        catalog.getTable(Identifier.create("silver", table)).createTag(name);
      }
    }
  }

  /** What a killed writer leaves: files that no snapshot names, whole and half. */
  void leaveOrphans() throws Exception {
    Path bucket = null;
    Path data = null;
    try (Stream<Path> files = Files.walk(warehouse().resolve("silver.db/person"))) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("data-")).toList()) {
        data = file;
        bucket = file.getParent();
        byte[] bytes = Files.readAllBytes(file);
        String name = "data-left-" + file.getFileName().toString().substring(5);
        Files.write(bucket.resolve(name), bytes);
        Files.write(bucket.resolve("half-" + name), Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
    if (data == null) {
      throw new IllegalStateException("silver.person has no file");
    }
  }

  /** Others come, some in a second. */
  void open() {
    isOpen.set(true);
    clients =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (isOpen.get()) {
                  insert(next.getAndIncrement());
                  Thread.sleep(50);
                }
              } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  /** They leave; how many came. */
  int rest() {
    isOpen.set(false);
    clients.join();
    return next.get() - 1 - OTHERS;
  }

  /** Of the names of persons that were not as expected: all of his, and those of four others. */
  List<String> findings() {
    return new CustomerLake(warehouse()).rows(RowFindings.NAME.toString(), "version");
  }

  /** His events in bronze, as they came. */
  List<String[]> events(String table) {
    List<String[]> events = new ArrayList<>();
    lake()
        .read(Zones.bronze(table), List.of("key", "value"))
        .forEach(
            row -> {
              if (row.getString(1).toString().contains(SUBJECT)) {
                events.add(new String[] {row.getString(0).toString(), row.getString(1).toString()});
              }
            });
    return events;
  }

  @Override
  public void close() throws Exception {
    rest();
    source.close();
  }
}
