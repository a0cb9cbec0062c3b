package io.lakebeam.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The snapshots of a table as their files have them; for what only a wrong clock would write. */
final class SnapshotFiles {
  private final Path folder;

  private SnapshotFiles(Path folder) {
    this.folder = folder;
  }

  static SnapshotFiles of(Lake lake, TableName table) {
    return new SnapshotFiles(
        Path.of(lake.open(table).location().toUri().getPath()).resolve("snapshot"));
  }

  void setCommitted(long snapshot, Instant time) throws IOException {
    Path file = folder.resolve("snapshot-" + snapshot);
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replaceFirst("\"timeMillis\" : \\d+", "\"timeMillis\" : " + time.toEpochMilli()));
  }
}
