package io.lakebeam.definition;

import io.lakebeam.lake.FileAccess;
import java.util.List;
import java.util.Optional;

/**
 * An output as files: one data set, whole at every moment.
 *
 * <pre>{@code
 * {to: files, path: s3://shared/customers, format: csv, partition-by: [country], keep: 3}
 * }</pre>
 *
 * @param path an absolute path of this machine or {@code s3://bucket/prefix}
 * @param format how rows are written
 * @param partitionBy the columns by whose values rows are in folders; in order, maybe none
 * @param keep how many publications stay, the current one among them
 * @param store where {@code s3://} is; empty: as the lake's
 */
public record FilesOutput(
    String path, Format format, List<String> partitionBy, int keep, Optional<StoreDefinition> store)
    implements OutputDefinition.Target {
  /** The current one and the one before it. */
  static final int USUAL_KEEP = 2;

  /** How rows are written. */
  public enum Format {
    /** Columns with their types, packed by Zstandard. */
    PARQUET("parquet"),
    /** A header in each file; null is empty, an empty text is {@code ""}. */
    CSV("csv");

    private final String key;

    Format(String key) {
      this.key = key;
    }

    /** As the project file has it. */
    public String key() {
      return key;
    }
  }

  public FilesOutput {
    partitionBy = List.copyOf(partitionBy);
    Checks checks =
        new Checks()
            .text("path", path)
            .that(
                path.matches("s3://[^/]+/.*[^/]") || !path.contains("://"),
                "path",
                "must be a path of this machine or s3://bucket/prefix, found '" + path + "'")
            .that(
                path.startsWith(LakeDefinition.S3) || store.isEmpty(),
                "path",
                "is of this machine; endpoint, region, access-key and secret-key are for s3://bucket/prefix")
            .that(keep >= 1, "keep", "must be 1 or more, found " + keep);
    if (!partitionBy.isEmpty()) {
      checks.names("partition-by", partitionBy);
    }
    checks.done();
  }

  /**
   * How the files are reached.
   *
   * @param lake whose store it is where none is said
   */
  public FileAccess access(LakeDefinition lake) {
    return store
        .or(lake::store)
        .filter(any -> path.startsWith(LakeDefinition.S3))
        .map(at -> FileAccess.at(at.open()))
        .orElseGet(FileAccess::local);
  }
}
