package io.lakebeam.infer;

import io.lakebeam.file.FileLayout;
import java.util.List;

/**
 * What was found of files.
 *
 * @param pattern which files
 * @param layout how they are written
 * @param columns in the order in which they were found
 * @param key what its table could be keyed by
 * @param records how many were looked at
 * @param files how many there are
 * @param notes what else there is to say
 */
public record Inferred(
    String pattern,
    FileLayout layout,
    List<InferredColumn> columns,
    Key key,
    long records,
    int files,
    List<String> notes) {
  public Inferred {
    columns = List.copyOf(columns);
    notes = List.copyOf(notes);
  }

  /**
   * Columns of a key.
   *
   * @param columns their names
   * @param differs whether all records that were looked at differ in them
   */
  public record Key(List<String> columns, boolean differs) {
    public Key {
      columns = List.copyOf(columns);
    }
  }
}
