package io.lakebeam.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The archive of the libraries' classes that {@code scripts/lakebeam} starts from: with it a
 * process needs a quarter less of CPU for all that it does in a test.
 */
final class ClassArchive {
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";

  /** One clone has one archive, so one look is enough. */
  private static List<String> options;

  private ClassArchive() {}

  /**
   * The options that give another JVM this one's class path and the archive, which is made where
   * there is none. Its libraries come first: an archive is of the first part of a class path.
   */
  static synchronized List<String> options() throws IOException {
    if (options == null) {
      options = options(launcher());
    }
    return options;
  }

  /**
   * What the launcher would start; one at a time asks, as the first has to wait for the archive.
   */
  private static List<String> launcher() throws IOException {
    Path home = Path.of(System.getProperty("lakebeam.home"));
    Path lock = home.resolve("pipelines/target/archive.lock");
    try (FileChannel held =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      held.lock();
      ProcessBuilder builder =
          new ProcessBuilder(home.resolve("scripts/lakebeam").toString(), "--print-java")
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    }
  }

  private static List<String> options(List<String> launcher) {
    List<String> options =
        new ArrayList<>(
            launcher.stream()
                .filter(option -> option.startsWith(ARCHIVE) || option.startsWith("-Xlog:"))
                .toList());
    Set<String> classPath = new LinkedHashSet<>();
    if (!options.isEmpty()) {
      entries(launcher.get(launcher.size() - 1)).stream()
          .filter(entry -> !isBuiltHere(entry))
          .forEach(classPath::add);
    }
    classPath.addAll(entries(System.getProperty("java.class.path")));
    options.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    return List.copyOf(options);
  }

  private static List<String> entries(String classPath) {
    return List.of(classPath.split(File.pathSeparator, -1));
  }

  private static boolean isBuiltHere(String entry) {
    return entry.startsWith(System.getProperty("lakebeam.home") + File.separator)
        && entry.contains("/target/");
  }
}
