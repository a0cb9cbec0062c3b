package io.lakebeam.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How to reach servers that outlive a run, without their password.
 *
 * @param postgres JDBC URL
 * @param kafka bootstrap servers
 * @param connect root of the REST interface
 * @param environment shell file (0600) with the project file's variables, the password among them
 * @param psql command line that opens the source
 * @param stop command line that stops them
 */
public record KeptServers(
    String postgres, String kafka, String connect, Path environment, String psql, String stop) {

  /** Lets the servers outlive this JVM and writes down how to reach them. */
  static KeptServers keep(Servers servers, Map<String, String> variables, Workdir workdir)
      throws IOException {
    Path environment = workdir.root().resolve("lakebeam.env");
    Files.createFile(
        environment,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(environment, shell(variables));
    LeftServers.noteKept(workdir.root(), servers.pid());
    servers.keepRunning();
    String plainUrl = servers.source().url().replaceFirst("^jdbc:", "");
    return new KeptServers(
        servers.source().url(),
        servers.bootstrapServers(),
        servers.connectUrl(),
        environment,
        String.format(
            "(. %s; PGPASSWORD=$POSTGRES_PASSWORD psql -U \"$POSTGRES_USER\" %s)",
            quoted(environment.toString()), plainUrl),
        "kill " + servers.pid());
  }

  private static String shell(Map<String, String> variables) {
    return new TreeMap<>(variables)
        .entrySet().stream()
            .map(
                variable ->
                    "export " + variable.getKey() + "=" + quoted(variable.getValue()) + "\n")
            .collect(Collectors.joining());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
