package io.lakebeam.quickstart;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client of the source that changes it, on a connection of its own, while the ingest runs.
 *
 * <p>The example's changes come in its order; each file is executed as often as the example says,
 * every time in a transaction of its own. Between two transactions it stops when its thread is
 * interrupted.
 */
final class SecondClient implements Callable<Long> {
  private final ExampleFolder example;
  private final SourceDatabase source;
  private final Map<String, Long> numbers;
  private final AtomicLong changedRows = new AtomicLong();

  SecondClient(ExampleFolder example, SourceDatabase source, Map<String, Long> numbers) {
    this.example = example;
    this.source = source;
    this.numbers = numbers;
  }

  /** Makes all changes and returns how many rows they touched. */
  @Override
  public Long call() throws SQLException, InterruptedException {
    try (Connection connection = source.connect("lakebeam second client");
        Statement statement = connection.createStatement()) {
      for (ExampleScript.Change change : example.script().changes()) {
        make(change, statement);
      }
    }
    return changedRows.get();
  }

  /** Rows inserted, updated or deleted so far. */
  long changedRows() {
    return changedRows.get();
  }

  private void make(ExampleScript.Change change, Statement statement)
      throws SQLException, InterruptedException {
    String sql = example.sql(change.file());
    for (int batch = 0; batch < change.transactions(); batch++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the changes were interrupted");
      }
      Map<String, Long> tokens = new HashMap<>(numbers);
      tokens.put("batch", (long) batch);
      tokens.put("batches", (long) change.transactions());
      try {
        long rows = execute(statement, SqlText.with(sql, tokens));
        statement.getConnection().commit();
        changedRows.addAndGet(rows);
      } catch (SQLException e) {
        throw new QuickstartException(
            String.format(
                "%s (%s, batch %d): %s", change.name(), change.file(), batch, e.getMessage()),
            e);
      }
    }
  }

  private static long execute(Statement statement, String sql) throws SQLException {
    long rows = 0;
    boolean isResultSet = statement.execute(sql);
    while (isResultSet || statement.getUpdateCount() != -1) {
      rows += isResultSet ? 0 : statement.getUpdateCount();
      isResultSet = statement.getMoreResults();
    }
    return rows;
  }
}
