package io.lakebeam.file;

import io.lakebeam.lake.FileAccess;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.FileStatus;
import org.apache.paimon.fs.Path;

/**
 * The files whose paths are like a pattern: {@code *} and {@code ?} stand for letters of one
 * folder's or file's name, {@code **} for any folders. Names that begin with a dot are left out.
 *
 * <pre>{@code
 * List<StoredFile> files = StoredFiles.like("/data/landing/*.csv", FileAccess.local()).list();
 * }</pre>
 */
public final class StoredFiles {
  private static final Pattern WILD = Pattern.compile("[*?]");
  private static final Pattern TOKEN = Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?");

  private final Path folder;
  private final Pattern pattern;
  private final boolean isDeep;
  private final FileAccess access;

  private StoredFiles(Path folder, Pattern pattern, boolean isDeep, FileAccess access) {
    this.folder = folder;
    this.pattern = pattern;
    this.isDeep = isDeep;
    this.access = access;
  }

  /** Those like {@code path}. */
  public static StoredFiles like(String path, FileAccess access) {
    boolean isWild = WILD.matcher(path).find();
    String fixed = isWild ? WILD.split(path, 2)[0] : path;
    String folder = fixed.substring(0, Math.max(1, fixed.lastIndexOf('/')));
    boolean isDeep = path.substring(Math.min(path.length(), folder.length() + 1)).contains("/");
    return new StoredFiles(new Path(folder), regex(path), isDeep, access);
  }

  private static Pattern regex(String path) {
    StringBuilder regex = new StringBuilder();
    Matcher wild = TOKEN.matcher(path);
    int plain = 0;
    while (wild.find()) {
      regex.append(Pattern.quote(path.substring(plain, wild.start())));
      regex.append(
          switch (wild.group()) {
            case "**/" -> "(.*/)?";
            case "**" -> ".*";
            case "*" -> "[^/]*";
            default -> "[^/]";
          });
      plain = wild.end();
    }
    return Pattern.compile(regex + Pattern.quote(path.substring(plain)), Pattern.DOTALL);
  }

  /** The folder that is looked into. */
  public String folder() {
    return folder.toString();
  }

  /** Whether files in folders within that one are looked for. */
  public boolean looksInto(String other) {
    return isDeep && (other + "/").startsWith(plain(folder) + "/");
  }

  /** Whether the file at a path would be among them. */
  public boolean areLike(String path) {
    String within = path.substring(Math.min(path.length(), plain(folder).length()));
    return pattern.matcher(path).matches() && !within.contains("/.");
  }

  /**
   * Those there are now, the oldest first; none where the folder is not there.
   *
   * @throws IOException if the folder cannot be read
   */
  public List<StoredFile> list() throws IOException {
    List<StoredFile> found = new ArrayList<>();
    FileIO io = access.io(folder.toString());
    collect(io, folder, found);
    found.sort(
        Comparator.comparingLong(StoredFile::modifiedMillis).thenComparing(StoredFile::path));
    return found;
  }

  /**
   * The file at a path, as it is now; nothing where there is none.
   *
   * @throws IOException if it cannot be asked for
   */
  public static Optional<StoredFile> at(String path, FileAccess access) throws IOException {
    try {
      FileStatus status = access.io(path).getFileStatus(new Path(path));
      return status.isDir()
          ? Optional.empty()
          : Optional.of(new StoredFile(path, status.getLen(), status.getModificationTime()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private void collect(FileIO io, Path in, List<StoredFile> found) throws IOException {
    FileStatus[] all;
    try {
      all = io.listStatus(in);
    } catch (FileNotFoundException e) {
      return;
    }
    for (FileStatus one : all == null ? new FileStatus[0] : all) {
      if (one.getPath().getName().startsWith(".")) {
        continue;
      }
      if (one.isDir()) {
        if (isDeep) {
          collect(io, one.getPath(), found);
        }
        continue;
      }
      String path = plain(one.getPath());
      if (pattern.matcher(path).matches()) {
        found.add(new StoredFile(path, one.getLen(), one.getModificationTime()));
      }
    }
  }

  private static String plain(Path path) {
    return path.toUri().getScheme() == null || path.toUri().getScheme().equals("file")
        ? path.toUri().getPath()
        : path.toString();
  }
}
