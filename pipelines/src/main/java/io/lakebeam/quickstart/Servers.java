package io.lakebeam.quickstart;

import java.nio.file.Path;

/** PostgreSQL, Kafka and Kafka Connect, running for this run. */
public interface Servers extends AutoCloseable {

  /** Starts servers. */
  @FunctionalInterface
  interface Launcher {
    /** Starts the servers with their data in that directory; returns when all take requests. */
    Servers start(Path workdir, ServerPorts ports) throws Exception;
  }

  /** The source database. */
  SourceDatabase source();

  /** Where Connect's worker finds the source's password, as its config provider takes it. */
  String passwordReference();

  /** Kafka's {@code bootstrap.servers}. */
  String bootstrapServers();

  /** Root of Connect's REST interface. */
  String connectUrl();

  /** The process that ends them all when it is ended. */
  long pid();

  /** Lets them outlive this JVM; closing does nothing from now on. */
  void keepRunning();

  /** Stops them and waits for their end. */
  @Override
  void close();
}
