package io.lakebeam.lake.write;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.paimon.codegen.Projection;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.format.SimpleColStats;
import org.apache.paimon.fs.AsyncPositionOutputStream;
import org.apache.paimon.fs.Path;
import org.apache.paimon.fs.PositionOutputStream;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.io.DataFilePathFactory;
import org.apache.paimon.manifest.FileSource;
import org.apache.paimon.shade.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.paimon.stats.SimpleStats;
import org.apache.paimon.stats.SimpleStatsConverter;
import org.apache.paimon.utils.IOUtils;
import org.apache.paimon.utils.Pair;

/** A file of level 0 of a bucket that is being written: rows in order of their keys, each once. */
final class DataFile {
  private static final int LEVEL = 0;

  private final TableForm form;
  private final Path path;
  private final boolean isExternal;
  private final Projection keyOf;
  private final PositionOutputStream out;
  private final ParquetFile file;
  private BinaryRow first;
  private BinaryRow last;
  private long firstSequence;
  private long lastSequence;
  private long rows;
  private long retracted;

  DataFile(TableForm form, DataFilePathFactory paths) throws IOException {
    this.form = form;
    this.path = paths.newPath();
    this.isExternal = paths.isExternalPath();
    this.keyOf = form.keyOf();
    PositionOutputStream plain = form.table().fileIO().newOutputStream(path, false);
    this.out = form.options().asyncFileWrite() ? new AsyncPositionOutputStream(plain) : plain;
    this.file =
        new ParquetFile(
            out, form.schema(), form.rows(), form.options().fileCompression(), form.parquet());
  }

  /** Adds rows that come after all that are there. */
  void add(BinaryRow[] block, int count, long sequence) throws IOException {
    file.add(block, count, sequence);
    if (first == null) {
      first = keyOf.apply(block[0]).copy();
      firstSequence = sequence;
    }
    last = keyOf.apply(block[count - 1]).copy();
    lastSequence = sequence;
    rows += count;
    for (int i = 0; i < count; i++) {
      if (block[i].getRowKind().isRetract()) {
        retracted++;
      }
    }
  }

  /** The greatest key so far. */
  BinaryRow lastKey() {
    return last;
  }

  boolean isFull() throws IOException {
    return file.size() >= form.options().targetFileSize(true);
  }

  /** Ends the file; what Paimon wants to know of it. */
  DataFileMeta finish() throws IOException {
    ParquetMetadata footer = file.finish();
    out.flush();
    long bytes = out.getPos();
    out.close();
    SimpleColStats[] found = form.statistics().extract(form.table().fileIO(), path, bytes, footer);
    int own = form.fileRows().getFieldCount() - form.rows().getFieldCount();
    SimpleColStats[] columns = Arrays.copyOfRange(found, own, found.length);
    SimpleColStats[] keys =
        Arrays.stream(form.key()).mapToObj(at -> columns[at]).toArray(SimpleColStats[]::new);
    Pair<List<String>, SimpleStats> statistics =
        new SimpleStatsConverter(form.rows(), form.options().statsDenseStore()).toBinary(columns);
    return DataFileMeta.create(
        path.getName(),
        bytes,
        rows,
        first,
        last,
        new SimpleStatsConverter(form.keyType()).toBinaryAllMode(keys),
        statistics.getValue(),
        firstSequence,
        lastSequence,
        form.table().schema().id(),
        LEVEL,
        Collections.emptyList(),
        retracted,
        null,
        FileSource.APPEND,
        statistics.getKey(),
        isExternal ? path.toString() : null,
        null,
        null);
  }

  /** Removes what was written. */
  void abort() {
    file.abandon();
    IOUtils.closeQuietly(out);
    form.table().fileIO().deleteQuietly(path);
  }
}
