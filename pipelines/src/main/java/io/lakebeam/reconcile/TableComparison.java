package io.lakebeam.reconcile;

import io.lakebeam.change.RepairEvents;
import io.lakebeam.ingest.Repairs;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.Zones;
import io.lakebeam.reconcile.Difference.Kind;
import io.lakebeam.reconcile.ReconciledTable.Repaired;
import io.lakebeam.reconcile.SourceRows.Place;
import io.lakebeam.source.SourceTable;
import io.lakebeam.subject.SubjectGate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.checkerframework.checker.nullness.qual.Nullable;

/** One table, both sides at a cut: what differs, and its repair. */
final class TableComparison {
  private static final int DESCRIBED = 20;
  private static final int ROWS_PER_QUERY = 1_000;

  private final SourceTable table;
  private final String title;
  private final SourceCut cut;
  private final Visibility visibility;
  private final @Nullable SubjectGate gate;
  private final ProgressLine progress;
  private final SourceRows source;
  private final LakeCut lake;
  private final BucketSums inSource;
  private final BucketSums inLake;
  private final List<Integer> buckets;

  /** Rows that differ, as they are in the source. */
  private final Map<Hash, Place> wanted = new HashMap<>();

  /** Rows that the lake alone has. */
  private final Set<Hash> extra = new HashSet<>();

  /** Rows in the source of subjects that were erased. */
  private long erased;

  /** Rows in the lake that were as expected, and are not in the source any more. */
  private long kept;

  /**
   * Compares; {@code name} is the table's in the project. Both sides are read at a time. Rows of
   * subjects that {@code gate} shuts out are no differences; null: there are none. The source's
   * rows are compared as {@code stored} makes them; null: as they are.
   */
  TableComparison(
      Lake lake,
      String name,
      SourceTable table,
      SourceCut cut,
      Visibility visibility,
      @Nullable SubjectGate gate,
      @Nullable StoredRows stored,
      ProgressLine progress) {
    this.table = table;
    this.gate = gate;
    this.title = Zones.current(name).toString();
    this.cut = cut;
    this.visibility = visibility;
    this.progress = progress;
    progress.step(title);
    this.source = new SourceRows(cut, table, stored, progress);
    CompletableFuture<BucketSums> summed = CompletableFuture.supplyAsync(source::sums);
    this.lake = new LakeCut(lake, name, table, visibility, progress);
    this.inSource = summed.join();
    this.inLake = this.lake.sums();
    this.buckets = inSource.differing(inLake);
    if (!buckets.isEmpty()) {
      findDiffering();
    }
  }

  private void findDiffering() {
    progress.step(title + ": rows that differ");
    Map<Hash, Hash> lakeRows = lake.rows(buckets);
    extra.addAll(lakeRows.keySet());
    source
        .places(buckets)
        .forEach(
            (key, place) -> {
              extra.remove(key);
              if (!place.row().equals(lakeRows.get(key))) {
                wanted.put(key, place);
              }
            });
    kept = extra.size();
    extra.removeAll(source.quarantined());
    kept -= extra.size();
    if (gate != null && !gate.isOpen()) {
      leaveOutErased(lakeRows.keySet());
    }
  }

