package io.lakebeam.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * PostgreSQL, Kafka and Kafka Connect on loopback, in a process of their own.
 *
 * <pre>{@code
 * try (LocalServers servers = LocalServers.builder(workingDirectory).postgresPort(5432).start()) {
 *   DriverManager.getConnection(servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
 * }
 * }</pre>
 *
 * <p><b>Contract.</b> {@link Builder#start()} returns when every server takes requests. The servers
 * are throwaway: each start makes their data in the working directory anew. They end when this is
 * closed and also when this JVM ends, even by kill -9, unless {@link #keepRunning()} was called.
 * Ctrl-C in a terminal does not reach them, so the caller closes them when it is done. Nothing is
 * registered with the JVM: no shutdown hook.
 *
 * <p><b>Errors</b> are {@link LocalServersException}s with a message to be shown: a taken port, a
 * working directory that is not writable, in use or somebody else's, a build that is missing, a
 * server that did not start. Nothing is left running after one.
 *
 * <p>Needs the system property {@code lakebeam.home}, the root of the built repository. Safe for
 * use by several threads.
 */
public final class LocalServers implements AutoCloseable {
  private final ServersProcess process;
  private final ProcessAnswer answer;
  private final WorkingDirectory directory;
  private boolean released;

  private LocalServers(ServersProcess process, ProcessAnswer answer, WorkingDirectory directory) {
    this.process = process;
    this.answer = answer;
    this.directory = directory;
  }

  /**
   * Servers to start, all of them by default, with their data and logs in {@code workingDirectory}.
   */
  public static Builder builder(Path workingDirectory) {
    return new Builder(workingDirectory);
  }

  /** JDBC URL of the database {@code postgres}, without credentials. */
  public String postgresUrl() {
    return "jdbc:postgresql://%s:%d/postgres".formatted(Ports.LOOPBACK, postgresPort());
  }

  /** PostgreSQL's port on 127.0.0.1. */
  public int postgresPort() {
    return port(Server.POSTGRES);
  }

  /** The superuser's name; it may replicate. */
  public String postgresUser() {
    port(Server.POSTGRES);
    return "postgres";
  }

  /** The superuser's password, made at this start. */
  public String postgresPassword() {
    port(Server.POSTGRES);
    return answer.postgresPassword();
  }

  /** The file (0600) that holds the password while PostgreSQL runs. */
  public Path postgresPasswordFile() {
    port(Server.POSTGRES);
    return directory.postgresPassword();
  }

  /** How a connector's configuration refers to that file: in braces, after a dollar. */
  public String postgresPasswordReference() {
    return WorkingDirectory.reference(postgresPasswordFile());
  }

  /** Kafka's {@code bootstrap.servers}: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + port(Server.KAFKA);
  }

  /** Root of Connect's REST interface, without a slash at its end. */
  public String connectUrl() {
    return "http://" + Ports.LOOPBACK + ":" + port(Server.CONNECT);
  }

  /**
   * What a project file with these servers as its source takes from the environment, named as in
   * the examples. Holds the password.
   */
  public Map<String, String> variables() {
    return Map.of(
        "POSTGRES_URL", postgresUrl(),
        "POSTGRES_USER", postgresUser(),
        "POSTGRES_PASSWORD", postgresPassword(),
        "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers(),
        "CONNECT_URL", connectUrl());
  }

  /** The process to end, by SIGTERM, to stop all servers: {@code kill PID}. */
  public long pid() {
    return answer.pids().get(0);
  }

  /**
   * The servers' processes: {@link #pid()} first, then PostgreSQL's first process if there is one.
   */
  public List<Long> pids() {
    return answer.pids();
  }

  /** Where all servers log. */
  public Path log() {
    return directory.log();
  }

  /** Whether the servers' process lives. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /**
   * Lets the servers outlive this object and this JVM: {@link #close()} does nothing from now on,
   * and {@code kill} of {@link #pid()} stops them.
   */
  public synchronized void keepRunning() {
    if (!released) {
      process.keepRunning();
      released = true;
    }
  }

  /**
   * Stops the servers, Connect first, PostgreSQL last, and waits for their end. Closing again does
   * nothing.
   */
  @Override
  public synchronized void close() {
    if (!released) {
      released = true;
      process.stop();
    }
  }

  @Override
  public String toString() {
    return "LocalServers[ports=" + answer.ports() + ", pids=" + answer.pids() + "]";
  }

  private int port(Server server) {
    Integer port = answer.ports().get(server);
    if (port == null) {
      throw new IllegalStateException(
          "%s was not started; add Server.%s to only(...)".formatted(server.title(), server));
    }
    return port;
  }

  /** Which servers to start, and where. */
  public static final class Builder {
    private static final int HIGHEST_PORT = 65_535;

    private final WorkingDirectory directory;
    private final Map<Server, Integer> ports = new EnumMap<>(Server.class);
    private Set<Server> servers = EnumSet.allOf(Server.class);
    private Duration startTimeout = Duration.ofSeconds(90);
    private int brokerPort;
    private boolean keepsData;

    private Builder(Path workingDirectory) {
      this.directory = new WorkingDirectory(workingDirectory);
    }

    /** PostgreSQL's port; 0, the default, is any free one. */
    public Builder postgresPort(int port) {
      return port(Server.POSTGRES, port);
    }

    /** Kafka's port; 0, the default, is any free one. */
    public Builder kafkaPort(int port) {
      return port(Server.KAFKA, port);
    }

    /** The port of Connect's REST interface; 0, the default, is any free one. */
    public Builder connectPort(int port) {
      return port(Server.CONNECT, port);
    }

    /** Starts these servers only. */
    public Builder only(Server first, Server... others) {
      EnumSet<Server> wanted = EnumSet.of(first, others);
      if (wanted.contains(Server.CONNECT) && !wanted.contains(Server.KAFKA)) {
        throw new IllegalArgumentException("Server.CONNECT needs Server.KAFKA, was only " + wanted);
      }
      servers = wanted;
      return this;
    }

    /** Starts Connect alone, for a broker on this port: each can be killed without the other. */
    public Builder connectTo(int kafkaPort) {
      servers = EnumSet.of(Server.CONNECT);
      brokerPort = kafkaPort;
      return this;
    }

    /**
     * Kafka's log and Connect's offsets, as an earlier start in this working directory left them,
     * are used again: a server that was killed goes on. Not for PostgreSQL.
     */
    public Builder keepingData() {
      keepsData = true;
      return this;
    }

    /** How long {@link #start()} may take; 90 s by default. */
    public Builder startTimeout(Duration timeout) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("startTimeout must be > 0, was " + timeout);
      }
      startTimeout = timeout;
      return this;
    }

    /**
     * Starts the servers and waits until they take requests.
     *
     * @throws LocalServersException if they cannot be started; nothing is left running
     */
    public LocalServers start() {
      if (keepsData && servers.contains(Server.POSTGRES)) {
        throw new IllegalArgumentException(
            "keepingData() is for Kafka and Connect; Server.POSTGRES is made anew at each start");
      }
      directory.claim();
      Map<Server, Integer> wanted = new EnumMap<>(Server.class);
      servers.forEach(server -> wanted.put(server, ports.getOrDefault(server, 0)));
      ServersProcess process = ServersProcess.launch(directory);
      ProcessAnswer answer =
          process.ask(
              new ProcessOptions(directory.root().toString(), wanted, brokerPort, keepsData),
              startTimeout);
      return new LocalServers(process, answer, directory);
    }

    private Builder port(Server server, int port) {
      if (port < 0 || port > HIGHEST_PORT) {
        throw new IllegalArgumentException(
            "%s's port must be between 0 and %d, was %d"
                .formatted(server.title(), HIGHEST_PORT, port));
      }
      ports.put(server, port);
      return this;
    }
  }
}
