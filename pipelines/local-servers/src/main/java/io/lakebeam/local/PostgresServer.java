package io.lakebeam.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** PostgreSQL with logical decoding; its superuser's password is made at each start. */
final class PostgresServer implements AutoCloseable {
  static final String USER = "postgres";

  private static final Duration LONGEST_START = Duration.ofSeconds(30);
  private static final int SECONDS_TO_EXIT = 2;
  private static final int PASSWORD_BYTES = 18;

  private final WorkingDirectory directory;
  private final EmbeddedPostgres postgres;
  private final ProcessHandle postmaster;
  private final String password;

  private PostgresServer(WorkingDirectory directory, EmbeddedPostgres postgres, String password) {
    this.directory = directory;
    this.postgres = postgres;
    this.postmaster =
        Postmaster.of(directory.postgres())
            .orElseThrow(
                () -> new IllegalStateException("PostgreSQL ended as soon as it had started"));
    this.password = password;
  }

  static PostgresServer start(WorkingDirectory directory, int port) throws IOException {
    String password = newPassword();
    directory.writeSecret(directory.postgresPassword(), password);
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.postgres())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(LONGEST_START)
            .setConnectConfig("password", password)
            .setPort(port);
    initialize(builder, directory);
    configure(builder);
    return new PostgresServer(directory, builder.start(), password);
  }

  /** Options of initdb; a later {@code --auth-...} overrides the library's {@code -A trust}. */
  private static void initialize(EmbeddedPostgres.Builder builder, WorkingDirectory directory) {
    builder
        .setLocaleConfig("auth-host", "scram-sha-256")
        .setLocaleConfig("auth-local", "scram-sha-256")
        .setLocaleConfig("pwfile", directory.postgresPassword().toString())
        // The same order and case rules on every machine.
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .setLocaleConfig("locale", "C");
  }

  private static void configure(EmbeddedPostgres.Builder builder) {
    builder
        .setServerConfig("listen_addresses", Ports.LOOPBACK)
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("wal_level", "logical")
        .setServerConfig("max_replication_slots", "20")
        .setServerConfig("max_wal_senders", "20")
        .setServerConfig("max_connections", "100")
        .setServerConfig("shared_buffers", "64MB")
        // The data does not outlive the process, so nothing needs to reach the disk: the library
        // sets fsync off, and
        // a synchronous commit then costs nothing but lets logical decoding see it at once.
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "off");
  }

  String password() {
    return password;
  }

  long processId() {
    return postmaster.pid();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
    Files.deleteIfExists(directory.postgresPassword());
    // pg_ctl only waits until the process has removed its files.
    postmaster.onExit().completeOnTimeout(postmaster, SECONDS_TO_EXIT, TimeUnit.SECONDS).join();
  }

  private static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
