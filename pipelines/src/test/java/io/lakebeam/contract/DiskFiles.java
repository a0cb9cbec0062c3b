package io.lakebeam.contract;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files of a lake on the local disk, as they are seen from outside. */
public final class DiskFiles {
  private DiskFiles() {}

  /** How many are in the folder whose names begin so; none where it is not there. */
  public static int count(Path folder, String prefix) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*")) {
      for (Path unused : files) {
        count++;
      }
    } catch (NoSuchFileException e) {
      return 0;
    }
    return count;
  }

  /** Copies all of a folder that nobody writes to. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
