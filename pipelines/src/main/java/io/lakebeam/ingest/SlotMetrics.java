package io.lakebeam.ingest;

import io.lakebeam.source.ReplicationSlot;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What was seen of a slot last, told over JMX from the first look on, until it is closed. */
final class SlotMetrics implements SlotMXBean, AutoCloseable {
  private final ObjectName name;
  private volatile Seen last;

  /** What a look showed. */
  record Seen(ReplicationSlot slot, long seconds, boolean isInDanger) {}

  private SlotMetrics(ObjectName name, Seen first) {
    this.name = name;
    this.last = first;
  }

  /** Tells of the slot of a source; whoever told of it before in this process does no more. */
  static SlotMetrics tell(String source, Seen first) throws JMException {
    ObjectName name =
        new ObjectName(
            "io.lakebeam:type=Slot,source=%s,slot=%s"
                .formatted(ObjectName.quote(source), ObjectName.quote(first.slot().name())));
    SlotMetrics metrics = new SlotMetrics(name, first);
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    if (server.isRegistered(name)) {
      server.unregisterMBean(name);
    }
    server.registerMBean(metrics, name);
    return metrics;
  }

  void saw(Seen now) {
    last = now;
  }

  @Override
  public long getBehindBytes() {
    return last.slot().behind();
  }

  @Override
  public long getBehindSeconds() {
    return last.seconds();
  }

  @Override
  public long getHeldBytes() {
    return last.slot().held();
  }

  @Override
  public long getSafeBytes() {
    return last.slot().safe().orElse(-1);
  }

  @Override
  public boolean isActive() {
    return last.slot().active();
  }

  @Override
  public boolean isInDanger() {
    return last.isInDanger();
  }

  @Override
  public void close() {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException e) {
      // Another one tells of the slot by now, or has ended telling.
      return;
    }
  }
}
