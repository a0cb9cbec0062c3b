package io.lakebeam.lake;

import java.io.IOException;
import java.io.Serializable;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How files that are not the lake's own are reached: by the client that the lake has for its own.
 *
 * <pre>{@code
 * FileIO io = FileAccess.at(store).io("s3://landing/customers");
 * }</pre>
 *
 * @param store where {@code s3://} paths are; null: there are none
 */
public record FileAccess(@Nullable ObjectStore store) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of files on this machine. */
  public static FileAccess local() {
    return new FileAccess(null);
  }

  /** Of files in a store. */
  public static FileAccess at(ObjectStore store) {
    return new FileAccess(store);
  }

  /**
   * The client for a path.
   *
   * @throws IOException if there is none
   */
  public FileIO io(String path) throws IOException {
    return FileIO.get(new Path(path), CatalogContext.create(PaimonOptions.of(store)));
  }
}
