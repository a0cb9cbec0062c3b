package io.lakebeam.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A program that starts PostgreSQL, prints the servers' process ids, and waits to be killed. */
final class KilledParent {
  private KilledParent() {}

  public static void main(String[] arguments) throws IOException {
    LocalServers servers =
        LocalServers.builder(Path.of(arguments[0])).only(Server.POSTGRES).start();
    if (arguments.length > 1) {
      servers.keepRunning();
    }
    System.out.println(
        servers.pids().stream().map(pid -> Long.toString(pid)).collect(Collectors.joining(" ")));
    System.out.flush();
    System.in.read();
  }
}
