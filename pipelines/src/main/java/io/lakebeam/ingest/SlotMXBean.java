package io.lakebeam.ingest;

/**
 * What a running ingest tells over JMX of the replication slot of one source, as {@code
 * io.lakebeam:type=Slot,source="SOURCE",slot="SLOT"}, for jmx_exporter and its like. It looks every
 * five seconds, and tells what it saw last.
 */
public interface SlotMXBean {
  /** Bytes of log between what the slot's reader has and the log's end; should come back to few. */
  long getBehindBytes();

  /** Seconds since the log ended where the slot's reader is now; should stay at a few. */
  long getBehindSeconds();

  /** Bytes of log that PostgreSQL keeps for the slot. */
  long getHeldBytes();

  /**
   * Bytes that can still be written before PostgreSQL may remove log that the slot needs; -1 where
   * {@code max_slot_wal_keep_size} sets no limit.
   */
  long getSafeBytes();

  /** Whether somebody reads by the slot; should be true. */
  boolean isActive();

  /** Whether changes will be lost soon; should be false. */
  boolean isInDanger();
}
