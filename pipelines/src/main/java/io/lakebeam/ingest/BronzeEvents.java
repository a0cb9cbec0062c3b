package io.lakebeam.ingest;

import io.lakebeam.change.TransactionCut;
import io.lakebeam.lake.Lake;
import io.lakebeam.lake.LakeRow;
import io.lakebeam.lake.LakeTable;
import io.lakebeam.lake.RowFilter;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.paimon.data.InternalRow;

/**
 * The events of a table that bronze keeps, whatever the kind of their source, and the silver tables
 * that can be made of them once more, see {@link Rebuild}.
 */
public interface BronzeEvents extends Serializable {
  /** Where they are. */
  LakeTable bronze();

  /** The table as it is. */
  LakeTable current();

  /** The table as it was. */
  LakeTable history();

  /** The columns that are read of an event. */
  List<String> columns();

  /** Those that came after a place in their order. */
  RowFilter after(TransactionCut cut);

  /** The place before the first event of this time or later; empty where there is none. */
  Optional<TransactionCut> cutAt(Lake lake, Instant time);

  /**
   * A place in their source's log.
   *
   * @throws IngestException if their source has none
   */
  TransactionCut cutAt(long lsn);

  /**
   * How events are decoded today; for one thread.
   *
   * @param current where the newest versions of rows are written to
   * @param history where all versions are written to
   */
  Decoder decoder(Lake lake, LakeTable current, LakeTable history);

  /** Decodes events. */
  interface Decoder {
    /**
     * The rows of an event.
     *
     * @param event with {@link BronzeEvents#columns}
     * @throws io.lakebeam.change.ChangeException if it cannot be decoded; the message says why
     */
    List<LakeRow> rows(InternalRow event);

    /** Where an event stood in its source, for people. */
    String place(InternalRow event);
  }
}
