package io.lakebeam.definition;

import java.util.regex.Pattern;

/**
 * Where a store says which objects are new: a Kafka topic that it writes its bucket notifications
 * to.
 *
 * <pre>{@code
 * notifications: {kafka: "${KAFKA_BOOTSTRAP_SERVERS}", topic: landing}
 * }</pre>
 *
 * @param kafka the brokers to begin with, {@code host:port} with commas between
 * @param topic the topic
 */
public record NotificationsDefinition(String kafka, String topic) {
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  public NotificationsDefinition {
    new Checks()
        .text("kafka", kafka)
        .that(
            TOPIC.matcher(topic).matches(),
            "topic",
            "must be a topic of Kafka, letters, digits, '.', '_' and '-', found '%s'"
                .formatted(topic))
        .done();
  }
}
