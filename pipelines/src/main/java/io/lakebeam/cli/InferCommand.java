package io.lakebeam.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.infer.Inference;
import io.lakebeam.infer.InferenceException;
import io.lakebeam.infer.Inferred;
import io.lakebeam.infer.InferredColumn;
import io.lakebeam.infer.InferredProject;
import io.lakebeam.lake.FileAccess;
import io.lakebeam.lake.ObjectStore;
import io.lakebeam.secret.Secret;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lakebeam infer}: a project file for files that nobody has described yet. */
@Command(
    name = "infer",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description = {
      "Look at CSV, JSON lines, Parquet or Avro files and print a project file that takes them: how they are written, their columns with types, a key.",
      "Types are strict: numbers with leading zeros or beyond 64 bits, and what is mixed, are texts. Files on S3 are read with the keys in the variables S3_ACCESS_KEY and S3_SECRET_KEY."
    })
final class InferCommand implements Callable<Integer> {
  private static final String S3 = "s3://";

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "A file, a folder, a pattern such as './landing/*.csv', or the like on s3://.")
  private String path;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What project, source and table are called. Default: as the folder, or file")
  private @Nullable String name;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the project file there; it must not be there yet.")
  private @Nullable Path out;

  @Option(
      names = "--records",
      paramLabel = "N",
      description =
          "How many records to look at, the first of each file. Default: ${DEFAULT-VALUE}")
  private long records = 100_000;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Of s3://: where the store is, http://host:port.")
  private @Nullable String endpoint;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--verbose", description = "Print stack traces of errors.")
  private boolean verbose;

  InferCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      if (records < 1) {
        throw wrong("--records must be 1 or more, was " + records);
      }
      boolean isRemote = path.startsWith(S3);
      if (isRemote != (endpoint != null)) {
        throw wrong(
            "--endpoint is for s3://, and s3:// needs it, as in --endpoint=http://127.0.0.1:9000");
      }
      String whole = isRemote ? path : Path.of(path).toAbsolutePath().normalize().toString();
      Inferred inferred = inferred(whole, isRemote);
      InferredProject project =
          new InferredProject(
              called(), written(whole, inferred), inferred, Optional.ofNullable(endpoint));
      if (out != null) {
        Files.writeString(out, project.text(), StandardOpenOption.CREATE_NEW);
      }
      console.result(json ? asJson(project) : out == null ? project.text() : told(inferred));
      return Failures.DONE;
    } catch (ParameterException e) {
      throw e;
    } catch (FileAlreadyExistsException e) {
      return Failures.report(
          new InferenceException(
              "--out: %s is there already; name another file, or remove it".formatted(out)),
          console,
          verbose,
          Optional.empty());
    } catch (IOException | RuntimeException e) {
      return Failures.report(e, console, verbose, Optional.empty());
    }
  }

  private Inferred inferred(String whole, boolean isRemote) throws IOException {
    try {
      return Inference.of(whole, access(isRemote), records);
    } catch (IOException e) {
      if (!isRemote) {
        throw e;
      }
      throw new InferenceException(
          "%s at %s cannot be read (%s); are the bucket and the keys in S3_ACCESS_KEY and S3_SECRET_KEY right?"
              .formatted(path, endpoint, e.getClass().getSimpleName()),
          e);
    }
  }

  private FileAccess access(boolean isRemote) {
    return isRemote
        ? FileAccess.at(
            ObjectStore.at(endpoint)
                .withKeys(variable("S3_ACCESS_KEY"), new Secret(variable("S3_SECRET_KEY"))))
        : FileAccess.local();
  }

  private String variable(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      throw wrong("s3:// needs the variable %s, which is not set or empty".formatted(variable));
    }
    return value;
  }

  /** Relative to the project file where it was given so. */
  private String written(String whole, Inferred inferred) {
    if (whole.startsWith(S3) || Path.of(path).isAbsolute()) {
      return inferred.pattern();
    }
    Path folder =
        out == null ? Path.of("").toAbsolutePath() : out.toAbsolutePath().normalize().getParent();
    String relative = folder.relativize(Path.of(inferred.pattern())).toString();
    return relative.startsWith("..") ? relative : "./" + relative;
  }

  private String called() {
    if (name != null) {
      if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
        throw wrong("--name: found '%s'; allowed: a to z, 0 to 9 and _".formatted(name));
      }
      return name;
    }
    String last = path.replaceFirst("/[^/]*[*?].*$", "").replaceAll("/+$", "");
    String plain =
        last.substring(last.lastIndexOf('/') + 1)
            .replaceFirst("\\..*$", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_");
    return plain.matches("[a-z][a-z0-9_]{0,40}") ? plain : "landing";
  }

  private String told(Inferred inferred) {
    return "%s: %d columns, found in %,d records of %,d files; next: lakebeam ingest --once --project=%s"
        .formatted(out, inferred.columns().size(), inferred.records(), inferred.files(), out);
  }

  private static String asJson(InferredProject project) throws IOException {
    Inferred inferred = project.inferred();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("files", inferred.files());
    result.put("records", inferred.records());
    result.put("source", project.source());
    result.put("key", inferred.key().columns());
    result.put("key_differs", inferred.key().differs());
    result.put("columns", inferred.columns().stream().map(InferCommand::told).toList());
    result.put("notes", inferred.notes());
    result.put("project", project.text());
    return new ObjectMapper().writeValueAsString(result);
  }

  private static Map<String, @Nullable Object> told(InferredColumn column) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("column", column.name());
    told.put("title", column.title());
    told.put("type", column.type());
    told.put("nulls", column.nulls());
    told.put("note", column.note().orElse(null));
    told.put("mask", column.mask().orElse(null));
    return told;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
