package io.lakebeam.quickstart;

import io.lakebeam.local.LocalServers;
import java.nio.file.Path;

/** The servers of {@code pipelines/local-servers}, as a run sees them. */
public final class RunningLocalServers implements Servers {
  private final LocalServers servers;

  private RunningLocalServers(LocalServers servers) {
    this.servers = servers;
  }

  /** Starts them; a {@link Servers.Launcher}. */
  public static Servers start(Path workdir, ServerPorts ports) {
    return new RunningLocalServers(
        LocalServers.builder(workdir)
            .postgresPort(ports.postgres())
            .kafkaPort(ports.kafka())
            .connectPort(ports.connect())
            .start());
  }

  @Override
  public SourceDatabase source() {
    return new SourceDatabase(
        servers.postgresUrl(), servers.postgresUser(), servers.postgresPassword());
  }

  @Override
  public String passwordReference() {
    return servers.postgresPasswordReference();
  }

  @Override
  public String bootstrapServers() {
    return servers.bootstrapServers();
  }

  @Override
  public String connectUrl() {
    return servers.connectUrl();
  }

  @Override
  public long pid() {
    return servers.pid();
  }

  @Override
  public void keepRunning() {
    servers.keepRunning();
  }

  @Override
  public void close() {
    servers.close();
  }

  @Override
  public String toString() {
    return servers.toString();
  }
}
