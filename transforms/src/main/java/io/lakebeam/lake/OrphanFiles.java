package io.lakebeam.lake;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.paimon.Snapshot;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.Path;
import org.apache.paimon.manifest.ManifestFileMeta;
import org.apache.paimon.manifest.ManifestList;
import org.apache.paimon.operation.CleanOrphanFilesResult;
import org.apache.paimon.operation.LocalOrphanFilesClean;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.utils.FileStorePathFactory;
import org.apache.paimon.utils.SnapshotManager;

/**
 * Files in a table's folders that no snapshot and no tag names and that are older than any write
 * takes: what killed writers, committers and compactions left.
 *
 * @param files their paths
 * @param bytes their size
 */
record OrphanFiles(List<Path> files, long bytes) {

  OrphanFiles {
    files = List.copyOf(files);
  }

  /**
   * Looks for them. Paimon takes a manifest that is not there for one of a snapshot that is being
   * expired, and its files for unused. Nothing expires meanwhile, so here it is damage.
   *
   * @throws LakeException if a snapshot cannot be read whole: what it names is unknown then
   */
  static OrphanFiles find(TableName name, FileStoreTable table, Duration olderThan)
      throws Exception {
    return findBefore(name, table, System.currentTimeMillis() - olderThan.toMillis());
  }

  /** Those that were written before a time of the store's own clock. */
  static OrphanFiles findBefore(TableName name, FileStoreTable table, long millis)
      throws Exception {
    // Only looked for: Paimon would delete empty folders too, in which a writer is about to write.
    CleanOrphanFilesResult found = new LocalOrphanFilesClean(table, millis, true).clean();
    if (found.getDeletedFileCount() > 0) {
      requireWhole(name, table);
    }
    return new OrphanFiles(found.getDeletedFilesPath(), found.getDeletedFileTotalLenInBytes());
  }

  /** Deletes them. */
  void delete(FileStoreTable table) throws IOException {
    for (Path file : files) {
      table.fileIO().delete(file, false);
    }
  }

  private static void requireWhole(TableName name, FileStoreTable table) throws IOException {
    ManifestList lists = table.store().manifestListFactory().create();
    FileStorePathFactory paths = table.store().pathFactory();
    Set<String> manifests = new HashSet<>();
    for (Snapshot snapshot : snapshots(table)) {
      try {
        for (ManifestFileMeta manifest : lists.readAllManifests(snapshot)) {
          manifests.add(manifest.fileName());
        }
      } catch (RuntimeException e) {
        throw new LakeException(
            "table %s: no orphan was deleted, because snapshot %d cannot be read"
                .formatted(name, snapshot.id()),
            e);
      }
    }
    FileIO files = table.fileIO();
    for (String manifest : manifests) {
      Path path = paths.toManifestFilePath(manifest);
      if (!files.exists(path)) {
        throw new LakeException(
            "table %s: no orphan was deleted, because a manifest of its snapshots is missing: %s"
                .formatted(name, path));
      }
    }
  }

  private static Collection<Snapshot> snapshots(FileStoreTable table) throws IOException {
    SnapshotManager manager = table.snapshotManager();
    Set<Snapshot> snapshots = new HashSet<>(table.tagManager().taggedSnapshots());
    manager.snapshotIdStream().forEach(id -> snapshots.add(manager.snapshot(id)));
    return snapshots;
  }
}
