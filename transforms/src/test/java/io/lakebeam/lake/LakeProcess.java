package io.lakebeam.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a second process does in tests: hold a table's lock, or commit to a table. */
final class LakeProcess {
  private LakeProcess() {}

  /** {@code hold warehouse signal} or {@code write warehouse number commits}. */
  public static void main(String[] arguments) throws Exception {
    Lake lake = Lake.at(arguments[1]);
    if (arguments[0].equals("hold")) {
      hold(lake, Path.of(arguments[2]));
    } else {
      write(lake, Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
    }
  }

  static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LakeProcess.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .inheritIO()
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  @SuppressWarnings("try") // held, not used
  private static void hold(Lake lake, Path signal) throws IOException {
    try (TableLock lock = TableLock.acquire(lake, Orders.CURRENT.name())) {
      Files.createFile(signal);
      // Until it is killed, or its parent is.
      while (System.in.read() >= 0) {}
    }
  }

  /** Commits a row at a time, each of a key of its own. */
  private static void write(Lake lake, long number, int commits) throws Exception {
    OpenTables tables = new OpenTables(lake);
    TableCommitter committer = new TableCommitter(tables);
    for (int i = 0; i < commits; i++) {
      try (BatchWriters writers = new BatchWriters(tables)) {
        byte[] row = Orders.row(number * 1_000 + i, "written", false, 1);
        writers.write(new LakeRow(Orders.CURRENT.name(), 0, row));
        for (WrittenFiles files : writers.finish(UUID.randomUUID().toString())) {
          committer.commit(files);
        }
      }
    }
  }
}
