package io.lakebeam.publish;

import io.lakebeam.definition.FilesOutput;
import io.lakebeam.lake.FileAccess;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.Path;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.PartitionPathUtils;

/**
 * Where the files of a publication go and what is in them.
 *
 * @param access how the folder is reached
 * @param folder the publication's
 * @param format how files are written
 * @param type the columns of the rows
 * @param partitionBy those of them that are in folders' names, and not in files
 */
record FilesPlan(
    FileAccess access,
    String folder,
    FilesOutput.Format format,
    RowType type,
    List<String> partitionBy)
    implements Serializable {
  private static final String NOTHING = "__HIVE_DEFAULT_PARTITION__";

  FilesPlan {
    partitionBy = List.copyOf(partitionBy);
  }

  FileIO io() throws IOException {
    return access.io(folder);
  }

  /** A path in the publication's folder. */
  Path path(String in) {
    return new Path(folder, in);
  }

  /** Whether rows are in folders. */
  boolean isPartitioned() {
    return !partitionBy.isEmpty();
  }

  /** Where the columns that are in files stand in a row. */
  int[] inFiles() {
    return type.getFieldIndices(
        type.getFieldNames().stream().filter(name -> !partitionBy.contains(name)).toList());
  }

  /** The columns that are in files. */
  RowType typeInFiles() {
    return type.project(inFiles());
  }

  /**
   * The folder of rows, as Hive names it: null and an empty text are its default partition.
   *
   * @param values by which rows are in it, in the order of {@link #partitionBy}
   */
  String folderOf(List<String> values) {
    LinkedHashMap<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      named.put(partitionBy.get(i), value == null || value.isEmpty() ? NOTHING : value);
    }
    return PartitionPathUtils.generatePartitionPath(named);
  }

  /** A name that no other file has. */
  String newFile(String in) {
    return "%spart-%s.%s".formatted(in, UUID.randomUUID(), format.key());
  }
}
