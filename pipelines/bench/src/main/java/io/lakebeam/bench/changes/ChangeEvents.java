package io.lakebeam.bench.changes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;

/**
 * Change events of one table in the order of its log: what Debezium's PostgreSQL connector writes
 * with the settings of {@link io.lakebeam.source.DebeziumConnector}, JSON without schemas, for a
 * table with {@code REPLICA IDENTITY FULL}.
 *
 * <pre>{@code
 * ChangeEvents events = new ChangeEvents(mix, 42);
 * while (events.next(System.currentTimeMillis())) {
 *   producer.send(new ProducerRecord<>(topic, events.key(), events.value()));
 * }
 * }</pre>
 *
 * <p>The same mix and seed give the same events, but for the times of the envelope, which are those
 * given. A key's insert comes before its updates, its delete after them; a deleted key does not
 * come back. LSNs grow; ten changes share a transaction.
 */
public final class ChangeEvents {
  private static final int CHANGES_PER_TRANSACTION = 10;
  private static final int CONNECTOR_MILLIS = 5;
  private static final int LOG_BYTES_PER_CHANGE = 296;

  private final AccountRow row;
  private final SplittableRandom random;
  private final StringBuilder json = new StringBuilder(2_048);
  private final LiveKeys keys;
  private int inserts;
  private int updates;
  private int deletes;
  private int snapshotRows;
  private long change;
  private long commitLsn = 24_023_128L;
  private long lsn = commitLsn;
  private long millis;
  private byte[] key = {};
  private byte[] value = {};

  /** The events of {@code mix}. */
  public ChangeEvents(ChangeMix mix, long seed) {
    this.row = new AccountRow(seed);
    this.random = new SplittableRandom(seed);
    this.inserts = mix.inserts();
    this.updates = mix.updates();
    this.deletes = mix.deletes();
    this.snapshotRows = mix.snapshotRows();
    this.keys = new LiveKeys(mix.existingRows(), mix.existingRows() + snapshotRows + inserts);
  }

  /**
   * Makes the next event.
   *
   * @param now when the source committed it, milliseconds since 1970
   * @return whether there was one more
   */
  public boolean next(long now) {
    millis = now;
    if (snapshotRows > 0) {
      snapshotRows--;
      int inserted = keys.insert();
      write("r", inserted, -1, 0);
      return true;
    }
    int left = inserts + updates + deletes;
    if (left == 0) {
      return false;
    }
    move();
    change(random.nextInt(left));
    return true;
  }

  /** Makes the change that is {@code choice} among those that are left. */
  private void change(int choice) {
    if (choice < inserts || keys.count() == 0) {
      inserts--;
      write("c", keys.insert(), -1, 0);
      return;
    }
    int at = random.nextInt(keys.count());
    int changed = keys.key(at);
    if (choice < inserts + updates) {
      updates--;
      int version = keys.update(at);
      write("u", changed, version - 1, version);
    } else {
      deletes--;
      write("d", changed, keys.delete(at), -1);
    }
  }

  /** The event's key, as JSON. Valid until the next event. */
  public byte[] key() {
    return key;
  }

  /** The event, as JSON. Valid until the next event. */
  public byte[] value() {
    return value;
  }

  /** When the source committed it, milliseconds since 1970. */
  public long millis() {
    return millis;
  }

  private void move() {
    if (change % CHANGES_PER_TRANSACTION == 0) {
      commitLsn = lsn;
    }
    change++;
    lsn += LOG_BYTES_PER_CHANGE;
  }

  private void write(String operation, int id, int before, int after) {
    key = ("{\"id\":" + id + "}").getBytes(US_ASCII);
    json.setLength(0);
    json.append("{\"before\":");
    appendRow(id, before);
    json.append(",\"after\":");
    appendRow(id, after);
    appendSource(operation.equals("r"));
    json.append(",\"transaction\":null,\"op\":\"").append(operation).append('"');
    appendTimes();
    json.append('}');
    value = json.toString().getBytes(US_ASCII);
  }

  private void appendRow(int id, int version) {
    if (version < 0) {
      json.append("null");
    } else {
      row.appendTo(json, id, version);
    }
  }

  private void appendSource(boolean snapshot) {
    json.append(",\"source\":{\"version\":\"3.7.0.Final\",\"connector\":\"postgresql\"");
    json.append(",\"name\":\"").append(ChangeTopic.CONNECTOR).append("\",\"ts_ms\":");
    json.append(millis).append(",\"snapshot\":\"").append(snapshot);
    json.append("\",\"db\":\"bank\",\"sequence\":\"[");
    if (snapshot) {
      json.append("null");
    } else {
      json.append("\\\"").append(commitLsn).append("\\\"");
    }
    json.append(",\\\"").append(lsn).append("\\\"]\",\"ts_us\":").append(millis).append("000");
    json.append(",\"ts_ns\":").append(millis).append("000000");
    json.append(",\"schema\":\"public\",\"table\":\"account\",\"txId\":");
    json.append(771 + change / CHANGES_PER_TRANSACTION).append(",\"lsn\":").append(lsn);
    json.append(",\"xmin\":null,\"origin\":null,\"origin_lsn\":null}");
  }

  /** When the connector handled the change: a little later. */
  private void appendTimes() {
    long handled = millis + CONNECTOR_MILLIS;
    json.append(",\"ts_ms\":").append(handled).append(",\"ts_us\":").append(handled);
    json.append("000,\"ts_ns\":").append(handled).append("000000");
  }
}
