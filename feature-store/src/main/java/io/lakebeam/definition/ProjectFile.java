package io.lakebeam.definition;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads a project file.
 *
 * <pre>{@code
 * Project project = ProjectFile.read(Path.of("project.yaml"), System.getenv());
 * }</pre>
 *
 * <p>What is wrong is told all at once, in two rounds: first what cannot be read (unknown, missing
 * and repeated keys, types, names, numbers, variables), then what does not fit together
 * (references, key lengths, joins):
 *
 * <pre>{@code
 * project.yaml line 7: 'tables.applicant.key' must be a list of column names, found a number
 * project.yaml line 9: 'tables.aplication.form' is not a known key; allowed: from, key, event-time, subject, mask, columns; did you mean 'from'?
 * }</pre>
 *
 * <p>Values of variables never appear in messages.
 */
public final class ProjectFile {

  private ProjectFile() {}

  /**
   * The project that a file defines.
   *
   * @param file the project file, YAML in UTF-8; its folder is where a relative warehouse begins
   * @param variables the values of {@code ${NAME}}, usually {@code System.getenv()}
   * @throws ProjectFileException if there is no such file, or it does not define a project
   */
  public static Project read(Path file, Map<String, String> variables) {
    Path absolute = file.toAbsolutePath().normalize();
    String name = String.valueOf(absolute.getFileName());
    Node root = parse(name, text(file));
    Findings findings = new Findings(name);
    ProjectReader reader = new ProjectReader(absolute.getParent(), new Variables(variables));
    Project project = Section.root(root, findings).flatMap(reader::project).orElse(null);
    findings.throwIfAny();
    return project;
  }

  private static String text(Path file) {
    if (!Files.exists(file)) {
      throw new ProjectFileException("project file " + file + " does not exist");
    }
    if (!Files.isRegularFile(file)) {
      throw new ProjectFileException("project file " + file + " is not a file");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ProjectFileException("project file " + file + " is not text in UTF-8");
    } catch (IOException e) {
      throw new ProjectFileException(
          "project file " + file + " cannot be read; found: " + e.getClass().getSimpleName());
    }
  }

  private static Node parse(String name, String text) {
    Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark().getLine();
      throw notYaml(name, line + 1, problem(e) + hint(text, line));
    } catch (ReaderException e) {
      long line = text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      throw notYaml(
          name, line + 1, "the character U+%04X is not allowed".formatted(e.getCodePoint()));
    } catch (YAMLException e) {
      throw new ProjectFileException(name + ": is not YAML: " + e.getMessage());
    }
    if (root == null) {
      throw new ProjectFileException(name + ": is empty; it must define at least project and lake");
    }
    return root;
  }

  private static ProjectFileException notYaml(String name, long line, String problem) {
    return new ProjectFileException("%s line %d: is not YAML: %s".formatted(name, line, problem));
  }

  /** The parser's problem is sometimes the second half of a sentence, and its context the first. */
  private static String problem(MarkedYAMLException e) {
    return e.getProblem().startsWith("but ")
        ? e.getContext() + ", " + e.getProblem()
        : e.getProblem();
  }

  private static String hint(String text, int line) {
    boolean hasVariable = text.lines().skip(line).findFirst().orElse("").contains("${");
    return hasVariable ? "; within { } write a variable in quotes: \"${NAME}\"" : "";
  }
}
