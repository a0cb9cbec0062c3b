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

  /** What it is called in its folder. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
