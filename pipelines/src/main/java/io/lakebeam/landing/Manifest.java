package io.lakebeam.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.file.StoredFile;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowBatch;
import io.lakebeam.lake.RowEncoder;
import io.lakebeam.lake.RowFilter;
import io.lakebeam.lake.TableName;
import io.lakebeam.landing.FileEntry.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which files of a source the lake has, in the table {@code lakebeam.files}: one row per path and
 * content. It says where a source is, as positions do of topics. One ingest at a time writes a
 * source's rows.
 */
final class Manifest {
  static final TableName NAME = TableName.of("lakebeam", "files");
  private static final RowType TYPE =
      RowType.builder()
          .field("source", DataTypes.STRING().notNull())
          .field("path", DataTypes.STRING().notNull())
          .field("hash", DataTypes.STRING().notNull())
          .field("state", DataTypes.STRING())
          .field("taken", DataTypes.BIGINT())
          .field("size", DataTypes.BIGINT())
          .field("modified", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("rows", DataTypes.BIGINT())
          .field("rejected", DataTypes.BIGINT())
          .field("first_seen", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("last_seen", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
          .field("seconds", DataTypes.DOUBLE())
          .field("reason", DataTypes.STRING())
          .field("definition", DataTypes.STRING())
          .field("revision", DataTypes.BIGINT().notNull())
          .field("titles", DataTypes.STRING())
          .field("encoding", DataTypes.STRING())
          .build();

  /** So many paths are looked up by the table's files; more by reading all of it. */
  private static final int FEW = 50;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<FileEntry>> byPath = new HashMap<>();
  private final Map<String, FileEntry> taken = new HashMap<>();
  private final String source;
  private final boolean isWhole;
  private long last;

  private Manifest(String source, boolean isWhole) {
    this.source = source;
    this.isWhole = isWhole;
  }

  /** That of a source as it is now; the table is made if it is not there. */
  static Manifest read(Lake lake, String source) {
    return new Manifest(source, true).with(lake, null, row -> true);
  }

  /**
   * What it has of these paths: as much memory as they need, however many others there are. Before
   * hashes are asked for they are to be learned.
   */
  static Manifest readSome(Lake lake, String source, Set<String> paths) {
    Manifest some = new Manifest(source, false);
    if (paths.isEmpty()) {
      return some;
    }
    RowFilter filter = paths.size() > FEW ? null : RowFilter.in("path", List.copyOf(paths));
    return some.with(lake, filter, row -> paths.contains(row.getString(1).toString()));
  }

  /** Reads what it has of files with these bytes, and the greatest number, if it lacks them. */
  void learn(Lake lake, Set<String> hashes) {
    if (!isWhole && !hashes.isEmpty()) {
      with(
          lake,
          null,
          row -> {
            last = Math.max(last, row.isNullAt(4) ? 0 : row.getLong(4));
            return hashes.contains(row.getString(2).toString());
          });
    }
  }

  private Manifest with(Lake lake, @Nullable RowFilter filter, Predicate<InternalRow> isWanted) {
    lake.createOrEvolve(
        LakeTable.of(NAME, TYPE)
            .withPrimaryKey(List.of("source", "path", "hash"))
            .withSequence(List.of("revision")));
    RowFilter ofSource = RowFilter.equal("source", source);
    lake.read(NAME, TYPE.getFieldNames(), filter == null ? ofSource : ofSource.and(filter))
        .forEach(
            row -> {
              if (isWanted.test(row)) {
                add(decode(row));
              }
            });
    return this;
  }

  private void add(FileEntry entry) {
    List<FileEntry> ofPath = byPath.computeIfAbsent(entry.file().path(), path -> new ArrayList<>());
    if (ofPath.contains(entry)) {
      return;
    }
    ofPath.add(entry);
    if (entry.taken() > 0) {
      taken.merge(entry.hash(), entry, (one, other) -> one.state() == State.TAKEN ? one : other);
    }
    last = Math.max(last, entry.taken());
  }

  boolean isEmpty() {
    return byPath.isEmpty();
  }

  /** What is known of the file of a listing, if it is as it was. */
  Optional<FileEntry> known(StoredFile listed) {
    return byPath.getOrDefault(listed.path(), List.of()).stream()
        .filter(entry -> entry.is(listed))
        .findFirst();
  }

  /** How often what is known of a path and content was changed; 0 where nothing is. */
  long revision(FileEntry entry) {
    return byPath.getOrDefault(entry.file().path(), List.of()).stream()
        .filter(known -> known.hash().equals(entry.hash()))
        .mapToLong(FileEntry::revision)
        .max()
        .orElse(0);
  }

  /** The file with these bytes that has a number. */
  Optional<FileEntry> numbered(String hash) {
    return Optional.ofNullable(taken.get(hash));
  }

  /** Gives the file a number, greater than all before it. */
  FileEntry number(FileEntry entry, FileEntry.Form form, long nowMillis) {
    FileEntry numbered = entry.taking(Math.max(last + 1, nowMillis), form);
    taken.put(numbered.hash(), numbered);
    last = numbered.taken();
    return numbered;
  }

  /** Keeps entries; of two of one path and content the greater revision stays. */
  static void write(Lake lake, Collection<FileEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    RowEncoder encoder = RowEncoder.of(lake, NAME, TYPE);
    try (RowBatch batch = RowBatch.in(lake)) {
      entries.forEach(entry -> batch.write(encoder.encode(encode(entry))));
      batch.commit();
    }
  }

  private static GenericRow encode(FileEntry entry) {
    return GenericRow.of(
        text(entry.source()),
        text(entry.file().path()),
        text(entry.hash()),
        text(entry.state().name().toLowerCase(Locale.ROOT)),
        entry.taken() == 0 ? null : entry.taken(),
        entry.file().size(),
        Timestamp.fromEpochMillis(entry.file().modifiedMillis()),
        entry.rows(),
        entry.rejected(),
        Timestamp.fromEpochMillis(entry.firstSeen()),
        Timestamp.fromEpochMillis(entry.lastSeen()),
        entry.seconds(),
        entry.reason() == null ? null : text(entry.reason()),
        text(entry.definition()),
        entry.revision(),
        entry.form() == null ? null : text(titles(entry.form())),
        entry.form() == null || entry.form().encoding() == null
            ? null
            : text(entry.form().encoding()));
  }

  private static String titles(FileEntry.Form form) {
    return JSON.valueToTree(form.titles()).toString();
  }

  /** Null where they were not kept yet. */
  private static FileEntry.@Nullable Form form(InternalRow row) {
    if (row.isNullAt(15)) {
      return null;
    }
    try {
      return new FileEntry.Form(
          List.of(JSON.readValue(row.getString(15).toString(), String[].class)),
          row.isNullAt(16) ? null : row.getString(16).toString());
    } catch (JsonProcessingException e) {
      throw new LandingException("table %s: its titles are no JSON".formatted(NAME), e);
    }
  }

  private static FileEntry decode(InternalRow row) {
    return new FileEntry(
        row.getString(0).toString(),
        new StoredFile(row.getString(1).toString(), row.getLong(5), millis(row, 6)),
        row.getString(2).toString(),
        row.isNullAt(4) ? 0 : row.getLong(4),
        FileEntry.State.valueOf(row.getString(3).toString().toUpperCase(Locale.ROOT)),
        row.getLong(7),
        row.getLong(8),
        millis(row, 9),
        millis(row, 10),
        row.getDouble(11),
        row.isNullAt(12) ? null : row.getString(12).toString(),
        row.getString(13).toString(),
        form(row),
        row.getLong(14));
  }

  private static BinaryString text(String text) {
    return BinaryString.fromString(text);
  }

  private static long millis(InternalRow row, int column) {
    return row.getTimestamp(column, 3).getMillisecond();
  }
}
