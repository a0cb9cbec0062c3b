package io.lakebeam.definition;

import io.lakebeam.secret.Secret;

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
 * }</pre>
 *
 * @param name as tables refer to it
 * @param type what kind of source it is
 * @param url the JDBC URL, without user and password
 * @param user who reads
 * @param password of the user
 * @param kafka the brokers to begin with, {@code host:port} with commas between
 * @param connect the URL of Kafka Connect's REST interface
 */
public record SourceDefinition(
    String name,
    Type type,
    String url,
    String user,
    Secret password,
    String kafka,
    String connect) {

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
        .done();
  }
}
