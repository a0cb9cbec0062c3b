package io.lakebeam.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command that runs {@link LocalServersProcess}: the running JVM's {@code java}, this module's
 * class path.
 */
final class ServersCommand {
  private static final String BUILD_FIRST =
      "; build first, in the repository: ./mvnw -q package -DskipTests";

  private ServersCommand() {}

  /**
   * The process, not yet started. Everything long is in an argument file, so that {@code ps} stays
   * readable.
   */
  static ProcessBuilder in(WorkingDirectory directory) {
    Path target = home().resolve("pipelines").resolve("local-servers").resolve("target");
    List<String> options =
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:MaxDirectMemorySize=128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:ErrorFile=" + directory.logs().resolve("jvm-error.log"),
            "-Djava.awt.headless=true",
            // Kafka brings Log4j's API, which would say on standard error that it has no backend.
            "-Dlog4j2.StatusLogger.level=OFF",
            "-Dlogback.configurationFile=io.lakebeam.local.logback.xml",
            "-Dlakebeam.local.log=" + directory.log(),
            // Where the library unpacks PostgreSQL, once. It lets everybody write there, so the
            // place is closed above.
            "-Dot.epg.working-dir="
                + closed(target.resolve("postgres-binaries")).resolve("unpacked"),
            "-cp",
            target.resolve("classes")
                + File.pathSeparator
                + libraries(target.resolve("classpath")));
    write(directory.javaArguments(), options);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder process =
        new ProcessBuilder(
            java.toString(), "@" + directory.javaArguments(), LocalServersProcess.class.getName());
    process.redirectError(directory.jvmLog().toFile());
    // glibc keeps an arena per thread otherwise, and Kafka has many threads.
    process.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    return process;
  }

  private static Path home() {
    String home = System.getProperty("lakebeam.home");
    if (home == null) {
      throw new LocalServersException(
          "system property lakebeam.home is not set; it names the repository's root: -Dlakebeam.home=...");
    }
    return Path.of(home).toAbsolutePath().normalize();
  }

  private static String libraries(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new LocalServersException(
          "the class path of the local servers is missing (%s)%s".formatted(file, BUILD_FIRST));
    }
    try {
      String libraries = Files.readString(file).strip();
      for (String library : libraries.split(File.pathSeparator, -1)) {
        if (!Files.exists(Path.of(library))) {
          throw new LocalServersException(
              "%s, in the class path of the local servers (%s), is missing%s"
                  .formatted(library, file, BUILD_FIRST));
        }
      }
      return libraries;
    } catch (IOException e) {
      throw new LocalServersException(
          "%s cannot be read (%s)%s".formatted(file, e, BUILD_FIRST), e);
    }
  }

  private static Path closed(Path directory) {
    try {
      Files.createDirectories(directory);
      File file = directory.toFile();
      boolean closed = file.setWritable(false, false) && file.setWritable(true, true);
      if (!closed || !file.setExecutable(false, false) || !file.setExecutable(true, true)) {
        throw new IOException("its permissions cannot be changed");
      }
      return directory;
    } catch (IOException e) {
      throw new LocalServersException(
          "%s, where PostgreSQL is unpacked, is not writable (%s)".formatted(directory, e), e);
    }
  }

  private static void write(Path file, List<String> options) {
    try {
      Files.writeString(
          file, options.stream().map(ServersCommand::quoted).collect(Collectors.joining("\n")));
    } catch (IOException e) {
      throw new LocalServersException("%s cannot be written (%s)".formatted(file, e), e);
    }
  }

  /** As the java launcher reads argument files: in quotes, a backslash escapes. */
  private static String quoted(String option) {
    return '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
