package io.lakebeam.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A MariaDB server in a process of its own, on loopback, with a database and a user. Not a part of
 * this build: {@code scripts/servers/mariadb} gets it. Ends when it is closed, or with this JVM.
 *
 * <pre>{@code
 * try (MariaDb server = MariaDb.start(folder, "shop")) {
 *   DriverManager.getConnection(server.url(), MariaDb.USER, server.password());
 * }
 * }</pre>
 */
public final class MariaDb implements AutoCloseable {
  /** The user, who may do all in all databases. */
  public static final String USER = "lakebeam";

  private final StoreProcess process;
  private final Launch launch;
  private final String database;

  private MariaDb(StoreProcess process, Launch launch, String database) {
    this.process = process;
    this.launch = launch;
    this.database = database;
  }

  /**
   * Starts one, its data in {@code folder}. Where its binary is missing the test is skipped with
   * the reason, or fails where {@code CI=true}.
   */
  public static MariaDb start(Path folder, String database) {
    Path home = Minio.cache().resolve("mariadb");
    Path binary = home.resolve("usr/sbin/mariadbd");
    if (!Files.isExecutable(binary)) {
      String reason = "no MariaDB at %s; scripts/servers/mariadb puts it there".formatted(binary);
      if ("true".equals(System.getenv("CI"))) {
        throw new StoreException(reason);
      }
      assumeTrue(false, reason);
    }
    Launch launch = Launch.in(folder);
    launch.makeFolder("data");
    Map<String, String> libraries =
        Map.of(
            "LD_LIBRARY_PATH",
            "%1$s/usr/lib/x86_64-linux-gnu:%1$s/lib/x86_64-linux-gnu:%1$s/usr/lib/aarch64-linux-gnu:%1$s/lib/aarch64-linux-gnu"
                .formatted(home));
    List<String> command = command(home, binary, folder);
    makeSystemTables(home.resolve("usr/share/mysql"), command, libraries, launch);
    command.add("--port=" + launch.port());
    command.add("--bind-address=127.0.0.1");
    command.add("--init-file=" + firstStatements(launch, database));
    StoreProcess process = StoreProcess.start(command, libraries, launch.log());
    process.await(() -> launch.hasLogged("ready for connections"));
    return new MariaDb(process, launch, database);
  }

  private static List<String> command(Path home, Path binary, Path folder) {
    return new ArrayList<>(
        List.of(
            binary.toString(),
            "--no-defaults",
            "--user=" + System.getProperty("user.name"),
            "--datadir=" + folder.resolve("data"),
            "--socket=" + folder.resolve("s"),
            "--lc-messages-dir=" + home.resolve("usr/share/mysql"),
            "--plugin-dir=" + folder,
            "--innodb-buffer-pool-size=32M",
            "--innodb-log-file-size=8M"));
  }

  private static void makeSystemTables(
      Path statements, List<String> command, Map<String, String> libraries, Launch launch) {
    List<String> bootstrap = new ArrayList<>(command);
    bootstrap.add("--bootstrap");
    try {
      Path sql = launch.folder().resolve("system.sql");
      Files.writeString(
          sql,
          "create database mysql;\nuse mysql;\n"
              + Files.readString(statements.resolve("mysql_system_tables.sql"))
              + Files.readString(statements.resolve("mysql_system_tables_data.sql")));
      ProcessBuilder builder =
          new ProcessBuilder(bootstrap)
              .redirectInput(sql.toFile())
              .redirectErrorStream(true)
              .redirectOutput(launch.log().toFile());
      builder.environment().putAll(libraries);
      int code = builder.start().waitFor();
      if (code != 0) {
        throw new StoreException(
            "MariaDB could not make its tables; its log:%n%s"
                .formatted(Files.readString(launch.log())));
      }
    } catch (IOException e) {
      throw new StoreException("MariaDB cannot be launched: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while MariaDB started", e);
    }
  }

  /** Read at the start; for its owner alone, as it has the password. */
  private static Path firstStatements(Launch launch, String database) {
    try {
      Path file = launch.folder().resolve("data").resolve("first.sql");
      return Files.writeString(
          file,
          """
          create database %1$s;
          create user %2$s@localhost identified by '%3$s';
          grant all on *.* to %2$s@localhost;
          """
              .formatted(database, USER, launch.secretKey()),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("MariaDB cannot be launched: " + e.getMessage(), e);
    }
  }

  /** The JDBC URL of the database. */
  public String url() {
    return "jdbc:mariadb://%s/%s".formatted(launch.address(), database);
  }

  /** The user's, made at this start. */
  public String password() {
    return launch.secretKey();
  }

  /** Ends the server at once, as a power cut would. */
  @Override
  public void close() {
    process.kill();
  }
}
