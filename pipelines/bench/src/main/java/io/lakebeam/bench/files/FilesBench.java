package io.lakebeam.bench.files;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scripts/bench files}. */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    description =
        "A CSV of 15 columns to typed, deduplicated, masked rows that are as expected: ours on both runners, Spark local[2], DuckDB.")
public final class FilesBench implements Callable<Integer> {
  /** What the peers need, as pip takes it. */
  private static final List<String> PEERS = List.of("pyspark==3.5.3", "duckdb==1.4.1");

  @Option(names = "--rows", description = "Of the file. Default: ${DEFAULT-VALUE}")
  private int rows = 2_000_000;

  @Option(names = "--runs", description = "Of each side; medians count. Default: ${DEFAULT-VALUE}")
  private int runs = 3;

  @Option(names = "--side", description = "${COMPLETION-CANDIDATES}; may be repeated. Default: all")
  private List<Side> sides = List.of(Side.values());

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Everything is written into a new folder in it, the peers into its folder peers. Default: ${DEFAULT-VALUE}")
  private Path work = Path.of(".lakebeam", "bench");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (rows < 1 || runs < 1) {
      throw new ParameterException(spec.commandLine(), "--rows and --runs must be 1 or more");
    }
    Files.createDirectories(work);
    Path python = sides.stream().allMatch(Side::isOurs) ? work : python(work.toRealPath());
    Path folder = Files.createTempDirectory(work.toRealPath(), "files-");
    Path csv = folder.resolve("orders.csv");
    OrderFile.write(csv, rows);
    Path one = folder.resolve("one.csv");
    OrderFile.write(one, 1);
    System.err.printf("%,d rows, %,d MiB, in %s%n", rows, Files.size(csv) >> 20, folder);
    Map<Side, List<SideRun>> found = new EnumMap<>(Side.class);
    Map<Side, List<SideRun>> starts = new EnumMap<>(Side.class);
    Content agreed = null;
    for (int i = 0; i < runs; i++) {
      for (Side side : sides) {
        run(side, one, folder.resolve("start-%s-%d".formatted(side, i)), python, starts);
        Path at = folder.resolve("%s-%d".formatted(side, i));
        run(side, csv, at, python, found);
        Content content = side.content(at);
        if (agreed != null && !agreed.equals(content)) {
          throw new IllegalStateException(
              "%s made %s, where others made %s".formatted(side, content, agreed));
        }
        agreed = content;
      }
    }
    System.out.print(new FilesReport(rows, found, starts).text());
    System.out.println("all sides made " + agreed);
    return 0;
  }

  private static void run(
      Side side, Path csv, Path folder, Path python, Map<Side, List<SideRun>> runs)
      throws IOException, InterruptedException {
    Files.createDirectory(folder);
    SideRun run = side.run(csv, folder, python);
    System.err.printf(
        "%s, load %.1f: %s%n",
        folder.getFileName(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        run);
    runs.computeIfAbsent(side, s -> new ArrayList<>()).add(run);
  }

  /** A Python that has the peers. */
  private static Path python(Path work) throws IOException, InterruptedException {
    Path home = work.resolve("peers");
    Path python = home.resolve("bin/python");
    Path done = home.resolve(String.join("+", PEERS).replace("==", "-"));
    if (!Files.exists(done)) {
      System.err.println("Fetching " + String.join(", ", PEERS) + " (once)...");
      shell(List.of("python3", "-m", "venv", home.toString()));
      List<String> install =
          new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
      install.addAll(PEERS);
      shell(install);
      Files.createFile(done);
    }
    return python;
  }

  private static void shell(List<String> command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "the peers could not be fetched: %s ended with %d; --side OURS_FLINK runs ours alone"
              .formatted(String.join(" ", command), code));
    }
  }
}
