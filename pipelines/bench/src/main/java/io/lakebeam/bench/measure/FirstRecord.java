package io.lakebeam.bench.measure;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Waits for the moment when a Kafka consumer of this process has handed out its first record, as
 * the consumers themselves count them. It is the same moment for every engine, and nothing is put
 * into the data's way to see it.
 */
final class FirstRecord implements Runnable {
  private static final long POLL_MILLIS = 20;
  private static final String CONSUMERS =
      "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*";

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private volatile double seconds = Double.NaN;
  private volatile double cpuSeconds = Double.NaN;

  /** Starts waiting, in a thread of its own. */
  static FirstRecord watch() {
    FirstRecord watch = new FirstRecord();
    Thread thread = new Thread(watch, "first-record");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Seconds from the JVM's start to the first record; not a number if there was none. */
  double seconds() {
    return seconds;
  }

  /** CPU seconds of the process up to the first record. */
  double cpuSeconds() {
    return cpuSeconds;
  }

  @Override
  public void run() {
    try {
      while (consumed() == 0) {
        Thread.sleep(POLL_MILLIS);
      }
      seconds = OwnProcess.secondsSinceStart();
      cpuSeconds = OwnProcess.cpuSeconds();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double consumed() {
    double records = 0;
    try {
      for (ObjectName consumer : beans.queryNames(new ObjectName(CONSUMERS), null)) {
        records += consumed(consumer);
      }
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(CONSUMERS, e);
    }
    return records;
  }

  private double consumed(ObjectName consumer) {
    try {
      Object count = beans.getAttribute(consumer, "records-consumed-total");
      double found = count instanceof Number number ? number.doubleValue() : 0;
      return Double.isNaN(found) ? 0 : found;
    } catch (JMException gone) {
      return 0; // The consumer has been closed since it was listed, or has not counted yet.
    }
  }
}
