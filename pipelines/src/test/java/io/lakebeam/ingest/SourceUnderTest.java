package io.lakebeam.ingest;

import io.lakebeam.definition.LakeDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.definition.SourceDefinition;
import io.lakebeam.definition.TableDefinition;
import io.lakebeam.lake.Lake;
import io.lakebeam.local.LocalServers;
import io.lakebeam.secret.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A small shop in a real PostgreSQL, which counts the changes made to its tables. */
final class SourceUnderTest implements AutoCloseable {
  static final int INFINITE_ROWS = 6;

  private final LocalServers servers;
  private final Connection connection;

  /** The numbers of changes that triggers have counted: committed ones only. */
  private SourceUnderTest(LocalServers servers, Connection connection) {
    this.servers = servers;
    this.connection = connection;
  }

  static SourceUnderTest connect(LocalServers servers) throws SQLException {
    return new SourceUnderTest(
        servers,
        DriverManager.getConnection(
            servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword()));
  }

  Project project(String name, Lake lake, TableDefinition... tables) {
    return project(
        name,
        Optional.of(servers.postgresPasswordReference()),
        servers.postgresUser(),
        servers.postgresPassword(),
        lake,
        tables);
  }

  /** As another role, whose password Connect has no reference to. */
  Project project(String name, String user, String password, Lake lake, TableDefinition... tables) {
    return project(name, Optional.empty(), user, password, lake, tables);
  }

  private Project project(
      String name,
      Optional<String> reference,
      String user,
      String password,
      Lake lake,
      TableDefinition... tables) {
    SourceDefinition source =
        new SourceDefinition(
            "shop",
            SourceDefinition.Type.POSTGRES,
            servers.postgresUrl(),
            user,
            new Secret(password),
            servers.bootstrapServers(),
            servers.connectUrl(),
            reference);
    return new Project(
        name,
        new LakeDefinition(lake.warehouse()),
        Map.of("shop", source),
        Arrays.stream(tables).collect(Collectors.toMap(TableDefinition::name, Function.identity())),
        Map.of(),
        Map.of(),
        Map.of());
  }

  void makeTables() throws SQLException {
    execute("DROP TABLE IF EXISTS customer, line, calendar, counted");
    execute("CREATE TABLE counted (name text, changes bigint)");
    execute(
        """
        CREATE OR REPLACE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE weight int := 1;
        BEGIN
          IF TG_TABLE_NAME = 'customer' AND TG_OP = 'UPDATE' THEN
            IF OLD.id <> NEW.id THEN weight := 2; END IF;
          END IF;
          INSERT INTO counted VALUES (TG_TABLE_NAME, weight);
          RETURN NULL;
        END $$""");
    execute(
        """
        CREATE TABLE customer (
          id bigint PRIMARY KEY, name text NOT NULL, balance numeric(12,2) NOT NULL,
          score double precision NOT NULL, rate real NOT NULL, active boolean NOT NULL,
          born date NOT NULL, tag uuid NOT NULL, small smallint NOT NULL, code char(4) NOT NULL,
          seen timestamp NOT NULL, updated_at timestamptz NOT NULL, remark varchar(20) DEFAULT 'none')""");
    execute(
        """
        CREATE TABLE line (
          order_id int, line int, amount numeric(10,3), updated_at timestamptz NOT NULL,
          PRIMARY KEY (order_id, line))""");
    execute(
        """
        CREATE TABLE calendar (
          id int PRIMARY KEY, day date, local timestamp, updated_at timestamptz)""");
    for (String table : List.of("customer", "line")) {
      execute(
          "CREATE TRIGGER counting AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW"
                  .formatted(table)
              + " EXECUTE FUNCTION count_change()");
    }
  }

  void insertCustomers(int from, int to) throws SQLException {
    execute(
        """
        INSERT INTO customer
        SELECT n, 'name ' || n, n * 1.01, n / 7.0::double precision, n / 3.0::real, n %% 2 = 0,
               date '1900-01-01' + n * 97, md5(n::text)::uuid, n, 'c' || n %% 10,
               timestamp '1960-01-01' + n * interval '1 month 1 microsecond',
               timestamptz '2024-01-01 00:00:00.000001Z' + n * interval '1 second',
               CASE WHEN n %% 4 = 0 THEN 'remark' END
        FROM generate_series(%d, %d) n"""
            .formatted(from, to));
  }

  void insertLines(int from, int to) throws SQLException {
    execute(
        """
        INSERT INTO line SELECT n / 3, n %% 3, n * 0.125, now() FROM generate_series(%d, %d) n"""
            .formatted(from, to));
  }

  /** Every infinity there is, and the ends of what is finite. */
  void insertCalendar() throws SQLException {
    execute(
        """
        INSERT INTO calendar VALUES
          (1, 'infinity', now(), now()), (2, '-infinity', now(), now()),
          (3, '2024-01-01', 'infinity', now()), (4, '2024-01-01', '-infinity', now()),
          (5, '2024-01-01', now(), 'infinity'), (6, '2024-01-01', now(), '-infinity'),
          (10, '9999-12-31', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999Z'),
          (11, '0001-01-01', '0001-01-01', '0001-01-01 00:00Z'),
          (12, '1582-10-15', '1582-10-15 12:00', '1582-10-15 12:00Z'),
          (13, '1969-12-31', '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.999999Z'),
          (14, NULL, NULL, NULL)""");
  }

  List<String> customers() throws SQLException {
    return strings(
        """
        SELECT concat_ws('|', id, name, balance, score, rate, active, born - date '1970-01-01', tag,
          small, rpad(code, 4), (extract(epoch FROM seen) * 1000000)::bigint,
          (extract(epoch FROM updated_at) * 1000000)::bigint, coalesce(remark, '-'))
        FROM customer""");
  }

  List<String> lines() throws SQLException {
    return strings(
        """
        SELECT concat_ws('|', order_id, line, amount,
          (extract(epoch FROM updated_at) * 1000000)::bigint) FROM line""");
  }

  List<String> finiteCalendar() throws SQLException {
    return strings(
        """
        SELECT concat_ws('|', id, day - date '1970-01-01',
          (extract(epoch FROM local) * 1000000)::bigint,
          (extract(epoch FROM updated_at) * 1000000)::bigint) FROM calendar WHERE id >= 10""");
  }

  long changes(String table) throws SQLException {
    return count("SELECT sum(changes) FROM counted WHERE name = '%s'".formatted(table));
  }

  long count(String sql) throws SQLException {
    return Long.parseLong(strings(sql).get(0));
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void inOneTransaction(String... statements) throws SQLException {
    connection.setAutoCommit(false);
    for (String sql : statements) {
      execute(sql);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  void rolledBack(String sql) throws SQLException {
    connection.setAutoCommit(false);
    execute(sql);
    connection.rollback();
    connection.setAutoCommit(true);
  }

  void produce(String topic, byte[] key, byte[] value) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", servers.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (Exception e) {
      throw new IllegalStateException("the record could not be produced", e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** The first column's values, in order. */
  List<String> strings(String sql) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    strings.sort(null);
    return strings;
  }
}
