package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.lake.DeadLetter;
import java.io.Serializable;

/**
 * A captured table whose dead letters are tried again.
 *
 * @param table the table, as its source has it now
 * @param epoch the number of the life that its source lives now
 */
record ReplayedTable(CapturedTable table, int epoch) implements Serializable {

  /** The rows of a topic's records in one life of its source. */
  record Life(String topic, int epoch) {}

  /**
   * The life that a letter came from: its changes are older than all of the next.
   *
   * @throws ChangeException if the letter does not say, and there were several
   */
  Life life(DeadLetter letter) {
    if (letter.epoch() == null && epoch > 1) {
      throw new ChangeException(
          ("the letter does not say which of the %d lives of its source it came from, so its order"
                  + " is not known")
              .formatted(epoch));
    }
    return new Life(table.topic(), letter.epoch() == null ? epoch : letter.epoch());
  }
}
