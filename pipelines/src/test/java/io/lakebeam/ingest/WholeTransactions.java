package io.lakebeam.ingest;

import io.lakebeam.lake.Lake;
import io.lakebeam.lake.SourceEpochs;
import java.time.Instant;
import java.util.Map;

/** A lake in which the transactions of a source are whole, as an ingest would leave it. */
public final class WholeTransactions {
  private WholeTransactions() {}

  /** All up to {@code commitLsn}, which was committed as many milliseconds after 1970. */
  public static void keep(Lake lake, String source, long commitLsn) {
    int life = SourceEpochs.in(lake).number(source, "a server");
    Transactions.keep(
        lake,
        new ReadTransaction(
            source,
            life,
            commitLsn,
            Instant.ofEpochMilli(commitLsn),
            new Confirmed(commitLsn, Map.of())));
  }
}
