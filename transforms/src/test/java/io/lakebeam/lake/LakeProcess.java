package io.lakebeam.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** What a second process does in tests: hold a table's lock, or commit to a table. */
final class LakeProcess {
  private static final String LAKE = "LAKE_UNDER_TEST";

  private LakeProcess() {}

  /**
   * {@code hold signal}, {@code hold signal other-signal} or {@code write number commits
   * acknowledged}.
   */
  public static void main(String[] arguments) throws Exception {
    Lake lake = decode(System.getenv(LAKE));
    if (arguments[0].equals("hold")) {
      if (arguments.length > 2) {
        new Thread(() -> takeOther(lake, Path.of(arguments[2]))).start();
      }
      hold(lake, Path.of(arguments[1]));
    } else {
      write(
          lake,
          Long.parseLong(arguments[1]),
          Integer.parseInt(arguments[2]),
          Path.of(arguments[3]));
    }
  }

  static Process start(Lake lake, String... arguments) throws IOException {
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
    ProcessBuilder process =
        new ProcessBuilder(command).inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE);
    // Not an argument: those anybody can list.
    process.environment().put(LAKE, encode(lake));
    return process.start();
  }

  @SuppressWarnings("try") // held, not used
  private static void hold(Lake lake, Path signal) throws IOException {
    try (TableLock lock = TableLock.acquire(lake, Orders.CURRENT.name())) {
      Files.createFile(signal);
      // Until it is killed, or its parent is.
      while (System.in.read() >= 0) {}
    }
  }

  @SuppressWarnings("try") // held, not used
  private static void takeOther(Lake lake, Path signal) {
    try (TableLock lock = TableLock.acquire(lake, Orders.HISTORY.name())) {
      Files.createFile(signal);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Commits a row at a time, each of a key of its own, and notes each key when it is in. */
  private static void write(Lake lake, long number, int commits, Path acknowledged)
      throws Exception {
    OpenTables tables = new OpenTables(lake);
    TableCommitter committer = new TableCommitter(tables);
    for (int i = 0; i < commits; i++) {
      try (BatchWriters writers = new BatchWriters(tables)) {
        long key = number * 1_000 + i;
        writers.write(new LakeRow(Orders.CURRENT.name(), 0, Orders.row(key, "written", false, 1)));
        for (WrittenFiles files : writers.finish(UUID.randomUUID().toString())) {
          committer.commit(files);
        }
        Files.writeString(
            acknowledged, key + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
  }

  private static String encode(Lake lake) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(lake);
    }
    return new String(Base64.getEncoder().encode(bytes.toByteArray()), StandardCharsets.US_ASCII);
  }

  @SuppressWarnings("BanSerializableRead") // as runners ship it, from the test itself
  private static Lake decode(String text) throws IOException, ClassNotFoundException {
    byte[] bytes = Base64.getDecoder().decode(text);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Lake) in.readObject();
    }
  }
}
