package io.lakebeam.publish;

import io.lakebeam.lake.FileAccess;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.FileStatus;
import org.apache.paimon.fs.Path;

/**
 * The publications of one data set: each a folder of its own, which nobody is told of before it is
 * whole, and what says which of them is the current one.
 *
 * <p>On this machine {@code PATH} is a symbolic link to {@code .NAME.publications/ID} beside it,
 * which is replaced by a rename. On S3, where nothing can be renamed, {@code PATH/_current.json}
 * names {@code PATH/_publications/ID} and is replaced by one PUT.
 *
 * <p>For one writer at a time.
 */
final class Publications {
  /** In a publication's folder, once it is whole. */
  static final String WHOLE = "_publication.json";

  private static final String CURRENT = "_current.json";

  private final String path;
  private final FileIO io;
  private final Path base;
  private final boolean isOnDisk;

  private Publications(String path, FileIO io, Path base, boolean isOnDisk) {
    this.path = path;
    this.io = io;
    this.base = base;
    this.isOnDisk = isOnDisk;
  }

  /**
   * Those at {@code path}.
   *
   * @throws PublishException if something stands there that no publication made
   */
  static Publications at(String path, FileAccess access) throws IOException {
    FileIO io = access.io(path);
    if (path.startsWith("s3://")) {
      return new Publications(path, io, new Path(path, "_publications"), false);
    }
    java.nio.file.Path link = java.nio.file.Path.of(path).toAbsolutePath().normalize();
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
      throw new PublishException(
          "%s is there and was not published: publish makes it a symbolic link; move it away, or publish to another path"
              .formatted(link));
    }
    java.nio.file.Path folder = link.resolveSibling("." + link.getFileName() + ".publications");
    return new Publications(link.toString(), io, new Path(folder.toString()), true);
  }

  /** The folder of a publication. */
  Path folder(String id) {
    return new Path(base, id);
  }

  /** The one that readers see. */
  Optional<Publication> current() throws IOException {
    if (!isOnDisk) {
      return read(new Path(path, CURRENT));
    }
    java.nio.file.Path link = java.nio.file.Path.of(path);
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    java.nio.file.Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    if (!target.getParent().toString().equals(base.toUri().getPath())) {
      throw new PublishException(
          "%s is a symbolic link to %s, which was not published; remove it, or publish to another path"
              .formatted(link, target));
    }
    return whole(target.getFileName().toString());
  }

  /** A publication, if it is whole. */
  Optional<Publication> whole(String id) throws IOException {
    return read(new Path(folder(id), WHOLE));
  }

  private Optional<Publication> read(Path file) throws IOException {
    try {
      return Optional.of(Publication.parse(io.readFileUtf8(file)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Makes a whole publication the one that readers see, at once. */
  void show(Publication publication) throws IOException {
    if (!isOnDisk) {
      io.overwriteFileUtf8(new Path(path, CURRENT), publication.toJson());
      return;
    }
    java.nio.file.Path link = java.nio.file.Path.of(path);
    java.nio.file.Path folder = java.nio.file.Path.of(folder(publication.id()).toUri().getPath());
    for (Publication.FilePart file : publication.files()) {
      force(folder.resolve(file.path()));
    }
    force(folder.resolve(WHOLE));
    java.nio.file.Path target = folder.getParent().getFileName().resolve(publication.id());
    java.nio.file.Path next =
        link.resolveSibling("." + link.getFileName() + "." + UUID.randomUUID());
    Files.createSymbolicLink(next, target);
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void force(java.nio.file.Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Deletes what killed runs have left, and all but so many publications.
   *
   * @param keep how many stay, the current one and those before it
   */
  void clean(int keep) throws IOException {
    Set<String> kept = new LinkedHashSet<>();
    Optional<Publication> next = current();
    while (next.isPresent() && kept.size() < keep) {
      kept.add(next.get().id());
      String before = next.get().previous();
      next = before == null ? Optional.empty() : whole(before);
    }
    if (io.exists(base)) {
      for (FileStatus one : io.listStatus(base)) {
        if (!kept.contains(one.getPath().getName())) {
          io.delete(one.getPath(), true);
        }
      }
    }
  }
}
