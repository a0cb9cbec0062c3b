package io.lakebeam.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on loopback. */
final class Ports {
  /** The one address that local servers listen on. */
  static final String LOOPBACK = "127.0.0.1";

  private static final byte[] LOOPBACK_BYTES = {127, 0, 0, 1};

  // Below what operating systems hand out for outgoing connections, so that none takes it before
  // its server does.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  private Ports() {}

  /** Checks each port that was asked for, and finds one for each 0. */
  static Map<Server, Integer> choose(Map<Server, Integer> wanted) {
    Map<Server, Integer> chosen = new EnumMap<>(Server.class);
    for (Map.Entry<Server, Integer> entry : new EnumMap<>(wanted).entrySet()) {
      Server server = entry.getKey();
      int port = entry.getValue();
      if (port != 0) {
        check(server, port);
      }
      chosen.put(server, port == 0 ? free() : port);
    }
    return chosen;
  }

  static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new LocalServersException(
        "no free port found between %d and %d on %s".formatted(LOWEST, HIGHEST, LOOPBACK));
  }

  private static boolean isFree(int port) {
    try {
      bind(port);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static void check(Server server, int port) {
    try {
      bind(port);
    } catch (IOException e) {
      throw new LocalServersException(
          "port %d for %s is taken on %s; choose another with %s, or leave it out for a free one"
              .formatted(port, server.title(), LOOPBACK, server.portOption()),
          e);
    }
  }

  private static void bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address(port));
    }
  }

  static InetSocketAddress address(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK_BYTES), port);
  }
}
