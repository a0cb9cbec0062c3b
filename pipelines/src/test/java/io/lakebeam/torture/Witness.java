package io.lakebeam.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * Everything that a schema's tables went through, by a slot of its own and PostgreSQL's {@code
 * test_decoding}: it shares no code with the pipeline.
 */
final class Witness implements AutoCloseable {
  private static final long MILLIS_BETWEEN_LOOKS = 5;
  private static final long PATIENCE_NANOS = 300_000_000_000L;

  private final String schema;
  private final Connection connection;
  private final PGReplicationStream stream;
  private final List<Committed> committed = new ArrayList<>();
  private final Map<TortureTable, TableColumns> columns;
  private final Map<TortureTable, RowStates> states = new EnumMap<>(TortureTable.class);
  private final CompletableFuture<Void> reading;
  private Map<TortureTable, List<Version>> transaction = new EnumMap<>(TortureTable.class);
  private long reached;
  private volatile boolean stopped;

  private Witness(
      String schema,
      Map<TortureTable, TableColumns> columns,
      Connection connection,
      PGReplicationStream stream) {
    this.schema = schema;
    this.columns = columns;
    this.connection = connection;
    this.stream = stream;
    for (TortureTable table : TortureTable.values()) {
      states.put(table, new RowStates(table, columns.get(table)));
    }
    this.reading = CompletableFuture.runAsync(this::read, task -> thread(task).start());
  }

  /** Watches from now on; the schema's tables must be empty. */
  static Witness of(TortureSource source) throws SQLException {
    Map<TortureTable, TableColumns> columns = new EnumMap<>(TortureTable.class);
    for (TortureTable table : TortureTable.values()) {
      columns.put(table, TableColumns.of(source.columns(table)));
    }
    Connection connection = source.replication();
    PGConnection replication = connection.unwrap(PGConnection.class);
    String slot = source.schema() + "_witness";
    replication
        .getReplicationAPI()
        .createReplicationSlot()
        .logical()
        .withSlotName(slot)
        .withOutputPlugin("test_decoding")
        .withTemporaryOption()
        .make();
    PGReplicationStream stream =
        replication.getReplicationAPI().replicationStream().logical().withSlotName(slot).start();
    return new Witness(source.schema(), columns, connection, stream);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "witness");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits until it has seen every transaction that ended up to there. */
  void await(long lsn) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (reached() < lsn) {
      if (reading.isDone()) {
        reading.get();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "the witness is at %s, and not yet at %s"
                .formatted(Version.lsnText(reached()), Version.lsnText(lsn)));
      }
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
  }

  /** The transactions seen so far that changed one of the tables, in the order of their commits. */
  synchronized List<Committed> committed() {
    return List.copyOf(committed);
  }

  /** The columns that the tables had; for whoever has waited until it has seen all. */
  synchronized Map<TortureTable, TableColumns> columns() {
    return columns;
  }

  private synchronized long reached() {
    return reached;
  }

  private void read() {
    try {
      while (!stopped) {
        ByteBuffer message = stream.readPending();
        if (message == null) {
          Thread.sleep(MILLIS_BETWEEN_LOOKS);
        } else {
          follow(UTF_8.decode(message).toString(), stream.getLastReceiveLSN());
        }
      }
    } catch (Exception e) {
      if (!stopped) {
        throw new IllegalStateException("the witness cannot go on", e);
      }
    }
  }

  private void follow(String text, LogSequenceNumber at) throws JsonProcessingException {
    Optional<String> told = TestDecoding.message(text, schema);
    if (told.isPresent()) {
      String[] parts = told.get().split(" ", 2);
      columns
          .get(TortureTable.valueOf(parts[0].toUpperCase(Locale.ROOT)))
          .become(TableColumns.parse(parts[1]), at.asLong());
    }
    TestDecoding.Line line = TestDecoding.parse(text);
    switch (line.kind()) {
      case BEGIN -> transaction = new EnumMap<>(TortureTable.class);
      case COMMIT -> commit(at.asLong());
      case TRUNCATE -> line.tables().forEach(name -> truncate(name, at.asLong()));
      case OTHER -> {}
      default -> {
        TortureTable table = table(line.tables().get(0));
        if (table != null) {
          transaction
              .computeIfAbsent(table, t -> new ArrayList<>())
              .addAll(states.get(table).follow(line, at.asLong()));
        }
      }
    }
    stream.setFlushedLSN(at);
    stream.setAppliedLSN(at);
  }

  private synchronized void commit(long end) {
    if (!transaction.isEmpty()) {
      committed.add(new Committed(end, transaction));
    }
    columns.values().forEach(table -> table.commit(end));
    reached = end;
  }

  private void truncate(String name, long lsn) {
    TortureTable table = table(name);
    if (table != null) {
      states.get(table).truncate();
      transaction
          .computeIfAbsent(table, t -> new ArrayList<>())
          .add(new Version(List.of(), Version.TRUNCATE, lsn, null));
    }
  }

  private @Nullable TortureTable table(String name) {
    for (TortureTable table : TortureTable.values()) {
      if (name.equals(schema + "." + table.table())) {
        return table;
      }
    }
    return null;
  }

  @Override
  public void close() throws SQLException {
    stopped = true;
    reading.handle((done, failure) -> null).join();
    connection.close();
  }
}
