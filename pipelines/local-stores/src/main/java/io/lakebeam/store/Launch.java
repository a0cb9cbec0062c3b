package io.lakebeam.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What every store is started with: a folder, a free port, a secret key. */
record Launch(Path folder, int port, String secretKey) {
  private static final int SECRET_BYTES = 18;
  private static final int LOWEST_PORT = 20_000;
  private static final int HIGHEST_PORT = 32_000;
  private static final int ATTEMPTS = 200;

  static Launch in(Path folder) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    try {
      Files.createDirectories(folder);
      return new Launch(folder, freePort(), HexFormat.of().formatHex(secret));
    } catch (IOException e) {
      throw new UncheckedIOException(folder.toString(), e);
    }
  }

  // Below what operating systems hand out for outgoing connections, so that none takes it before
  // the store does.
  private static int freePort() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // Another port is as good.
      }
    }
    throw new IOException("no free port found");
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  URI endpoint() {
    return URI.create("http://" + address());
  }

  Path log() {
    return folder.resolve("store.log");
  }

  /** Whether the store has said that. */
  boolean hasLogged(String text) {
    try {
      return Files.exists(log()) && Files.readString(log()).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(log().toString(), e);
    }
  }

  /** A folder for its owner alone: S3Proxy takes what anybody can read for a public bucket. */
  void makeFolder(String name) {
    try {
      Path made = Files.createDirectories(folder.resolve(name));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
