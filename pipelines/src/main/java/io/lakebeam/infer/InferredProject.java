package io.lakebeam.infer;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.file.FileLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project file of one source of files and its table, as was found.
 *
 * <pre>{@code
 * new InferredProject("prices", "./landing/*.csv", inferred, Optional.empty()).text();
 * }</pre>
 *
 * @param name of the project, the source and the table
 * @param path as the project file is to have it
 * @param inferred what was found
 * @param endpoint of the store of {@code s3://}; its keys come from the environment
 */
public record InferredProject(
    String name, String path, Inferred inferred, Optional<String> endpoint) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The file. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Found in %,d records of %,d files; what no record showed may be otherwise."
            .formatted(inferred.records(), inferred.files()));
    inferred.notes().forEach(note -> lines.add("# " + plain(note)));
    lines.add("project: " + name);
    lines.add("lake: {warehouse: ./lake}");
    lines.add("sources:");
    lines.add("  " + name + ":");
    source().forEach((key, value) -> lines.add("    %s: %s".formatted(key, value)));
    lines.add("tables:");
    lines.add("  " + name + ":");
    lines.add("    from: " + name);
    lines.add(
        "    key: [%s]%s"
            .formatted(
                String.join(", ", inferred.key().columns()),
                inferred.key().differs()
                    ? ""
                    : "  # records do not differ in it: of equal ones the last stays; choose another"));
    lines.add("    columns:");
    inferred.columns().forEach(column -> lines.add("      " + line(column)));
    masks(lines);
    return String.join("\n", lines) + "\n";
  }

  private void masks(List<String> lines) {
    List<InferredColumn> masked =
        inferred.columns().stream().filter(column -> column.mask().isPresent()).toList();
    if (masked.isEmpty()) {
      return;
    }
    lines.add("    # These may be about people. A mask is applied before anything is stored:");
    lines.add("    # mask:");
    masked.forEach(
        column ->
            lines.add("    #   %s: %s".formatted(column.name(), column.mask().orElseThrow())));
    if (masked.stream().anyMatch(column -> column.mask().orElseThrow().equals("hmac"))) {
      lines.add("# privacy: {keys: {1: \"${MASK_KEY_1}\"}, current: 1}   # for hmac");
    }
  }

  /** The keys of the source that are not as usual. */
  public Map<String, String> source() {
    FileLayout layout = inferred.layout();
    FileLayout usual = FileLayout.of(layout.format());
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("type", "files");
    keys.put("path", quoted(path));
    endpoint.ifPresent(
        url -> {
          keys.put("endpoint", quoted(url));
          keys.put("access-key", "${S3_ACCESS_KEY}");
          keys.put("secret-key", "${S3_SECRET_KEY}");
        });
    keys.put("format", layout.format().key());
    put(keys, "separator", quoted(layout.separator()), quoted(usual.separator()));
    put(keys, "quote", quoted(layout.quote()), quoted(usual.quote()));
    put(keys, "encoding", layout.encoding(), usual.encoding());
    put(keys, "header", layout.header().key(), usual.header().key());
    put(keys, "nulls", list(layout.nulls()), list(usual.nulls()));
    put(keys, "decimal", quoted(layout.decimal()), quoted(usual.decimal()));
    put(keys, "dates", layout.dates() == null ? "" : quoted(layout.dates()), "");
    put(keys, "timestamps", layout.timestamps() == null ? "" : quoted(layout.timestamps()), "");
    put(keys, "missing-columns", layout.missing().key(), usual.missing().key());
    return keys;
  }

  private static void put(Map<String, String> keys, String key, String found, String usual) {
    if (!found.equals(usual)) {
      keys.put(key, found);
    }
  }

  private static String line(InferredColumn column) {
    String type = column.type().contains(",") ? quoted(column.type()) : column.type();
    boolean isSame = column.title().equalsIgnoreCase(column.name());
    return "%s: %s%s"
        .formatted(
            column.name(),
            isSame ? type : "{type: %s, title: %s}".formatted(type, quoted(column.title())),
            column.note().map(note -> "  # " + plain(note)).orElse(""));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(InferredProject::quoted).collect(joining(", ", "[", "]"));
  }

  private static String quoted(char letter) {
    return quoted(String.valueOf(letter));
  }

  /** A text of YAML, of which JSON is a part; a dollar would be a variable's. */
  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every text is one of JSON", e);
    }
  }

  /** One line, without what a terminal would obey. */
  private static String plain(String note) {
    return note.replaceAll("\\p{Cntrl}+", " ");
  }
}
