package io.lakebeam.model;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is not a model that this version can read: {@code model.json: 'trees[3].left[2]' is 99;
 * allowed: a node from 3 to 30}.
 */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  ModelFormatException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }

  ModelFormatException(Path file, String problem) {
    this(file, problem, null);
  }
}
