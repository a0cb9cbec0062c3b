package io.lakebeam.local;

import java.util.Locale;

/** A server that {@link LocalServers} can start. */
public enum Server {
  /** PostgreSQL 17 with {@code wal_level=logical}. */
  POSTGRES("PostgreSQL"),
  /** A Kafka broker and its KRaft controller in one. */
  KAFKA("Kafka"),
  /**
   * Kafka Connect, a cluster of one, with Debezium's PostgreSQL connector; needs {@link #KAFKA}.
   */
  CONNECT("Kafka Connect");

  private final String title;

  Server(String title) {
    this.title = title;
  }

  /** The name for messages: {@code PostgreSQL}. */
  String title() {
    return title;
  }

  /** The option of the command line that sets this server's port: {@code --postgres-port}. */
  String portOption() {
    return "--" + name().toLowerCase(Locale.ROOT) + "-port";
  }
}
