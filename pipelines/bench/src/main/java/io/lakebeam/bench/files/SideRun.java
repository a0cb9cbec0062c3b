package io.lakebeam.bench.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of one side, a process with its children.
 *
 * @param seconds from its start to its end
 * @param cpuSeconds of it and all its children
 * @param peakMebibytes the most that was resident in all of them together, looked at every 100 ms
 */
record SideRun(double seconds, double cpuSeconds, double peakMebibytes) {
  private static final long EVERY_MILLIS = 100;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /** The CPU time of all children, as bash tells it in its second line: 0m1.234s 0m0.567s. */
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*$");

  /**
   * Runs a command to its end.
   *
   * @param folder where it runs, and {@code run.log} and {@code times} are written
   * @throws IllegalStateException if it ends in another way than with 0
   */
  static SideRun of(List<String> command, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    Path times = folder.resolve("times");
    List<String> timed =
        new ArrayList<>(
            List.of("bash", "-c", "\"$@\"; code=$?; times > times; exit $code", "timed"));
    timed.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(timed)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("run.log").toFile());
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    long peak = 0;
    while (!process.waitFor(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
      peak =
          Math.max(
              peak, process.descendants().mapToLong(child -> residentKibibytes(child.pid())).sum());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "%s ended with %d; see %s"
              .formatted(command.get(0), process.exitValue(), folder.resolve("run.log")));
    }
    return new SideRun(seconds, cpuSeconds(Files.readString(times)), peak / 1024.0);
  }

  private static long residentKibibytes(long pid) {
    try {
      Matcher found = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return found.find() ? Long.parseLong(found.group(1)) : 0;
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Of all children of the shell that wrote {@code times}. */
  static double cpuSeconds(String times) {
    Matcher found = TIMES.matcher(times);
    if (!found.find()) {
      throw new IllegalStateException("no times of a shell: " + times);
    }
    return 60 * Double.parseDouble(found.group(1))
        + Double.parseDouble(found.group(2))
        + 60 * Double.parseDouble(found.group(3))
        + Double.parseDouble(found.group(4));
  }
}
