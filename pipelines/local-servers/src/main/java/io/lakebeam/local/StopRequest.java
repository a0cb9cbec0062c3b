package io.lakebeam.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

/**
 * When the process has to end: standard input ended (the parent closed it or died) before it said
 * {@value #KEEP}, or SIGTERM came. SIGINT and SIGHUP are ignored: a terminal sends them to the
 * parent as well, which decides.
 */
final class StopRequest {
  static final String KEEP = "keep";

  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  static StopRequest watching(BufferedReader input) {
    StopRequest request = new StopRequest();
    onSignal("TERM", () -> request.stop(0));
    // A handler that does nothing, not SIG_IGN: that one would be inherited by PostgreSQL.
    onSignal("INT", () -> {});
    onSignal("HUP", () -> {});
    Thread watcher = new Thread(() -> request.watch(input), "standard-input");
    watcher.setDaemon(true);
    watcher.start();
    return request;
  }

  /** Asks for the end; the first one decides the exit code. */
  void stop(int code) {
    exitCode.complete(code);
  }

  /** Waits for the end. */
  int await() {
    return exitCode.join();
  }

  private void watch(BufferedReader input) {
    try {
      String line = input.readLine();
      while (line != null && !line.equals(KEEP)) {
        line = input.readLine();
      }
      if (line == null) {
        stop(0);
      }
    } catch (IOException e) {
      stop(0);
    }
  }

  // By reflection because javac warns of any use of sun.misc, even a supported one (JEP 260), and
  // warnings are errors.
  private static void onSignal(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              StopRequest.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signal " + name + " cannot be handled", e);
    }
  }
}
