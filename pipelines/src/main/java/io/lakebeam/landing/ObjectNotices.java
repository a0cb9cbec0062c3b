package io.lakebeam.landing;

import io.lakebeam.definition.NotificationsDefinition;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of a source's new objects by the topic of its store's notifications, in a thread of its
 * own. They are hints: one may be lost, come twice, or name what has gone.
 *
 * <pre>{@code
 * try (ObjectNotices notices = ObjectNotices.start(definition, files::isLike, wake, trouble)) {
 *   if (notices.mayHaveMissed()) { ... list ... }
 *   Set<String> paths = notices.take();
 * }
 * }</pre>
 *
 * <p>Nothing is kept in Kafka. It begins at the topic's end, and so does one that lost its way.
 */
final class ObjectNotices implements AutoCloseable {
  /** More names at a time are no hint any more: a listing is cheaper. */
  static final int MOST = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(ObjectNotices.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int PAUSE_SECONDS = 3;

  private final NotificationsDefinition definition;
  private final Predicate<String> isWanted;
  private final Runnable wake;
  private final Consumer<String> trouble;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private final Set<String> named = new LinkedHashSet<>();
  private volatile @Nullable KafkaConsumer<byte[], byte[]> listening;
  private boolean isHeard;
  private boolean missed;

  private ObjectNotices(
      NotificationsDefinition definition,
      Predicate<String> isWanted,
      Runnable wake,
      Consumer<String> trouble) {
    this.definition = definition;
    this.isWanted = isWanted;
    this.wake = wake;
    this.trouble = trouble;
    this.thread = new Thread(this::hear, "notices-" + definition.topic());
    thread.setDaemon(true);
  }

  /**
   * Starts to listen.
   *
   * @param isWanted whether a path, {@code s3://bucket/key}, is of the source
   * @param wake told when there is something to take, from another thread
   * @param trouble told why the topic cannot be heard
   */
  static ObjectNotices start(
      NotificationsDefinition definition,
      Predicate<String> isWanted,
      Runnable wake,
      Consumer<String> trouble) {
    ObjectNotices notices = new ObjectNotices(definition, isWanted, wake, trouble);
    notices.thread.start();
    return notices;
  }

  /** Whether it is told of new objects now. */
  synchronized boolean isHeard() {
    return isHeard;
  }

  /** Whether objects may have come that it did not hear of; asked once, a listing is to follow. */
  synchronized boolean mayHaveMissed() {
    boolean before = missed;
    missed = false;
    return before;
  }

  /** The paths that it has heard of since it was last asked. */
  synchronized Set<String> take() {
    Set<String> taken = new LinkedHashSet<>(named);
    named.clear();
    return taken;
  }

  private void hear() {
    while (closed.getCount() > 0) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings())) {
        listening = consumer;
        beginAtTheEnd(consumer);
        beginHearing();
        while (closed.getCount() > 0) {
          consumer.poll(POLL).forEach(this::note);
        }
      } catch (WakeupException e) {
        LOG.debug("woken to end");
      } catch (KafkaException | LandingException e) {
        endHearing(e);
      }
    }
  }

  private void beginAtTheEnd(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(definition.topic()).stream()
            .map(one -> new TopicPartition(one.topic(), one.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new LandingException(
          "topic %s is not there; make it, and let the store write its notifications to it"
              .formatted(definition.topic()));
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  private synchronized void beginHearing() {
    isHeard = true;
    missed = true;
    wake.run();
  }

  private void endHearing(RuntimeException why) {
    synchronized (this) {
      isHeard = false;
    }
    LOG.warn("notifications are not heard", why);
    trouble.accept(
        "notifications of topic %s at %s are not heard, files are found by listings alone: %s"
            .formatted(definition.topic(), definition.kafka(), why.getMessage()));
    try {
      var unused = closed.await(PAUSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed.countDown();
    }
  }

  private synchronized void note(ConsumerRecord<byte[], byte[]> record) {
    List<String> created = Notification.created(record.value());
    if (created == null) {
      LOG.warn(
          "topic {}: offset {} of partition {} is no notification of a store; left out",
          record.topic(),
          record.offset(),
          record.partition());
      return;
    }
    List<String> wanted = created.stream().filter(isWanted).toList();
    if (named.size() + wanted.size() > MOST) {
      missed = true;
      named.clear();
    } else {
      named.addAll(wanted);
    }
    if (!wanted.isEmpty()) {
      wake.run();
    }
  }

  private Map<String, Object> settings() {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
        definition.kafka(),
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "none",
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        PATIENCE_MILLIS);
  }

  /** Stops listening. */
  @Override
  public void close() {
    closed.countDown();
    KafkaConsumer<byte[], byte[]> ending = listening;
    if (ending != null) {
      ending.wakeup();
    }
  }
}
