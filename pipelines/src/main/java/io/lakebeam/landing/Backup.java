package io.lakebeam.landing;

import io.lakebeam.definition.FilesDefinition;
import io.lakebeam.definition.Project;
import io.lakebeam.lake.FileAccess;
import io.lakebeam.privacy.Seal;
import io.lakebeam.privacy.SealedStream;
import io.lakebeam.privacy.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Copies of a source's files as they came, each in a folder that is called by the time at which it
 * was taken; of tables with masks they are encrypted.
 *
 * <pre>{@code
 * Backup.restore(project, "./backup/2026-11-27T05-30-00.123Z/a.csv", java.nio.file.Path.of("a.csv"));
 * }</pre>
 */
public final class Backup {
  private static final DateTimeFormatter TAKEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final String folder;
  private final FileAccess access;
  private final @Nullable Seal seal;

  Backup(String folder, FileAccess access, @Nullable Seal seal) {
    this.folder = folder;
    this.access = access;
    this.seal = seal;
  }

  /**
   * Keeps a file that has its number; one that is kept already stays.
   *
   * @throws IOException if it cannot be kept, or is another by now
   */
  void keep(FileEntry entry) throws IOException {
    String at = "%s/%s".formatted(folder, TAKEN.format(Instant.ofEpochMilli(entry.taken())));
    Path copy = new Path(at, entry.file().name());
    FileIO io = access.io(folder);
    if (io.exists(copy)) {
      return;
    }
    Path part = new Path(at, "." + entry.file().name() + ".part");
    String hash = copy(entry, io, part);
    if (!hash.equals(entry.hash())) {
      io.delete(part, false);
      throw new IOException("it has changed since it was looked at");
    }
    if (!io.rename(part, copy)) {
      throw new IOException("%s could not be renamed to %s".formatted(part, copy));
    }
  }

  private String copy(FileEntry entry, FileIO io, Path to) throws IOException {
    String from = entry.file().path();
    MessageDigest digest = Sha256.digest();
    try (InputStream in =
            new DigestInputStream(access.io(from).newInputStream(new Path(from)), digest);
        OutputStream out = io.newOutputStream(to, true)) {
      if (seal == null) {
        in.transferTo(out);
      } else {
        SealedStream.close(in, out, seal, entry.hash());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Writes a file that was kept as it came, decrypted if need be.
   *
   * @param backup its path in the backup of one of the project's sources
   * @param to where nothing is yet
   * @throws LandingException if it is in no backup, cannot be read, or {@code to} is there
   */
  public static void restore(Project project, String backup, java.nio.file.Path to) {
    FilesDefinition source = sourceOf(project, backup);
    Seal seal = project.privacy() == null ? null : new Seal(project.privacy().maskKeys());
    if (Files.exists(to)) {
      throw new LandingException("%s is there already; give another name".formatted(to));
    }
    java.nio.file.Path part = to.resolveSibling("." + to.getFileName() + ".part");
    try (InputStream stored =
            new BufferedInputStream(
                source.access(project.lake()).io(backup).newInputStream(new Path(backup)));
        OutputStream out = Files.newOutputStream(part)) {
      stored.mark(1 << 10);
      byte[] start = stored.readNBytes(1 << 9);
      stored.reset();
      if (!SealedStream.isSealed(start)) {
        stored.transferTo(out);
      } else if (seal == null) {
        throw new LandingException(
            "%s is encrypted, and the project has no key; write its section privacy"
                .formatted(backup));
      } else {
        SealedStream.open(stored, out, seal);
      }
      out.close();
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LandingException("%s cannot be restored to %s".formatted(backup, to), e);
    } finally {
      part.toFile().delete();
    }
  }

  private static FilesDefinition sourceOf(Project project, String backup) {
    List<FilesDefinition> kept =
        project.files().values().stream().filter(source -> source.backup() != null).toList();
    return kept.stream()
        .filter(source -> backup.startsWith(source.backup() + "/"))
        .findFirst()
        .orElseThrow(
            () ->
                new LandingException(
                    "%s is in the backup of no source; there are: %s"
                        .formatted(backup, kept.stream().map(FilesDefinition::backup).toList())));
  }
}
