package io.lakebeam.ingest;

import io.lakebeam.change.ChangeException;
import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.privacy.Seal;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.values.KV;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A captured table whose dead letters are tried again.
 *
 * @param table the table, as its source has it now
 * @param epoch the number of the life that its source lives now
 */
record ReplayedTable(CapturedTable table, int epoch) implements RetriedTable {
  private static final long serialVersionUID = 1L;

  @Override
  public LakeTable current() {
    return table.current();
  }

  @Override
  public boolean has(DeadLetter letter) {
    String partition = letter.position().partition();
    int end = partition.lastIndexOf('-');
    return table.topic().equals(end < 0 ? partition : partition.substring(0, end));
  }

  @Override
  public @Nullable Seal seal() {
    return table.masks() == null ? null : table.masks().seal();
  }

  @Override
  public Decoder decoder(Lake lake) {
    Map<Integer, TableRows> byLife = new HashMap<>();
    return (DeadLetter letter) ->
        byLife
            .computeIfAbsent(life(letter), life -> new TableRows(lake, life, table))
            .of(letter.position(), KV.of(letter.key(), letter.value()));
  }

  /**
   * The life that a letter came from: its changes are older than all of the next.
   *
   * @throws ChangeException if the letter does not say, and there were several
   */
  private int life(DeadLetter letter) {
    if (letter.epoch() == null && epoch > 1) {
      throw new ChangeException(
          ("the letter does not say which of the %d lives of its source it came from, so its order"
                  + " is not known")
              .formatted(epoch));
    }
    return letter.epoch() == null ? epoch : letter.epoch();
  }
}
