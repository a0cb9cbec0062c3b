package io.lakebeam.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** pypaimon and Arrow, in a Python that {@code scripts/servers/python-readers} sets up. */
final class PythonReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static String python;

  private record Line(String table, Map<String, String> row) {}

  private PythonReader() {}

  /**
   * Sets the Python up where it is not; where that cannot be, the test is skipped, in CI: fails.
   */
  static void obtain() throws Exception {
    Path script = Path.of(System.getProperty("lakebeam.home"), "scripts/servers/python-readers");
    Process process =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    python = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      String reason = "scripts/servers/python-readers could not provide a Python: see above";
      assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
      abort(reason);
    }
  }

  /** The rows of each table, column to text; tables without rows are not in it. */
  static Map<String, List<Map<String, String>>> read(Path warehouse, List<String> tables)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("read", warehouse.toString()));
    arguments.addAll(tables);
    Map<String, List<Map<String, String>>> rows = new HashMap<>();
    for (String text : run(Map.of(), arguments).lines().toList()) {
      Line line = JSON.readValue(text, new TypeReference<>() {});
      rows.computeIfAbsent(line.table(), table -> new ArrayList<>()).add(line.row());
    }
    return rows;
  }

  /** Downloads a lake. */
  static void copyFromS3(Warehouse warehouse, Path to) throws Exception {
    String folder = warehouse.folder().substring("s3://".length());
    run(warehouse.settings(), List.of("copy", folder, to.toString()));
  }

  private static String run(Map<String, String> environment, List<String> arguments)
      throws Exception {
    Path script = Path.of(PythonReader.class.getResource("/read_items.py").toURI());
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("read_items.py " + arguments).isZero();
    return out;
  }
}