  /** What the lake has not because it must not have it is no difference. */
  private void leaveOutErased(Set<Hash> inLake) {
    int subject = table.type().getFieldNames().indexOf(gate.column());
    List<Place> missing =
        wanted.entrySet().stream()
            .filter(entry -> !inLake.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    for (int from = 0; from < missing.size(); from += ROWS_PER_QUERY) {
      source
          .texts(missing.subList(from, Math.min(from + ROWS_PER_QUERY, missing.size())))
          .forEach(
              (key, texts) -> {
                String value = texts.get(subject);
                if (value != null && gate.isShutFor(value) && wanted.remove(key) != null) {
                  erased++;
                }
              });
    }
  }

  boolean isEqual() {
    return wanted.isEmpty() && extra.isEmpty();
  }

  /** What was found. */
  ReconciledTable result() {
    return new ReconciledTable(
        title,
        cut.lsn(),
        inSource.rows() - erased,
        erased,
        source.quarantined().size(),
        inLake.rows() - kept,
        wanted.size() + extra.size(),
        buckets.size(),
        describe(),
        Repaired.NONE);
  }

  private List<Difference> describe() {
    Map<Hash, Place> first = new HashMap<>();
    wanted.entrySet().stream()
        .limit(DESCRIBED)
        .forEach(entry -> first.put(entry.getKey(), entry.getValue()));
    Set<Hash> keys = new HashSet<>(first.keySet());
    extra.stream().limit(DESCRIBED - first.size()).forEach(keys::add);
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<Hash, List<@Nullable String>> sourceTexts =
        first.isEmpty() ? Map.of() : source.texts(first.values());
    Map<Hash, List<@Nullable String>> lakeTexts = lake.texts(keys);
    return keys.stream()
        .map(key -> describe(sourceTexts.get(key), lakeTexts.get(key)))
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }

  private Difference describe(
      @Nullable List<@Nullable String> sourceTexts, @Nullable List<@Nullable String> lakeTexts) {
    if (lakeTexts == null) {
      return new Difference(key(sourceTexts), Kind.MISSING, List.of());
    }
    if (sourceTexts == null) {
      return new Difference(key(lakeTexts), Kind.EXTRA, List.of());
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sourceTexts.size(); i++) {
      if (!Objects.equals(sourceTexts.get(i), lakeTexts.get(i))) {
        names.add(table.columns().get(i).name());
      }
    }
    return new Difference(key(sourceTexts), Kind.DIFFERS, names);
  }

  private List<String> key(List<@Nullable String> texts) {
    List<String> names = table.type().getFieldNames();
    return table.primaryKey().stream().map(name -> texts.get(names.indexOf(name))).toList();
  }

  /** Writes the rows that differ as the source has them. */
  Repaired repairDiffering(Repairs repairs) {
    progress.step(title + ": repair");
    Writer writer = new Writer(repairs);
    List<Place> places = List.copyOf(wanted.values());
    Set<Hash> left = new HashSet<>(wanted.keySet());
    for (int from = 0; from < places.size(); from += ROWS_PER_QUERY) {
      Collection<Place> some = places.subList(from, Math.min(from + ROWS_PER_QUERY, places.size()));
      source.json(
          some,
          (key, values) -> {
            if (left.remove(key)) {
              writer.found(values);
            }
          });
      progress.source(from, places.size());
    }
    writer.absent(extra);
    return writer.commit();
  }

  /** Writes every row as the source has it. */
  Repaired repairAll(Repairs repairs) {
    progress.step(title + ": all rows");
    Writer writer = new Writer(repairs);
    Set<Hash> gone = lake.keys();
    source.json(
        (key, values) -> {
          gone.remove(key);
          writer.found(values);
        });
    writer.absent(gone);
    return writer.commit();
  }

  private final class Writer {
    private final Repairs repairs;
    private final RepairEvents events;
    private long rows;
    private long tombstones;
    private long refused;

    private Writer(Repairs repairs) {
      this.repairs = repairs;
      this.events =
          new RepairEvents(
              table.type().getFieldNames(),
              table.primaryKey(),
              visibility.order(),
              cut.lsn(),
              cut.millis());
    }

    private void found(List<@Nullable String> values) {
      if (repairs.write(events.found(values), cut.lsn())) {
        rows++;
      } else {
        refused++;
      }
    }

    private void absent(Set<Hash> keys) {
      if (!keys.isEmpty()) {
        lake.jsonKeys(
            keys,
            values -> {
              repairs.writeMasked(events.absent(values), cut.lsn());
              tombstones++;
            });
      }
    }

    private Repaired commit() {
      repairs.commit();
      return new Repaired(rows, tombstones, refused);
    }
  }
}
