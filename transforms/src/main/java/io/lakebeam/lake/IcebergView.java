package io.lakebeam.lake;

import java.util.List;
import java.util.Map;
import org.apache.paimon.Snapshot;
import org.apache.paimon.iceberg.IcebergCommitCallback;
import org.apache.paimon.manifest.ManifestEntry;
import org.apache.paimon.schema.TableSchema;
import org.apache.paimon.table.DelegatedFileStoreTable;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.CommitCallback;
import org.apache.paimon.table.source.ScanMode;
import org.apache.paimon.table.source.snapshot.SnapshotReader;

/**
 * Iceberg metadata of a table, in the folder {@code metadata} beside its own: what Iceberg's
 * readers see is what is in the top level, which is all there is right after a full compaction.
 *
 * <p>Published by maintenance alone. As an option of the table, every commit of every writer would
 * write it, and would show nothing that was not there before: writers add to level 0 only.
 */
final class IcebergView {
  private static final Map<String, String> OPTIONS =
      Map.of(
          "metadata.iceberg.storage", "table-location",
          // Every reader has it; PyIceberg as it is installed by default lacks snappy.
          "metadata.iceberg.manifest-compression", "deflate",
          // One Iceberg snapshot: the files of an older one may be expired at any time.
          "snapshot.num-retained.min", "1",
          "snapshot.num-retained.max", "1");

  private IcebergView() {}

  /** Shows the latest snapshot's top level, if there is anything in it. */
  static void publish(FileStoreTable table) throws Exception {
    Snapshot latest = table.snapshotManager().latestSnapshot();
    if (latest == null) {
      return;
    }
    FileStoreTable view = new TopLevel(table.copy(OPTIONS));
    if (view.newSnapshotReader().withSnapshot(latest).read().dataSplits().isEmpty()) {
      return;
    }
    List<ManifestEntry> delta =
        view.store().newScan().withKind(ScanMode.DELTA).withSnapshot(latest).plan().files();
    try (IcebergCommitCallback iceberg = new IcebergCommitCallback(view, latest.commitUser())) {
      iceberg.call(
          new CommitCallback.Context(
              List.of(), delta, List.of(), latest, latest.commitIdentifier()));
    }
  }

  /**
   * The table as if its top level were all of it. Paimon's callback leaves out every bucket that
   * has files in two levels, whole: with a writer at work most rows would be gone from the view.
   */
  private static final class TopLevel extends DelegatedFileStoreTable {
    private TopLevel(FileStoreTable wrapped) {
      super(wrapped);
    }

    @Override
    public SnapshotReader newSnapshotReader() {
      return wrapped.newSnapshotReader().withLevel(BucketRuns.topLevel(wrapped));
    }

    @Override
    public FileStoreTable copy(Map<String, String> options) {
      return new TopLevel(wrapped.copy(options));
    }

    @Override
    public FileStoreTable copy(TableSchema schema) {
      return new TopLevel(wrapped.copy(schema));
    }

    @Override
    public FileStoreTable copyWithoutTimeTravel(Map<String, String> options) {
      return new TopLevel(wrapped.copyWithoutTimeTravel(options));
    }

    @Override
    public FileStoreTable copyWithLatestSchema() {
      return new TopLevel(wrapped.copyWithLatestSchema());
    }

    @Override
    public FileStoreTable switchToBranch(String branch) {
      return new TopLevel(wrapped.switchToBranch(branch));
    }
  }
}
