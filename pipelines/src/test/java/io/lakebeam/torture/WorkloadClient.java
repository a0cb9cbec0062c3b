package io.lakebeam.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lakebeam.torture.ColumnChanges.Change;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;

/** One client: a session, and a row of actions that its seed decides. */
final class WorkloadClient implements AutoCloseable {
  private static final List<TortureTable> TABLES = List.of(TortureTable.values());
  private static final List<Action> STATEMENTS =
      List.of(Action.INSERT, Action.UPDATE, Action.DELETE, Action.REINSERT, Action.KEY_CHANGE);

  /**
   * Deadlock, taken key, lock that did not come, a character that PostgreSQL refuses, a column that
   * is gone or called otherwise by now.
   */
  private static final Set<String> REFUSALS = Set.of("40P01", "23505", "55P03", "22021", "42703");

  private static final int LARGEST_COPY = 200;
  private static final int MOST_STATEMENTS = 6;

  private final TortureSource source;
  private final Mix mix;
  private final ValuePool pool;
  private final SplittableRandom random;
  private final int number;
  private final int clients;
  private final ColumnChanges columns;
  private final Connection connection;
  private long inserted;
  private int taken;

  /** Of the transaction that is open. */
  private @Nullable Change change;

  WorkloadClient(
      TortureSource source,
      Mix mix,
      ValuePool pool,
      SplittableRandom random,
      int number,
      int clients,
      ColumnChanges columns)
      throws SQLException {
    this.source = source;
    this.mix = mix;
    this.pool = pool;
    this.random = random;
    this.number = number;
    this.clients = clients;
    this.columns = columns;
    this.connection = source.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '5s'");
    }
  }

  /** Does what comes next, in a transaction of its own; whether it was committed. */
  boolean act() throws Exception {
    Action action = mix.draw(random);
    // What comes after must not depend on how far this one gets.
    SplittableRandom own = random.split();
    if (!action.isDefinition()) {
      return act(action, own);
    }
    source.definitions().lock();
    try {
      return act(action, own);
    } finally {
      source.definitions().unlock();
    }
  }

  private boolean act(Action action, SplittableRandom own) throws Exception {
    try {
      if (action.isDefinition() && !columns.areAllowed()) {
        return false;
      }
      doIt(action, own);
      if (action == Action.ROLLBACK) {
        connection.rollback();
        return false;
      }
      connection.commit();
      keepChange();
      return true;
    } catch (SQLException e) {
      connection.rollback();
      if (!REFUSALS.contains(e.getSQLState())) {
        throw e;
      }
      return false;
    } finally {
      inserted += mostRows(action);
      taken = 0;
      change = null;
    }
  }

  private void keepChange() throws SQLException {
    if (change != null) {
      String position = source.single("SELECT pg_current_wal_insert_lsn()");
      columns.made(change, LogSequenceNumber.valueOf(position).asLong());
    }
  }

  /** How many new rows it may have named, however many it did. */
  private static int mostRows(Action action) {
    return switch (action) {
      case INSERT, KEY_CHANGE, DDL -> 1;
      case TRUNCATE -> 2;
      case TRANSACTION, ROLLBACK -> MOST_STATEMENTS;
      case COPY -> LARGEST_COPY;
      default -> 0;
    };
  }

  private void doIt(Action action, SplittableRandom own) throws Exception {
    TortureTable table = TABLES.get(own.nextInt(TABLES.size()));
    switch (action) {
      case INSERT -> insert(table, fresh(), own);
      case UPDATE -> update(table, known(own), own);
      case DELETE -> delete(table, known(own));
      case REINSERT -> insert(table, known(own), own);
      case KEY_CHANGE -> changeKey(table, known(own), own.nextInt(4) == 0 ? known(own) : fresh());
      case TRANSACTION -> transaction(own.nextInt(2, MOST_STATEMENTS + 1), own);
      case ROLLBACK -> rolledBack(own);
      case COPY -> copy(table, own.nextInt(10, LARGEST_COPY + 1), own);
      case DDL -> alter(table, own);
      case TRUNCATE -> truncate(table, own);
    }
  }

  /** Lets rows be before and after it in its transaction; by these the lake sees the columns. */
  private void alter(TortureTable table, SplittableRandom own) throws SQLException {
    Optional<Change> drawn = columns.draw(table, source.name(table), own.split());
    if (drawn.isPresent()) {
      if (own.nextBoolean()) {
        update(table, known(own), own);
      }
      execute(drawn.get().sql());
      execute(source.tellingColumns(table));
      insert(table, fresh(), drawn.get().of(columns.of(table)), own);
      change = drawn.get();
    }
  }

  private void truncate(TortureTable table, SplittableRandom own) throws SQLException {
    if (own.nextBoolean()) {
      insert(table, fresh(), own);
    }
    TortureTable other = TABLES.get(own.nextInt(TABLES.size()));
    execute(
        "TRUNCATE "
            + source.name(table)
            + (other != table && own.nextBoolean() ? ", " + source.name(other) : ""));
    if (own.nextBoolean()) {
      insert(table, fresh(), own);
    }
  }

  private void transaction(int statements, SplittableRandom own) throws Exception {
    for (int i = 0; i < statements; i++) {
      Savepoint savepoint = own.nextInt(4) == 0 ? connection.setSavepoint() : null;
      doIt(STATEMENTS.get(own.nextInt(STATEMENTS.size())), own.split());
      if (savepoint != null && own.nextBoolean()) {
        connection.rollback(savepoint);
      }
    }
  }

  /** At times PostgreSQL itself does it: text has no place for NUL. */
  private void rolledBack(SplittableRandom own) throws Exception {
    transaction(own.nextInt(1, 4), own);
    if (own.nextInt(4) == 0) {
      execute("UPDATE %s SET note = E'\\\\x00'".formatted(source.name(TortureTable.WIDE)));
    }
  }

  private void insert(TortureTable table, long row, SplittableRandom own) throws SQLException {
    insert(table, row, columns.of(table), own);
  }

  private void insert(
      TortureTable table, long row, Map<String, String> changing, SplittableRandom own)
      throws SQLException {
    Map<String, String> others = others(table, changing);
    List<String> names = new ArrayList<>(table.key());
    names.addAll(others.keySet());
    String sql =
        "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING"
            .formatted(
                source.name(table),
                String.join(", ", names),
                String.join(", ", Collections.nCopies(names.size(), "?")));
    List<String> values = new ArrayList<>(table.keyOf(row));
    others.forEach((column, type) -> values.add(Values.draw(pool, own, column, type)));
    execute(sql, values);
  }

  /** All columns but the key's, with their types; those that change come last. */
  private static Map<String, String> others(TortureTable table, Map<String, String> changing) {
    Map<String, String> others = new LinkedHashMap<>();
    table.others().forEach(column -> others.put(column, table.columns().get(column)));
    others.putAll(changing);
    return others;
  }

  /** Some columns of the row, the others stay; where it is not there it comes. */
  private void update(TortureTable table, long row, SplittableRandom own) throws SQLException {
    Map<String, String> types = others(table, columns.of(table));
    List<String> names = new ArrayList<>(List.of("changed_at"));
    List<String> others = new ArrayList<>(types.keySet());
    others.remove("changed_at");
    for (int i = own.nextInt(4); i >= 0 && !others.isEmpty(); i--) {
      names.add(others.remove(own.nextInt(others.size())));
    }
    String sql =
        "UPDATE %s SET %s WHERE %s"
            .formatted(
                source.name(table),
                names.stream().map(column -> column + " = ?").collect(Collectors.joining(", ")),
                condition(table));
    List<String> values = new ArrayList<>();
    names.forEach(column -> values.add(Values.draw(pool, own, column, types.get(column))));
    values.addAll(table.keyOf(row));
    if (execute(sql, values) == 0) {
      insert(table, row, own);
    }
  }

  private void delete(TortureTable table, long row) throws SQLException {
    execute(
        "DELETE FROM %s WHERE %s".formatted(source.name(table), condition(table)),
        table.keyOf(row));
  }

  private void changeKey(TortureTable table, long from, long to) throws SQLException {
    String keys =
        table.key().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
    List<String> values = new ArrayList<>(table.keyOf(to));
    values.addAll(table.keyOf(from));
    execute(
        "UPDATE %s SET %s WHERE %s".formatted(source.name(table), keys, condition(table)), values);
  }

  private void copy(TortureTable table, int rows, SplittableRandom own) throws Exception {
    Map<String, String> others = others(table, columns.of(table));
    List<String> names = new ArrayList<>(table.key());
    names.addAll(others.keySet());
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      List<String> values = new ArrayList<>(table.keyOf(fresh()));
      others.forEach((column, type) -> values.add(Values.draw(pool, own, column, type)));
      lines.append(
          values.stream().map(WorkloadClient::escaped).collect(Collectors.joining("\t", "", "\n")));
    }
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "COPY %s (%s) FROM STDIN".formatted(source.name(table), String.join(", ", names)),
            // By a Reader the driver would cut surrogate pairs in two.
            new ByteArrayInputStream(lines.toString().getBytes(UTF_8)));
  }

  private static String escaped(String value) {
    return value == null
        ? "\\N"
        : value
            .replace("\\", "\\\\")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t");
  }

  private static String condition(TortureTable table) {
    return table.key().stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
  }

  /** A row that no client has named before. */
  private long fresh() {
    return number + clients * (inserted + taken++);
  }

  /** A row that was there at some time, very likely; hot ones come again and again. */
  private long known(SplittableRandom own) {
    return Zipf.draw(own, clients * (inserted + 1));
  }

  private void execute(String sql) throws SQLException {
    execute(sql, List.of());
  }

  private int execute(String sql, List<String> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setString(i + 1, values.get(i));
      }
      statement.execute();
      return statement.getUpdateCount();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
