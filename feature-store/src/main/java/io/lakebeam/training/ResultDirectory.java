package io.lakebeam.training;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A directory whose files appear together: they are written beside it and moved into its place.
 *
 * <p>An earlier result is moved aside first and deleted last; a process that is killed in between
 * leaves it, whole, under a name beginning with a dot.
 */
final class ResultDirectory {
  private final Path place;

  /** Writes the files of a result. */
  @FunctionalInterface
  interface Content {
    void writeTo(Path directory) throws IOException;
  }

  /**
   * A directory for files of these names.
   *
   * @throws IllegalArgumentException when it is a file, or holds anything else
   */
  ResultDirectory(Path directory, List<String> names) throws IOException {
    this.place = directory.toAbsolutePath().normalize();
    if (!Files.exists(place)) {
      return;
    }
    if (!Files.isDirectory(place)) {
      throw new IllegalArgumentException(place + ": found a file; allowed: a directory");
    }
    try (Stream<Path> found = Files.list(place)) {
      List<String> foreign =
          found.map(file -> file.getFileName().toString()).filter(n -> !names.contains(n)).toList();
      if (!foreign.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: found %s, which training did not write; allowed: an absent or empty directory, or one with only %s"
                .formatted(place, foreign, names));
      }
    }
  }

  void replace(Content content) throws IOException {
    Files.createDirectories(place.getParent());
    Path unfinished = beside("tmp");
    Path earlier = beside("old");
    try {
      Files.createDirectory(unfinished);
      content.writeTo(unfinished);
      if (Files.exists(place)) {
        Files.move(place, earlier, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (Files.exists(earlier) && !Files.exists(place)) {
        Files.move(earlier, place, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    } finally {
      delete(unfinished);
      delete(earlier);
    }
  }

  private Path beside(String ending) {
    return place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + "." + ending);
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException problem)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
