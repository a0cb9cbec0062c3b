package io.lakebeam.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakebeam.example.Example;
import io.lakebeam.example.Finding;
import io.lakebeam.quickstart.Workdir;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lakebeam example NAME}: an example of files, its steps and its checks. */
@Command(
    name = "example",
    mixinStandardHelpOptions = true,
    versionProvider = CodeVersion.class,
    description =
        "Run an example whose data are files, and compare what it makes with them: customers, iris.")
final class ExampleCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "A folder of pipelines/examples, or a path.")
  private String name;

  @Option(
      names = "--workdir",
      paramLabel = "DIR",
      description = "Everything is written here. Default: .lakebeam/NAME")
  private Path workdir;

  @Mixin private RunnerOption runner;

  @Option(names = "--json", description = "Print one JSON object, and nothing else but errors.")
  private boolean json;

  @Option(names = "--verbose", description = "Print stack traces of errors.")
  private boolean verbose;

  ExampleCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path folder = folder();
    Path where = workdir == null ? Path.of(".lakebeam", folder.getFileName().toString()) : workdir;
    Optional<Path> log = Optional.empty();
    try (Workdir claimed = Workdir.claim(where)) {
      log = Optional.of(claimed.logs().resolve("lakebeam.log"));
      LogFile.open(log.get());
      Map<String, Object> steps = new LinkedHashMap<>();
      List<Finding> findings =
          Example.in(folder, claimed.root(), runner.runner(), CodeVersion.current())
              .run(told(steps));
      return report(steps, findings);
    } catch (Exception e) {
      return Failures.report(e, console, verbose, log);
    }
  }

  private Path folder() {
    Path shipped = Lakebeam.home().resolve("pipelines").resolve("examples").resolve(name);
    return shipped.toFile().isDirectory() ? shipped : Path.of(name).toAbsolutePath().normalize();
  }

  private BiConsumer<String, Object> told(Map<String, Object> steps) {
    return (step, done) -> {
      steps.put(step, done);
      if (!json) {
        console.result(step + ": " + done);
      }
    };
  }

  private int report(Map<String, Object> steps, List<Finding> findings) throws Exception {
    boolean passed = findings.stream().allMatch(Finding::passed);
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("passed", passed);
      result.put("steps", steps);
      result.put("checks", findings);
      console.result(new ObjectMapper().writeValueAsString(result));
    } else {
      for (Finding finding : findings) {
        console.result(
            "%-4s %s: %s"
                .formatted(finding.passed() ? "ok" : "bad", finding.name(), finding.detail()));
      }
    }
    return passed ? Failures.DONE : Failures.FAILED;
  }
}
