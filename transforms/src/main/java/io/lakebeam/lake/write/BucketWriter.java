package io.lakebeam.lake.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.paimon.codegen.Projection;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.io.DataFilePathFactory;
import org.apache.paimon.memory.MemorySegment;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The rows of one bucket of a table: held until the memory is used up or the batch ends, then
 * sorted, the newest of each key written. Where they come in order of their keys already, the file
 * stays open for those that follow.
 */
final class BucketWriter {
  private static final int BLOCK = 1_024;

  /** What a file that stays open waits for. */
  private static final int STREAMED_BYTES = 1 << 20;

  private final TableForm form;
  private final PagePool pool;
  private final DataFilePathFactory paths;
  private final Comparator<InternalRow> ofKeys;
  private final Projection keyOf;
  private final List<DataFileMeta> files = new ArrayList<>();

  private final HeldRows rows;
  private final List<Integer> pages = new ArrayList<>();
  private int heldBytes;

  /** The page that rows are put into, and where the next one goes. */
  private @Nullable MemorySegment page;

  private int used;

  /** Who has rows in pages of this bucket, too. */
  private final Set<BucketWriter> sharers = new LinkedHashSet<>();

  private boolean isStreamed = true;
  private @Nullable DataFile open;

  private final BinaryRow first;
  private final BinaryRow[] block = new BinaryRow[BLOCK];

  BucketWriter(TableForm form, int bucket, PagePool pool) {
    this.form = form;
    this.pool = pool;
    this.paths =
        form.table().store().pathFactory().createDataFilePathFactory(BinaryRow.EMPTY_ROW, bucket);
    this.rows = new HeldRows(form, pool);
    this.ofKeys = form.ofKeys();
    this.keyOf = form.keyOf();
    this.first = new BinaryRow(form.rows().getFieldCount());
    pool.add(this);
  }

  int heldBytes() {
    return heldBytes;
  }

  /** Holds a row, of which the bytes are copied; where they are. */
  long add(byte[] bytes, BinaryRow row) throws IOException {
    if (open != null && heldBytes >= STREAMED_BYTES && canStream()) {
      flush();
    }
    long place = hold(bytes);
    rows.add(row, place, bytes.length);
    return place;
  }

  /** Has a row, too, that another bucket holds. */
  void share(PagePool.Held held, BinaryRow row) {
    held.owner().sharers.add(this);
    rows.add(row, held.place(), held.bytes().length);
  }

  /** Whether what is held follows on what is written, here and where it would be written, too. */
  private boolean canStream() {
    return isInOrder() && sharers.stream().allMatch(BucketWriter::isInOrder);
  }

  private boolean isInOrder() {
    return isStreamed && rows.isSorted();
  }

  private long hold(byte[] bytes) throws IOException {
    if (page == null || used + bytes.length > page.size()) {
      // First: for a page this bucket itself may be written.
      int number = pool.take(bytes.length);
      pages.add(number);
      page = pool.page(number);
      heldBytes += page.size();
      used = 0;
    }
    page.put(used, bytes, 0, bytes.length);
    long place = (long) pages.get(pages.size() - 1) << Integer.SIZE | used;
    used += bytes.length;
    return place;
  }

  /** Writes what is held, here and by who has rows in these pages. */
  void flush() throws IOException {
    for (BucketWriter sharer : sharers) {
      sharer.write();
    }
    write();
    letGo();
  }

  private void letGo() {
    pool.free(pages);
    pages.clear();
    heldBytes = 0;
    page = null;
  }

  private void write() throws IOException {
    if (rows.count() == 0) {
      return;
    }
    int[] order = rows.sorted();
    continueFile(order[0]);
    long sequence = WriteOrder.next();
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      if (i + 1 < order.length && rows.isSameKey(order[i], order[i + 1])) {
        continue;
      }
      if (block[count] == null) {
        block[count] = new BinaryRow(form.rows().getFieldCount());
      }
      rows.into(block[count++], order[i]);
      if (count == BLOCK) {
        write(count, sequence);
        count = 0;
      }
    }
    write(count, sequence);
    isStreamed &= rows.isSorted();
    if (!isStreamed) {
      finishFile();
    } else if (open != null) {
      pool.keepsOpen(this);
    }
    rows.clear();
  }

  /** Leaves an open file that the rows do not follow on. */
  private void continueFile(int least) throws IOException {
    if (open == null) {
      return;
    }
    rows.into(first, least);
    if (ofKeys.compare(open.lastKey(), keyOf.apply(first)) >= 0) {
      isStreamed = false;
      finishFile();
    }
  }

  private void write(int count, long sequence) throws IOException {
    if (count == 0) {
      return;
    }
    if (open == null) {
      open = new DataFile(form, paths);
    }
    open.add(block, count, sequence);
    if (open.isFull()) {
      finishFile();
    }
  }

  /** Ends the file that waits for more, if there is one. */
  void finishFile() throws IOException {
    if (open != null) {
      pool.isClosed(this);
      files.add(open.finish());
      open = null;
    }
  }

  /** Writes what is held; all files since the last time. */
  List<DataFileMeta> finish() throws IOException {
    flush();
    finishFile();
    List<DataFileMeta> finished = List.copyOf(files);
    files.clear();
    return finished;
  }

  /** Removes files that were not handed out, and lets go of the memory. */
  void close() {
    if (open != null) {
      open.abort();
    }
    files.forEach(file -> form.table().fileIO().deleteQuietly(paths.toPath(file)));
    letGo();
    pool.remove(this);
  }
}
