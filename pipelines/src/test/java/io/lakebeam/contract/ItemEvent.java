package io.lakebeam.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * One change of an item as the source made it.
 *
 * @param operation Debezium's letter
 * @param id the item's key
 * @param name null at times
 * @param amount any number
 * @param commitLsn the last commit before the change's transaction
 * @param lsn where the change is in the source's log
 * @param millis when the source's clock says that it was committed; the clock is not to be trusted
 */
record ItemEvent(
    String operation, long id, String name, int amount, long commitLsn, long lsn, long millis) {

  boolean isDelete() {
    return operation.equals("d");
  }

  byte[] key() {
    return ("{\"id\":" + id + "}").getBytes(UTF_8);
  }

  /** The event as the connector's JSON converter writes it. */
  byte[] value() {
    return text().getBytes(UTF_8);
  }

  private String text() {
    String row =
        "{\"id\":%d,\"name\":%s,\"amount\":%d,\"changed_at\":null}"
            .formatted(id, name == null ? "null" : '"' + name + '"', amount);
    String source =
        """
        {"version":"3.7.0.Final","connector":"postgresql","name":"shop","ts_ms":%d,\
        "snapshot":"false","db":"shop","sequence":"[\\"%d\\",\\"%d\\"]","schema":"public",\
        "table":"item","txId":7,"lsn":%d,"xmin":null}"""
            .formatted(millis, commitLsn, lsn, lsn);
    return "{\"before\":%s,\"after\":%s,\"source\":%s,\"op\":\"%s\",\"ts_ms\":%d}"
        .formatted(isDelete() ? row : "null", isDelete() ? "null" : row, source, operation, millis);
  }

  /** The row of bronze, without where in the topic it was: that may be one of several places. */
  List<String> inBronze() {
    return Arrays.asList(
        new String(key(), UTF_8),
        "1",
        Long.toString(lsn),
        operation,
        Long.toString(commitLsn),
        Long.toString(millis * 1_000),
        text());
  }

  /** The row of silver, in the history and, if it is its key's last, in the current table. */
  List<String> inSilver() {
    return Arrays.asList(
        Long.toString(id),
        isDelete() ? null : name,
        isDelete() ? null : Integer.toString(amount),
        operation,
        Boolean.toString(isDelete()),
        "1",
        Long.toString(commitLsn),
        Long.toString(lsn),
        Long.toString(millis * 1_000));
  }

  /** The row of the derived table, if it is its key's last. */
  List<String> inDerived() {
    List<String> silver = inSilver();
    return Arrays.asList(silver.get(0), silver.get(1), silver.get(2), silver.get(7));
  }
}
