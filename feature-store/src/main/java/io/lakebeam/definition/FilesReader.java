package io.lakebeam.definition;

import io.lakebeam.file.FileColumn;
import io.lakebeam.file.FileFormat;
import io.lakebeam.file.FileLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/** From the sections of sources and tables that are files to their records. */
final class FilesReader {
  private static final String[] KEYS = {
    "type",
    "path",
    "backup",
    "format",
    "separator",
    "quote",
    "encoding",
    "header",
    "nulls",
    "decimal",
    "dates",
    "timestamps",
    "zone",
    "missing-columns",
    "extra-columns",
    "endpoint",
    "region",
    "access-key",
    "secret-key",
    "notifications"
  };

  /** What says how values are written where they have no types of their own. */
  private static final String[] OF_TEXT = {
    "separator", "quote", "encoding", "header", "nulls", "decimal", "dates", "timestamps"
  };

  private FilesReader() {}

  /**
   * A source of files.
   *
   * @param path with its variables, and its folder, put in
   * @param notifications reads the section of that name
   * @param store reads the store's keys
   */
  static Optional<FilesDefinition> source(
      String name,
      Section in,
      Function<String, String> path,
      Function<Section, Optional<StoreDefinition>> store,
      Function<Section, Optional<NotificationsDefinition>> notifications) {
    in.allow(KEYS);
    String where = path.apply("path");
    FileFormat format = in.choice("format", List.of(FileFormat.values()), FileFormat::key);
    if (!format.isText()) {
      Stream.of(OF_TEXT).filter(in::has).forEach(key -> refuse(in, key, format));
    }
    FileLayout layout = layout(in, FileLayout.of(format));
    Optional<StoreDefinition> at = in.has("endpoint") ? store.apply(in) : Optional.empty();
    String backup = in.has("backup") ? path.apply("backup").replaceAll("/+$", "") : null;
    Optional<NotificationsDefinition> told =
        in.has("notifications") ? in.section("notifications", notifications) : Optional.empty();
    return in.build(() -> new FilesDefinition(name, where, layout, at, backup, told));
  }

  private static void refuse(Section in, String key, FileFormat format) {
    in.refuse(
        key,
        "is for csv and json; the values of %s files have types of their own"
            .formatted(format.key()));
  }

  private static FileLayout layout(Section in, FileLayout usual) {
    return new FileLayout(
        usual.format(),
        letter(in, "separator", usual.separator()),
        letter(in, "quote", usual.quote()),
        in.has("encoding") ? in.text("encoding") : usual.encoding(),
        choice(in, "header", usual.header(), FileLayout.Header.values(), FileLayout.Header::key),
        in.has("nulls") ? in.list("nulls", "text") : usual.nulls(),
        letter(in, "decimal", usual.decimal()),
        text(in, "dates"),
        text(in, "timestamps"),
        text(in, "zone"),
        choice(
            in,
            "missing-columns",
            usual.missing(),
            FileLayout.Missing.values(),
            FileLayout.Missing::key),
        choice(
            in, "extra-columns", usual.extra(), FileLayout.Extra.values(), FileLayout.Extra::key));
  }

  private static <T> T choice(
      Section in, String key, T usual, T[] choices, Function<T, String> nameOf) {
    return in.has(key) ? in.choice(key, List.of(choices), nameOf) : usual;
  }

  private static @Nullable String text(Section in, String key) {
    return in.has(key) ? in.text(key) : null;
  }

  private static char letter(Section in, String key, char usual) {
    if (!in.has(key)) {
      return usual;
    }
    String text = in.text(key).replace("\\t", "\t");
    if (text.length() != 1) {
      in.refuse(key, "must be one character, found '%s'".formatted(text));
      return usual;
    }
    return text.charAt(0);
  }

  /** The columns of a table that is taken from files. */
  static List<FileColumn> columns(Section in) {
    List<FileColumn> columns = new ArrayList<>();
    for (String name : in.keys()) {
      Optional<FileColumn> column =
          in.isSection(name)
              ? in.section(name, section -> column(name, section))
              : requireType(in, name, in.text(name)).map(type -> new FileColumn(name, name, type));
      column.ifPresent(columns::add);
    }
    return columns;
  }

  private static Optional<FileColumn> column(String name, Section in) {
    in.allow("type", "title");
    String title = in.has("title") ? in.text("title") : name;
    String type = in.text("type");
    return requireType(in, "type", type).map(one -> new FileColumn(name, title, one));
  }

  private static Optional<String> requireType(Section in, String key, String type) {
    if (FileColumn.isType(type)) {
      return Optional.of(type);
    }
    if (!type.isEmpty()) {
      in.refuse(
          key,
          "must be one of %s, found '%s'%s"
              .formatted(
                  String.join(", ", FileColumn.TYPES), type, Nearest.to(type, FileColumn.TYPES)));
    }
    return Optional.empty();
  }
}
