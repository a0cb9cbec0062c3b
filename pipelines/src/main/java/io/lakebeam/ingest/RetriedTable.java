package io.lakebeam.ingest;

import io.lakebeam.lake.DeadLetter;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.privacy.Seal;
import java.io.Serializable;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table whose dead letters are tried again, by {@link Replay#run(Lake, io.lakebeam.runner.Runner,
 * String, List)}. Whatever the kind of its source, and whatever refused a letter: it is decoded as
 * what comes now is.
 */
public interface RetriedTable extends Serializable {
  /** The silver table that its rows are written to, with others. */
  LakeTable current();

  /** Whether a letter is of this table. */
  boolean has(DeadLetter letter);

  /** What its letters are kept encrypted by; null where they are kept as they came. */
  @Nullable Seal seal();

  /** How its letters are decoded; for one thread. */
  Decoder decoder(Lake lake);

  /** Decodes letters. */
  interface Decoder {
    /**
     * The rows of a letter, in all of their tables, under the keys that ingest would write them
     * under.
     *
     * @param letter its bytes as they came
     * @throws io.lakebeam.change.ChangeException if it is still refused; the message is its reason
     */
    List<LakeRow> rows(DeadLetter letter);
  }
}
