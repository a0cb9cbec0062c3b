package io.lakebeam.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * pypaimon and Arrow, in a Python that {@code scripts/servers/python-readers} sets up: one process
 * for all that is read, as loading them takes longer than reading. It ends with its standard input.
 */
public final class PythonReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  private PythonReader(Process process) {
    this.process = process;
    this.questions = process.outputWriter(UTF_8);
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /**
   * Sets the Python up where it is not; where that cannot be, the test is skipped, in CI: fails.
   */
  public static PythonReader start() throws Exception {
    Path script = Path.of(System.getProperty("lakebeam.home"), "scripts/servers/python-readers");
    Process setUp =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    setUp.getOutputStream().close();
    String python = new String(setUp.getInputStream().readAllBytes(), UTF_8).strip();
    if (setUp.waitFor() != 0) {
      String reason = "scripts/servers/python-readers could not provide a Python: see above";
      assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
      abort(reason);
    }
    Path reader = Path.of(PythonReader.class.getResource("/read_items.py").toURI());
    return new PythonReader(
        new ProcessBuilder(python, reader.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The rows of each table, column to text; tables without rows are not in it. */
  public Map<String, List<Map<String, String>>> read(Path warehouse, List<String> tables)
      throws IOException {
    List<String> question = new ArrayList<>(List.of("read", warehouse.toString()));
    question.addAll(tables);
    Map<String, List<Map<String, String>>> rows = new HashMap<>();
    ask(
        question,
        line ->
            rows.computeIfAbsent(line.get("table").asText(), table -> new ArrayList<>())
                .add(row(line)));
    return rows;
  }

  /** Downloads those of a lake's files that are not there yet. */
  void copyFromS3(Warehouse warehouse, Path to) throws IOException {
    ask(
        List.of(
            "copy",
            warehouse.folder().substring("s3://".length()),
            to.toString(),
            warehouse.endpoint(),
            warehouse.accessKey(),
            warehouse.secretKey()),
        line -> {});
  }

  /**
   * What each snapshot of each table is made of, and every row of every file as it stands there,
   * without any merging; the lines are described in read_items.py.
   */
  public void files(Path warehouse, List<String> tables, Consumer<JsonNode> use)
      throws IOException {
    List<String> question = new ArrayList<>(List.of("files", warehouse.toString()));
    question.addAll(tables);
    ask(question, use);
  }

  /**
   * The files below a folder that hold one of some texts, as they are or decoded; that a good
   * number of them could be decoded is asserted.
   */
  public List<String> search(Path folder, String... texts) throws IOException {
    List<String> question = new ArrayList<>(List.of("search", folder.toString()));
    question.addAll(List.of(texts));
    List<String> found = new ArrayList<>();
    ask(
        question,
        line -> {
          if (line.has("found")) {
            found.add(line.get("file").asText() + " has " + line.get("found").asText());
          } else {
            assertThat(line.get("decoded").asInt()).as("decoded files").isGreaterThan(0);
          }
        });
    return found;
  }

  /** Column to text, of a line that has a row. */
  public static Map<String, String> row(JsonNode line) {
    return JSON.convertValue(line.get("row"), new TypeReference<Map<String, String>>() {});
  }

  private void ask(List<String> question, Consumer<JsonNode> use) throws IOException {
    questions.write(JSON.writeValueAsString(question) + "\n");
    questions.flush();
    for (String text = answers.readLine(); text != null; text = answers.readLine()) {
      JsonNode line = JSON.readTree(text);
      if (line.has("done")) {
        assertThat(line.get("done").isNull()).as(line.get("done").asText()).isTrue();
        return;
      }
      use.accept(line);
    }
    throw new AssertionError("the Python reader has ended; see above");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
