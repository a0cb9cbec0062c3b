package io.lakebeam.file;

import java.io.Serializable;

/**
 * A file as a listing has it.
 *
 * @param path on this machine, or {@code s3://bucket/key}
 * @param size in bytes
 * @param modifiedMillis when it was written, milliseconds since 1970
 */
public record StoredFile(String path, long size, long modifiedMillis) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whether it is an object of a store: there once all of it is, and never half written. */
  public boolean isObject() {
    return path.startsWith("s3://");
  }

  /**
   * Whether both are the same file, unchanged, by all that is told of it. A store lists objects
   * with milliseconds, and answers in seconds when it is asked for one.
   */
  public boolean isAs(StoredFile other) {
    long unit = isObject() ? 1000 : 1;
    return path.equals(other.path)
        && size == other.size
        && modifiedMillis / unit == other.modifiedMillis / unit;
  }

  /** What it is called in its folder. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
