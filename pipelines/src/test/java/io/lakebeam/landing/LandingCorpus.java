package io.lakebeam.landing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files as they should not be: what is expected of each is beside it, {@code NAME.expected}.
 *
 * @param files their bytes, by their names
 * @param expected what is to become of each
 */
record LandingCorpus(Map<String, byte[]> files, Map<String, List<String>> expected) {
  private static final String EXPECTED = ".expected";

  static LandingCorpus read() throws IOException, URISyntaxException {
    LandingCorpus corpus = new LandingCorpus(new TreeMap<>(), new TreeMap<>());
    Path folder = Path.of(LandingCorpus.class.getResource("/landing").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(EXPECTED)) {
          corpus.expected.put(
              name.substring(0, name.length() - EXPECTED.length()), Files.readAllLines(file));
        } else {
          corpus.files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return corpus;
  }

  /** A project that takes all of them, format by format, into one lake. */
  static String project(String lake, String folder) {
    return """
    project: corpus
    lake: {%1$s}
    sources:
      csv: {type: files, path: "%2$s/*.csv*", format: csv}
      json: {type: files, path: "%2$s/*.json", format: json}
      parquet: {type: files, path: "%2$s/*.parquet", format: parquet}
      avro: {type: files, path: "%2$s/*.avro", format: avro}
    tables:
      of_csv: {from: csv, %3$s}
      of_json: {from: json, %3$s}
      of_parquet: {from: parquet, %3$s}
      of_avro: {from: avro, %3$s}
    """
        .formatted(
            lake,
            folder,
            "key: [id], event-time: at, columns: {id: bigint, name: string, price: \"decimal(10,2)\", at: timestamp}");
  }

  /** What became of each file, as the lake says it, in the words of the corpus. */
  static Map<String, List<String>> found(LandedRows landed) {
    Map<String, List<String>> found = new TreeMap<>();
    for (String row :
        landed.rows("lakebeam.files", "path", "state", "rows", "rejected", "reason")) {
      String[] parts = row.substring(row.lastIndexOf('/') + 1).split(" ", 5);
      String became =
          parts[1].equals("refused")
              ? "refused " + parts[4].substring(parts[0].length() + 2)
              : "rows %s rejected %s".formatted(parts[2], parts[3]);
      found.put(parts[0], new ArrayList<>(List.of(became)));
    }
    for (String reason : landed.reasons()) {
      int space = reason.indexOf(' ');
      found.get(reason.substring(0, space)).add(reason.substring(space + 1));
    }
    return found;
  }
}
