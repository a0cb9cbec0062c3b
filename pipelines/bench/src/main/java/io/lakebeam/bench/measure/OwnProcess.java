package io.lakebeam.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of this process; memory on Linux only. */
final class OwnProcess {
  private OwnProcess() {}

  /** CPU seconds of all its threads, the JVM's own included. */
  static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  /** Seconds since the JVM was started. */
  static double secondsSinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }

  /** The most memory it ever held (VmHWM), in mebibytes. */
  static double peakMemoryMebibytes() throws IOException {
    return status("VmHWM:");
  }

  /** The memory it holds now (VmRSS), in mebibytes. */
  static double residentMebibytes() throws IOException {
    return status("VmRSS:");
  }

  private static double status(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("/proc/self/status has no " + name);
  }
}
