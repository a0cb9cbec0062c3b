package io.lakebeam.definition;

import io.lakebeam.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** From a section under {@code outputs} to an output. */
final class OutputReader {
  private static final List<String> STORE =
      List.of("endpoint", "region", "access-key", "secret-key");
  private static final List<String> FILES = List.of("path", "format", "partition-by", "keep");
  private static final List<String> JDBC = List.of("url", "user", "password", "table");

  /** A value with its variables put in. */
  private final BiFunction<Section, String, String> text;

  /** A value that must be one variable. */
  private final BiFunction<Section, String, String> secret;

  /** A path, seen from the project file's folder. */
  private final Function<String, String> place;

  private final Function<Section, Optional<StoreDefinition>> store;

  OutputReader(
      BiFunction<Section, String, String> text,
      BiFunction<Section, String, String> secret,
      Function<String, String> place,
      Function<Section, Optional<StoreDefinition>> store) {
    this.text = text;
    this.secret = secret;
    this.place = place;
    this.store = store;
  }

  Optional<OutputDefinition> output(String name, Section in) {
    boolean isFiles = in.choice("to", List.of(true, false), files -> files ? "files" : "jdbc");
    in.allow(
        Stream.of(
                List.of("from", "to", "columns"),
                isFiles ? FILES : JDBC,
                isFiles ? STORE : List.<String>of())
            .flatMap(List::stream)
            .toArray(String[]::new));
    String from = in.text("from");
    List<String> columns = in.has("columns") ? in.names("columns") : List.of();
    Optional<? extends OutputDefinition.Target> target = isFiles ? files(in) : jdbc(in);
    return target.flatMap(to -> in.build(() -> new OutputDefinition(name, from, columns, to)));
  }

  private Optional<FilesOutput> files(Section in) {
    String path = place.apply(text.apply(in, "path"));
    FilesOutput.Format format =
        in.choice("format", List.of(FilesOutput.Format.values()), FilesOutput.Format::key);
    List<String> partitionBy = in.has("partition-by") ? in.names("partition-by") : List.of();
    int keep = in.has("keep") ? in.smallNumber("keep") : FilesOutput.USUAL_KEEP;
    Optional<StoreDefinition> at =
        STORE.stream().anyMatch(in::has) ? store.apply(in) : Optional.empty();
    return in.build(() -> new FilesOutput(path, format, partitionBy, keep, at));
  }

  private Optional<JdbcOutput> jdbc(Section in) {
    String url = text.apply(in, "url");
    String user = text.apply(in, "user");
    Secret password = new Secret(secret.apply(in, "password"));
    String table = in.text("table");
    return in.build(() -> new JdbcOutput(url, user, password, table));
  }
}
