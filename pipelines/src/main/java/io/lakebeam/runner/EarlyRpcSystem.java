package io.lakebeam.runner;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.RpcSystemLoader;
import org.apache.flink.runtime.rpc.pekko.PekkoRpcSystemLoader;

/**
 * Hands Flink {@code [local]} the actor system whose classes {@link EarlyStart} has loaded, once;
 * else one as Flink itself does. Flink finds it as a service, on the class path of this process
 * alone: it is not in the job jar.
 */
public final class EarlyRpcSystem implements RpcSystemLoader {
  private static final AtomicReference<CompletableFuture<RpcSystem>> EARLY =
      new AtomicReference<>();

  /** Loads one, and runs it for a moment: most of its fifteen hundred classes are needed then. */
  static void prepare() {
    CompletableFuture<RpcSystem> early = new CompletableFuture<>();
    if (EARLY.compareAndSet(null, early)) {
      // Of a run that has nothing to do: its jar of 20 MB would stay in the temporary folder.
      Runtime.getRuntime().addShutdownHook(new Thread(EarlyRpcSystem::closeUnused));
      try {
        Configuration none = new Configuration();
        RpcSystem system = new PekkoRpcSystemLoader().loadRpcSystem(none);
        system.localServiceBuilder(none).createAndStart().closeAsync().get();
        early.complete(system);
      } catch (Exception | LinkageError e) {
        // Whoever waits for it goes on.
        early.completeExceptionally(e);
      }
    }
  }

  private static void closeUnused() {
    CompletableFuture<RpcSystem> unused = EARLY.getAndSet(null);
    if (unused != null) {
      try {
        unused.get(10, TimeUnit.SECONDS).close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        // There is nothing to close.
      }
    }
  }

  @Override
  public int getLoadPriority() {
    return -1; // before Flink's own
  }

  @Override
  public RpcSystem loadRpcSystem(Configuration configuration) {
    CompletableFuture<RpcSystem> early = EARLY.getAndSet(null);
    if (early != null) {
      try {
        return early.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        // As if it had not been tried: what is wrong shows below.
      }
    }
    return new PekkoRpcSystemLoader().loadRpcSystem(configuration);
  }
}
