package io.lakebeam.landing;

import io.lakebeam.change.ChangeColumns;
import io.lakebeam.file.TextRow;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.RowCodec;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.privacy.Sha256;
import io.lakebeam.pull.PullPart;
import io.lakebeam.pull.Watermark;
import io.lakebeam.quality.LakeValue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The rows that silver has of what a part of a pull reads: their keys, and a hash of each. */
final class KnownRows {
  private final LandingTable table;
  private final RowType columns;
  private final RowType key;
  private final RowCodec rowCodec;
  private final RowCodec keyCodec;
  private final int[] keyPlaces;
  private final InternalRow.FieldGetter[] keyValues;
  private final MessageDigest sha256 = Sha256.digest();
  private final Map<ByteBuffer, Known> rows = new HashMap<>();

  /** A row, of which 128 bits of a hash are kept; deleted ones have none. */
  private static final class Known {
    private long high;
    private long low;
    private boolean isDeleted;
    private boolean isSeen;
  }

  /** What a row that is read is, compared with what is known. */
  enum News {
    /** Silver has it so. */
    NONE,
    /** It is to be written. */
    CHANGED,
    /** A row of its key came before. */
    AGAIN
  }

  private KnownRows(LandingTable table) {
    this.table = table;
    RowType silver = table.silver();
    this.columns = silver.project(silver.getFieldNames().subList(0, table.columns().size()));
    this.key = silver.project(table.key());
    this.rowCodec = RowCodec.of(columns);
    this.keyCodec = RowCodec.of(key);
    this.keyPlaces = columns.getFieldIndices(table.key());
    this.keyValues = new InternalRow.FieldGetter[keyPlaces.length];
    for (int i = 0; i < keyPlaces.length; i++) {
      keyValues[i] = InternalRow.createFieldGetter(key.getTypeAt(i), keyPlaces[i]);
    }
  }

  /** Reads those of a part. */
  static KnownRows read(
      Lake lake, LandingTable table, PullPart part, @Nullable Watermark watermark) {
    KnownRows known = new KnownRows(table);
    if (known.isBeyond(part)) {
      return known;
    }
    List<String> wanted = new ArrayList<>(known.columns.getFieldNames());
    wanted.add(ChangeColumns.DELETED);
    int deleted = wanted.size() - 1;
    RowFilter filter = filter(table, part, watermark);
    (filter == null
            ? lake.read(table.current().name(), wanted)
            : lake.read(table.current().name(), wanted, filter))
        .forEach(row -> known.add(row, row.getBoolean(deleted)));
    return known;
  }

  /** Whether all keys of a part are such as the table's column cannot hold. */
  private boolean isBeyond(PullPart part) {
    return isInt(table)
        && ((part.from() != null && part.from() > Integer.MAX_VALUE)
            || (part.to() != null && part.to() <= Integer.MIN_VALUE));
  }

  private static boolean isInt(LandingTable table) {
    String first = table.key().get(0);
    return table.columns().stream()
        .anyMatch(column -> column.name().equals(first) && column.type().equals("int"));
  }

  private static @Nullable RowFilter filter(
      LandingTable table, PullPart part, @Nullable Watermark watermark) {
    List<RowFilter> all = new ArrayList<>();
    String first = table.key().get(0);
    // A bound that the column cannot hold leaves none of its values out.
    boolean isInt = isInt(table);
    if (part.from() != null && (!isInt || part.from() >= Integer.MIN_VALUE)) {
      all.add(RowFilter.atLeast(first, part.from()));
    }
    if (part.to() != null && (!isInt || part.to() <= Integer.MAX_VALUE)) {
      all.add(RowFilter.lessThan(first, part.to()));
    }
    if (part.low() != null) {
      all.add(RowFilter.atLeast(watermark.column().name(), watermark.value(part.low())));
    }
    return all.stream().reduce(RowFilter::and).orElse(null);
  }

  private void add(InternalRow row, boolean isDeleted) {
    Known known = new Known();
    known.isDeleted = isDeleted;
    if (!isDeleted) {
      digest(row, known);
    }
    rows.put(key(row), known);
  }

  private void digest(InternalRow row, Known into) {
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest(rowCodec.encode(row)));
    into.high = hash.getLong();
    into.low = hash.getLong();
  }

  private ByteBuffer key(InternalRow row) {
    GenericRow only = new GenericRow(keyPlaces.length);
    for (int i = 0; i < keyPlaces.length; i++) {
      only.setField(i, keyValues[i].getFieldOrNull(row));
    }
    return ByteBuffer.wrap(keyCodec.encode(only));
  }

  /** Takes note of a row that was read. */
  News see(GenericRow row) {
    Known now = new Known();
    now.isSeen = true;
    digest(row, now);
    Known before = rows.put(key(row), now);
    if (before == null || before.isDeleted) {
      return News.CHANGED;
    }
    boolean isEqual = before.high == now.high && before.low == now.low;
    return isEqual ? News.NONE : before.isSeen ? News.AGAIN : News.CHANGED;
  }

  /** Takes note that there is a row of this key, which is not taken as it is. */
  void seeKey(GenericRow keyOnly) {
    Known known = rows.get(ByteBuffer.wrap(keyCodec.encode(keyOnly)));
    if (known != null) {
      known.isSeen = true;
    }
  }

  /** Hands on the keys of rows that were not read, as texts of the table's columns. */
  void unseen(Consumer<String[]> use) {
    rows.forEach(
        (bytes, known) -> {
          if (!known.isSeen && !known.isDeleted) {
            byte[] encoded = new byte[bytes.remaining()];
            bytes.duplicate().get(encoded);
            use.accept(texts(keyCodec.decode(encoded)));
          }
        });
  }

  private String[] texts(InternalRow only) {
    String[] texts = new String[table.columns().size()];
    for (int i = 0; i < keyPlaces.length; i++) {
      Object value = InternalRow.createFieldGetter(key.getTypeAt(i), i).getFieldOrNull(only);
      texts[keyPlaces[i]] = LakeValue.text(value, key.getTypeAt(i));
    }
    return texts;
  }

  /** A record of nothing but a key. */
  TextRow record(long number, String[] texts) {
    return new TextRow(
        number, table.columns().stream().map(column -> column.title()).toList(), texts);
  }
}
