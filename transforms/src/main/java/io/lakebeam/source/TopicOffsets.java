package io.lakebeam.source;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topics of a Kafka cluster: made where they are missing, and from where to where each of their
 * partitions goes.
 */
public final class TopicOffsets implements AutoCloseable {
  private static final RetryPolicy<Object> KNOWN =
      RetryPolicy.builder()
          .handleIf(
              e ->
                  e instanceof SourceException
                      && e.getCause() != null
                      && e.getCause().getCause() instanceof UnknownTopicOrPartitionException)
          .withDelay(Duration.ofMillis(100))
          .withMaxRetries(-1)
          .withMaxDuration(Duration.ofSeconds(30))
          .build();

  private final Admin admin;

  private TopicOffsets(Admin admin) {
    this.admin = admin;
  }

  /** The cluster at {@code bootstrapServers}. */
  public static TopicOffsets of(String bootstrapServers) {
    Properties config = new Properties();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return new TopicOffsets(Admin.create(config));
  }

  /** The same, giving up a request after {@code patience}. */
  public static TopicOffsets of(String bootstrapServers, Duration patience) {
    Properties config = new Properties();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    int millis = Math.toIntExact(patience.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    return new TopicOffsets(Admin.create(config));
  }

  /**
   * How long a topic keeps its records.
   *
   * @param isCompacted whether it keeps the newest of each key only
   * @param time for how long; empty where for ever
   */
  public record Retention(boolean isCompacted, Optional<Duration> time) {
    private static Retention of(Config config) {
      String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
      long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
      return new Retention(
          policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT),
          millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis)));
    }
  }

  /** How long the topics, which are there, keep their records. */
  public Map<String, Retention> retention(Collection<String> topics) {
    List<ConfigResource> resources =
        topics.stream().map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList();
    try {
      Map<String, Retention> found = new HashMap<>();
      admin
          .describeConfigs(resources)
          .all()
          .get()
          .forEach((topic, config) -> found.put(topic.name(), Retention.of(config)));
      return found;
    } catch (ExecutionException e) {
      throw new SourceException("topics %s could not be described".formatted(topics), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Makes the topics that are not there, with the cluster's default settings and one partition. */
  public void create(Collection<String> topics) {
    create(topics.stream().map(name -> new NewTopic(name, 1, (short) -1)).toArray(NewTopic[]::new));
  }

  /**
   * Makes the topics that are not there, and waits until the brokers answer for them: a broker
   * learns of a topic after it was made.
   */
  public void create(NewTopic... topics) {
    admin
        .createTopics(List.of(topics))
        .values()
        .forEach(
            (topic, result) -> {
              try {
                result.get();
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                  throw new SourceException("topic %s could not be made".formatted(topic), e);
                }
              } catch (InterruptedException e) {
                throw interrupted(e);
              }
            });
    List<String> names = Stream.of(topics).map(NewTopic::name).toList();
    Failsafe.with(KNOWN).get(() -> end(names));
  }

  /** Those of the topics that are there. */
  public List<String> existing(Collection<String> topics) {
    try {
      Set<String> all = admin.listTopics().names().get();
      return topics.stream().filter(all::contains).toList();
    } catch (ExecutionException e) {
      throw new SourceException("topics %s could not be looked up".formatted(topics), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The partitions' first offsets that are still there. */
  public Map<TopicPartition, Long> earliest(Collection<String> topics) {
    return offsets(topics, OffsetSpec.earliest());
  }

  /** The partitions' ends: the offset that the next committed record will have at least. */
  public Map<TopicPartition, Long> end(Collection<String> topics) {
    return offsets(topics, OffsetSpec.latest());
  }

  @Override
  public void close() {
    admin.close();
  }

  private Map<TopicPartition, Long> offsets(Collection<String> topics, OffsetSpec spec) {
    try {
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      admin
          .describeTopics(List.copyOf(topics))
          .allTopicNames()
          .get()
          .forEach(
              (name, topic) ->
                  topic
                      .partitions()
                      .forEach(p -> wanted.put(new TopicPartition(name, p.partition()), spec)));
      Map<TopicPartition, Long> offsets = new HashMap<>();
      admin
          .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .all()
          .get()
          .forEach((partition, info) -> offsets.put(partition, info.offset()));
      return offsets;
    } catch (ExecutionException e) {
      throw new SourceException("topics %s could not be described".formatted(topics), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SourceException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SourceException("interrupted while waiting for Kafka", e);
  }
}
