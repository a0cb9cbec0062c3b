package io.lakebeam.quickstart;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An example as people run it: a folder with {@code project.yaml}, {@code quickstart.yaml} and the
 * files that they name.
 *
 * <pre>{@code
 * ExampleFolder example = ExampleFolder.open(Path.of("pipelines/examples/some-example"));
 * example.sql(example.script().setup());
 * }</pre>
 *
 * <p>What is wrong in {@code quickstart.yaml} is one {@link QuickstartException} with file, line,
 * what was found and what is allowed; every file that it names was there when {@link #open}
 * returned.
 */
public final class ExampleFolder {
  private final Path folder;
  private final ExampleScript script;

  private ExampleFolder(Path folder, ExampleScript script) {
    this.folder = folder;
    this.script = script;
  }

  /** Reads the folder's {@code quickstart.yaml} and looks for every file that it names. */
  public static ExampleFolder open(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw new QuickstartException(
          folder
              + " is not a directory; --example names a folder with project.yaml and quickstart.yaml");
    }
    Path file = scriptFile(absolute);
    ExampleScript script = new YamlFile(file, read(file)).as(ExampleScript.class);
    ExampleFolder example = new ExampleFolder(absolute, script);
    example.readable(script.data().file());
    example.readable(script.setup());
    script.changes().forEach(change -> example.readable(change.file()));
    return example;
  }

  /** What to do with the example. */
  public ExampleScript script() {
    return script;
  }

  /** The project file. */
  public Path projectFile() {
    return folder.resolve("project.yaml");
  }

  /** The data file that ships with the example. */
  public Path dataFile() {
    return readable(script.data().file());
  }

  /** The text of one of the example's SQL files. */
  public String sql(String file) {
    return read(readable(file));
  }

  private Path readable(String file) {
    Path path = folder.resolve(file).normalize();
    if (!path.startsWith(folder)) {
      throw new QuickstartException(
          scriptFile(folder) + ": file '" + file + "' is outside of the example's folder");
    }
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new QuickstartException(
          scriptFile(folder) + ": file '" + file + "' is missing or cannot be read");
    }
    return path;
  }

  private static Path scriptFile(Path folder) {
    return folder.resolve("quickstart.yaml");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new QuickstartException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new QuickstartException(file + " is missing or cannot be read", e);
    }
  }
}
