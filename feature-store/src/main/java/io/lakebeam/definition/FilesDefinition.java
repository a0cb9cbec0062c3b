package io.lakebeam.definition;

import io.lakebeam.file.FileLayout;
import io.lakebeam.file.StoredFiles;
import io.lakebeam.lake.FileAccess;
import io.lakebeam.lake.ObjectStore;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Files that a table is taken from.
 *
 * <pre>{@code
 * sources:
 *   landing:
 *     type: files
 *     path: ./landing/*.csv       # or s3://bucket/prefix/*.csv
 *     format: csv                 # or json: one object a line
 *     separator: ";"
 *     decimal: ","
 * }</pre>
 *
 * @param name as tables refer to it
 * @param path which files: a path, absolute or on S3, with {@code *}, {@code ?} and {@code **}
 * @param layout how they are written
 * @param store where {@code s3://} is; empty: as the lake's
 * @param backup the folder, on the same machine or in the same store, in which files are kept as
 *     they came; null: they are not
 * @param notifications where the store says which objects are new; empty: nowhere
 */
public record FilesDefinition(
    String name,
    String path,
    FileLayout layout,
    Optional<StoreDefinition> store,
    @Nullable String backup,
    Optional<NotificationsDefinition> notifications) {

  public FilesDefinition {
    boolean isRemote = path.startsWith(LakeDefinition.S3);
    new Checks()
        .name("name", name)
        .text("path", path)
        .that(
            isRemote || !path.contains("://"),
            "path",
            "must be a path of this machine or s3://bucket/prefix, found '" + path + "'")
        .that(
            isRemote || store.isEmpty(),
            "path",
            "is of this machine; endpoint, region, access-key and secret-key are for s3://bucket/prefix")
        .that(
            backup == null || backup.startsWith(LakeDefinition.S3) == isRemote,
            "backup",
            "must be where the path is, %s, found '%s'"
                .formatted(isRemote ? "s3://bucket/prefix" : "a folder of this machine", backup))
        .that(
            backup == null || !StoredFiles.like(path, FileAccess.local()).looksInto(backup),
            "backup",
            "is looked into for new files by the path, found '%s'".formatted(backup))
        .that(
            isRemote || notifications.isEmpty(),
            "notifications",
            "are what a store writes of its objects; the path is of this machine")
        .that(
            isEncoding(layout.encoding()),
            "encoding",
            "must be an encoding that Java knows, such as UTF-8, ISO-8859-1, windows-1252 or UTF-16, found '%s'"
                .formatted(layout.encoding()))
        .that(
            layout.zone() == null || isZone(layout.zone()),
            "zone",
            "must be a time zone such as Europe/Berlin, found '%s'".formatted(layout.zone()))
        .that(isPattern(layout.dates()), "dates", pattern("dd.MM.yyyy", layout.dates()))
        .that(
            isPattern(layout.timestamps()),
            "timestamps",
            pattern("dd.MM.yyyy HH:mm:ss", layout.timestamps()))
        .that(
            layout.separator() != layout.quote() && layout.separator() < 128,
            "separator",
            "must be one character of ASCII and not the quote, found '%s'"
                .formatted(layout.separator()))
        .that(
            layout.quote() < 128,
            "quote",
            "must be one character of ASCII, found '%s'".formatted(layout.quote()))
        .done();
  }

  private static String pattern(String example, @Nullable String found) {
    return "must be a pattern of Java's DateTimeFormatter such as %s, found '%s'"
        .formatted(example, found);
  }

  private static boolean isPattern(@Nullable String text) {
    try {
      return text == null || DateTimeFormatter.ofPattern(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static boolean isZone(String text) {
    try {
      return ZoneId.of(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isEncoding(String text) {
    try {
      return Charset.isSupported(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * How the files are reached.
   *
   * @param lake whose store it is where none is said
   */
  public FileAccess access(LakeDefinition lake) {
    return store
        .or(lake::store)
        .filter(any -> path.startsWith(LakeDefinition.S3))
        .map(StoreDefinition::open)
        .map((ObjectStore at) -> FileAccess.at(at))
        .orElseGet(FileAccess::local);
  }
}
