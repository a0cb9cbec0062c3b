package io.lakebeam.lake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * What is committed together: rows on their way into files of any number of tables, and the source
 * offsets that are done when every one of these tables has committed.
 */
final class Batch implements AutoCloseable {
  private static final Counter ROWS = Metrics.counter(LakeIO.class, "rows");
  private static final Counter BYTES = Metrics.counter(LakeIO.class, "bytes");
  private static final Counter FILES = Metrics.counter(LakeIO.class, "files");

  private final String id = UUID.randomUUID().toString();
  private final BatchWriters writers;
  private final Map<String, OffsetRanges> offsets = new HashMap<>();
  private long bytes;

  interface Output {
    /** Takes one table's files. */
    void files(WrittenFiles files);

    /** Takes what the batch was; after all its files. */
    void batch(BatchEvent written);
  }

  Batch(OpenTables tables) {
    this.writers = new BatchWriters(tables);
  }

  void write(LakeRow row) {
    writers.write(row);
    bytes += row.row().length;
  }

  void write(List<LakeRow> rows) {
    writers.write(rows);
    for (LakeRow row : rows) {
      bytes += row.row().length;
    }
  }

  OffsetRanges offsets(String partition) {
    return offsets.computeIfAbsent(partition, p -> new OffsetRanges());
  }

  /** Closes the files and hands out what is to be committed. */
  void finish(Output out) throws Exception {
    for (WrittenFiles files : writers.finish(id)) {
      ROWS.inc(files.rows());
      FILES.inc(files.messages().size());
      out.files(files);
    }
    BYTES.inc(bytes);
    if (!offsets.isEmpty() || !writers.tables().isEmpty()) {
      out.batch(BatchEvent.written(id, offsets, writers.tables()));
    }
  }

  @Override
  public void close() throws Exception {
    writers.close();
  }
}
