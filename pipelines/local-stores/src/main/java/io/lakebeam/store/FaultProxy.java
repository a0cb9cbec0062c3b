package io.lakebeam.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy on loopback before an S3 store that makes chosen requests go wrong. Signatures stay
 * valid: requests go on as they came.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.before(store.endpoint())) {
 *   ObjectStore.at(proxy.endpoint().toString()) ...
 *   FaultRule burst = proxy.on(Requests.put("/data-"), Fault.answer(503)).times(5);
 *   FaultRule lost = proxy.on(Requests.copy("/snapshot/snapshot-2$"), Fault.dropAnswer()).times(1);
 *   ...
 *   assertThat(lost.applied()).isEqualTo(1);
 *   proxy.heal();
 * }
 * }</pre>
 *
 * <p>The first rule that applies to a request decides. Bodies are held in memory. Safe for use by
 * several threads.
 */
public final class FaultProxy implements AutoCloseable {
  static {
    // Read when the server's classes are loaded; without it answers wait for delayed
    // acknowledgements.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** So many of the store's refusals are remembered. */
  private static final int REFUSALS = 50;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultProxy::daemon);
  private final URI store;
  private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

  private FaultProxy(URI store) throws IOException {
    this.store = store;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
  }

  /** A proxy on a free port that passes everything on until told otherwise. */
  public static FaultProxy before(URI store) {
    try {
      FaultProxy proxy = new FaultProxy(store);
      proxy.server.setExecutor(proxy.threads);
      proxy.server.createContext("/", proxy::handle);
      proxy.server.start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("no port for a proxy", e);
    }
  }

  /** Where to send requests instead of to the store. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Makes these requests go wrong: all, unless the rule is told more. */
  public FaultRule on(Requests requests, Fault fault) {
    FaultRule rule = new FaultRule(requests, fault);
    rules.add(rule);
    return rule;
  }

  /** Forgets all rules. */
  public void heal() {
    rules.clear();
  }

  /**
   * The last requests that went wrong without any rule: the store answered with an error, other
   * than that there is no such object, or did not answer.
   */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange http) throws IOException {
    Exchange request = Exchange.read(http);
    try {
      for (FaultRule rule : rules) {
        if (rule.appliesTo(request)) {
          apply(rule.fault(), request);
          return;
        }
      }
      byte[] answer = request.ask(store);
      Exchange.refusal(answer).ifPresent(refusal -> note(request, refusal));
      request.answer(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request.cut();
    } catch (IOException | RuntimeException e) {
      // The store is gone or the client is: either way the other sees a connection end.
      note(request, e.toString());
      request.cut();
    }
  }

  private void note(Exchange request, String refusal) {
    refusals.add("%s %s: %s".formatted(request.method(), request.path(), refusal));
    while (refusals.size() > REFUSALS) {
      refusals.poll();
    }
  }

  private void apply(Fault fault, Exchange request) throws IOException, InterruptedException {
    if (fault instanceof Fault.Answer answer) {
      request.refuse(answer.status());
    } else if (fault instanceof Fault.Delay delay) {
      Thread.sleep(delay.time().toMillis());
      request.answer(request.ask(store));
    } else if (fault instanceof Fault.CutInBody) {
      request.askByHalf(store);
      request.cut();
    } else {
      request.ask(store);
      request.cut();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "fault-proxy");
    thread.setDaemon(true);
    return thread;
  }
}
