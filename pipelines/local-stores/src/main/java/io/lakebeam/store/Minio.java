package io.lakebeam.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MinIO in a process of its own. Not a part of this build: {@code scripts/servers/minio} gets its
 * binary.
 *
 * <pre>{@code
 * Minio.start(Minio.binary().orElseThrow(), folder, "lake");
 * }</pre>
 */
public final class Minio {
  private Minio() {}

  /** The binary, if {@code scripts/servers/minio} has made it. */
  public static Optional<Path> binary() {
    if (!Files.isDirectory(cache())) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(cache())) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("minio-"))
          .map(folder -> folder.resolve("minio"))
          .filter(Files::isExecutable)
          .max(Path::compareTo);
    } catch (IOException e) {
      throw new StoreException(cache() + " cannot be listed: " + e.getMessage(), e);
    }
  }

  static Path place() {
    return cache().resolve("minio-VERSION").resolve("minio");
  }

  /**
   * A server on a free port of 127.0.0.1, with a bucket; its data and its log are in the folder.
   */
  public static LocalStore start(Path binary, Path folder, String bucket) {
    return start(binary, folder, bucket, Map.of());
  }

  /**
   * The same with more settings.
   *
   * @param settings names and values of its environment, {@code MINIO_...}
   */
  public static LocalStore start(
      Path binary, Path folder, String bucket, Map<String, String> settings) {
    Launch launch = Launch.in(folder);
    // A folder that is there when it starts is a bucket.
    launch.makeFolder("data/" + bucket);
    List<String> command =
        List.of(
            binary.toString(),
            "server",
            "--quiet",
            "--anonymous",
            "--address",
            launch.address(),
            "--console-address",
            "127.0.0.1:0",
            folder.resolve("data").toString());
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("MINIO_ROOT_USER", LocalStore.ACCESS_KEY);
    environment.put("MINIO_ROOT_PASSWORD", launch.secretKey());
    environment.put("MINIO_BROWSER", "off");
    environment.put("MINIO_UPDATE", "off");
    environment.put("MINIO_CALLHOME_ENABLE", "off");
    environment.put("HOME", folder.toString());
    StoreProcess process = StoreProcess.start(command, environment, launch.log());
    process.await(URI.create(launch.endpoint() + "/minio/health/ready"));
    return new LocalStore(process, launch.endpoint(), launch.secretKey());
  }

  static Path cache() {
    String given = System.getenv("LAKEBEAM_CACHE");
    return given == null || given.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "lakebeam")
        : Path.of(given);
  }
}
