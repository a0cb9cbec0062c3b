package io.lakebeam.definition;

import io.lakebeam.secret.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A database whose changes are captured, and the servers that carry them.
 *
 * <pre>{@code
 * sources:
 *   bank:
 *     type: postgres
 *     url: ${POSTGRES_URL}                # jdbc:postgresql://host:port/database
 *     user: ${POSTGRES_USER}
 *     password: ${POSTGRES_PASSWORD}      # only ever from a variable
 *     kafka: ${KAFKA_BOOTSTRAP_SERVERS}
 *     connect: ${CONNECT_URL}
 *     password-reference: secrets:/run/secrets:bank_password
 * }</pre>
 *
 * @param name as tables refer to it
 * @param type what kind of source it is
 * @param url the JDBC URL, without user and password
 * @param user who reads
 * @param password of the user
 * @param kafka the brokers to begin with, {@code host:port} with commas between
 * @param connect the URL of Kafka Connect's REST interface
 * @param passwordReference where Connect's worker itself finds the password, {@code
 *     PROVIDER:[PATH:]KEY} of one of its config providers; empty where it has none, and is told the
 *     password
 */
public record SourceDefinition(
    String name,
    Type type,
    String url,
    String user,
    Secret password,
    String kafka,
    String connect,
    Optional<String> passwordReference) {
  private static final Pattern REFERENCE =
      Pattern.compile("[A-Za-z0-9_.-]+:([^:{}$\\s]+:)?[^:{}$\\s]+");

  /** The kinds of source. */
  public enum Type {
    POSTGRES;

    /** The name in the project file. */
    public String key() {
      return Keywords.of(this);
    }
  }

  public SourceDefinition {
    new Checks()
        .name("name", name)
        .postgresUrl("url", url)
        .text("user", user)
        .text("kafka", kafka)
        .text("connect", connect)
        .that(
            passwordReference.isEmpty() || REFERENCE.matcher(passwordReference.get()).matches(),
            "password-reference",
            "must be PROVIDER:KEY or PROVIDER:PATH:KEY, as one of Connect's config providers takes it")
        .done();
  }

  /** A source whose password Connect is told. */
  public SourceDefinition(
      String name,
      Type type,
      String url,
      String user,
      Secret password,
      String kafka,
      String connect) {
    this(name, type, url, user, password, kafka, connect, Optional.empty());
  }

  /**
   * What stands for the password in a connector's configuration: a reference that Connect's worker
   * resolves, or else the password itself.
   */
  public Secret connectorPassword() {
    return passwordReference.map(reference -> new Secret("${" + reference + "}")).orElse(password);
  }
}
