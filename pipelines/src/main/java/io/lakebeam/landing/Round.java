package io.lakebeam.landing;

import io.lakebeam.file.CheckedFile;
import io.lakebeam.file.FileException;
import io.lakebeam.file.StoredFile;
import io.lakebeam.lake.Lake;
import io.lakebeam.landing.FileEntry.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be done with the files of one listing. */
final class Round {
  private final LandingTable table;
  private final Manifest manifest;
  private final long now;
  private final Map<String, FileEntry> entries = new LinkedHashMap<>();
  private final Map<FileEntry, List<TakenPart>> parts = new LinkedHashMap<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> waiting = new ArrayList<>();
  private int copies;

  Round(LandingTable table, Manifest manifest, Clock clock) {
    this.table = table;
    this.manifest = manifest;
    this.now = clock.millis();
  }

  /** Whether the file has to be looked at. */
  boolean isNews(StoredFile file) {
    if (isYoungerThan(Landing.QUIET, file, now)) {
      leave(file);
      return false;
    }
    Optional<FileEntry> known = manifest.known(file);
    if (known.isEmpty() || known.get().state() == State.TAKING) {
      return true;
    }
    boolean mayFitNow =
        known.get().state() == State.REFUSED
            && !known.get().definition().equals(table.fingerprint());
    if (!mayFitNow && now - known.get().lastSeen() > Landing.SEEN.toMillis()) {
      keep(known.get().seen(file, now));
    }
    return mayFitNow;
  }

  /** Somebody is still writing it. */
  void leave(StoredFile file) {
    waiting.add(file.path());
  }

  /** Takes in what was found of new files. */
  void add(Lake lake, List<CheckedFile> all) {
    manifest.learn(lake, all.stream().map(CheckedFile::hash).collect(Collectors.toSet()));
    all.forEach(this::add);
  }

  private void add(CheckedFile checked) {
    FileEntry entry =
        FileEntry.of(table.source(), checked.file(), checked.hash(), now, table.fingerprint());
    FileException refusal = checked.refusal();
    if (refusal != null) {
      refuse(entry, refusal);
      return;
    }
    Optional<FileEntry> same = manifest.numbered(checked.hash());
    if (same.isPresent() && isIn(same.get())) {
      copies++;
      keep(
          same.get().file().path().equals(checked.file().path())
              ? same.get().seen(checked.file(), now)
              : entry.copyOf(same.get()));
      return;
    }
    FileEntry taking =
        same.map(begun -> begun.seen(checked.file(), now))
            .orElseGet(() -> manifest.number(entry, form(checked), now));
    FileEntry kept = keep(taking);
    // As when it was begun: what is written again must be the same rows.
    parts.put(
        kept,
        checked.parts().stream()
            .map(part -> new TakenPart(part, kept.taken(), kept.firstSeen()))
            .toList());
  }

  private static FileEntry.Form form(CheckedFile checked) {
    return new FileEntry.Form(checked.parts().get(0).titles(), checked.encoding());
  }

  /** Whether it is in the lake, or will be by this run. */
  private boolean isIn(FileEntry same) {
    return same.state() == State.TAKEN
        || parts.keySet().stream().anyMatch(other -> other.hash().equals(same.hash()));
  }

  private void refuse(FileEntry entry, FileException refusal) {
    boolean isBeingWritten =
        !entry.file().isObject() && isYoungerThan(Landing.PATIENCE, entry.file(), now);
    if (refusal.mayBecomeWhole() && isBeingWritten) {
      leave(entry.file());
      return;
    }
    String reason =
        "%s: %s"
            .formatted(
                entry.file().name(),
                table.seal() == null ? refusal.getMessage() : refusal.discreet());
    refused.add(reason);
    keep(entry.refused(reason));
  }

  private FileEntry keep(FileEntry entry) {
    FileEntry kept = entry.after(manifest.revision(entry));
    entries.put(kept.file().path() + " " + kept.hash(), kept);
    return kept;
  }

  static boolean isYoungerThan(Duration age, StoredFile file, long now) {
    long since = now - file.modifiedMillis();
    // A file of the future was written by another clock.
    return since >= 0 && since < age.toMillis();
  }

  /** What the manifest must know before anything is written. */
  Collection<FileEntry> entries() {
    return entries.values();
  }

  /** What is to be read. */
  Map<FileEntry, List<TakenPart>> parts() {
    return parts;
  }

  /** The paths of what is to be read. */
  Set<String> paths() {
    return parts.keySet().stream().map(entry -> entry.file().path()).collect(Collectors.toSet());
  }

  /** What became of it, by the manifest of afterwards. */
  LandingResult result(Manifest after) {
    long rows = 0;
    long rejected = 0;
    for (FileEntry taking : parts.keySet()) {
      FileEntry taken = after.numbered(taking.hash()).orElseThrow();
      rows += taken.rows();
      rejected += taken.rejected();
    }
    return new LandingResult(
        table.source(), parts.size(), rows, rejected, copies, refused, waiting);
  }
}
