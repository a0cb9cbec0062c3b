package io.lakebeam.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one directory that a run writes to, held for this run alone.
 *
 * <pre>{@code
 * try (Workdir workdir = Workdir.claim(Path.of(".lakebeam/quickstart"))) { ... workdir.warehouse() ... }
 * }</pre>
 *
 * <p>{@link #claim} refuses, with one clear message, a directory that cannot be written, that holds
 * something that no earlier run made, or that a live run holds. What an earlier run left is
 * deleted. The hold is a lock of the operating system, so it ends with the process, however that
 * ends.
 */
public final class Workdir implements AutoCloseable {
  /** The file that says that a directory is ours, and that carries the lock. */
  static final String MARKER = ".lakebeam-workdir";

  private final Path root;
  private final FileChannel marker;

  private Workdir(Path root, FileChannel marker) {
    this.root = root;
    this.marker = marker;
  }

  /** Takes the directory for this run and empties it of what an earlier run left. */
  public static Workdir claim(Path directory) {
    Path root = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      refuseForeign(root);
    } catch (IOException e) {
      throw unusable(root, e);
    }
    Workdir workdir = new Workdir(root, lockedMarker(root));
    try {
      LeftServers.refuseAlive(root);
      workdir.empty();
      for (Path folder : List.of(workdir.logs(), workdir.results())) {
        Files.createDirectories(folder);
      }
      return workdir;
    } catch (IOException e) {
      workdir.close();
      throw unusable(root, e);
    } catch (RuntimeException e) {
      workdir.close();
      throw e;
    }
  }

  /** The directory itself. */
  public Path root() {
    return root;
  }

  /** Where the servers keep their data. */
  public Path servers() {
    return root.resolve("servers");
  }

  /** Where the lake is. */
  public Path warehouse() {
    return root.resolve("lake");
  }

  /** Where logs go. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** Where the training set, the model and the other results go. */
  public Path results() {
    return root.resolve("results");
  }

  /** Lets the directory go; what is in it stays. */
  @Override
  public void close() {
    try {
      marker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseForeign(Path root) throws IOException {
    if (Files.exists(root.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> entries = Files.list(root)) {
      Optional<Path> found = entries.sorted().findFirst();
      if (found.isPresent()) {
        throw new QuickstartException(
            root
                + " holds something else ("
                + found.get().getFileName()
                + "); name an empty or new directory with --workdir");
      }
    }
  }

  private static FileChannel lockedMarker(Path root) {
    try {
      FileChannel channel =
          FileChannel.open(
              root.resolve(MARKER),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      if (isLocked(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw unusable(root, e);
    }
    throw QuickstartException.worthRetry(
        root
            + " is in use by another run; wait for it to end, or name another directory with --workdir");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static QuickstartException unusable(Path root, IOException e) {
    String reason = e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    return new QuickstartException(
        root
            + " cannot be used as working directory ("
            + reason
            + "); name one that you can write to with --workdir",
        e);
  }

  private void empty() throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.equals(root.resolve(MARKER))) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!folder.equals(root)) {
              Files.delete(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
