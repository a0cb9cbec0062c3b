package io.lakebeam.lake;

import java.util.UUID;

/**
 * Rows written outside of any pipeline, committed once per table. Memory does not grow with them.
 *
 * <pre>{@code
 * try (RowBatch batch = RowBatch.in(lake)) {
 *   batch.write(encoder.encode(row));
 *   batch.commit();
 * }
 * }</pre>
 *
 * <p>What is not committed is in no table. Not thread-safe. Errors are {@link LakeException}s.
 */
public final class RowBatch implements AutoCloseable {
  private final OpenTables tables;
  private final BatchWriters writers;

  private RowBatch(OpenTables tables) {
    this.tables = tables;
    this.writers = new BatchWriters(tables);
  }

  /** An empty batch of rows for tables of {@code lake}. */
  public static RowBatch in(Lake lake) {
    return new RowBatch(new OpenTables(lake));
  }

  /** Adds a row. */
  public void write(LakeRow row) {
    writers.write(row);
  }

  /** Commits the rows, table by table in the order of their names, bronze before silver; once. */
  public void commit() {
    TableCommitter committer = new TableCommitter(tables);
    try {
      for (WrittenFiles files : writers.finish(UUID.randomUUID().toString())) {
        committer.commit(files);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new LakeException("tables %s could not be committed".formatted(writers.tables()), e);
    }
  }

  @Override
  public void close() {
    try {
      writers.close();
    } catch (Exception e) {
      throw new LakeException("tables %s could not be closed".formatted(writers.tables()), e);
    }
  }
}
