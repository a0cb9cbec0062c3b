package io.lakebeam.sql;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;

/**
 * The engine's function {@code lake_seen(HASH)}: whether a key of this hash may have been asked for
 * before. Never false where it has been; true for a key that is new where its hash shares a bit
 * with another's, which is so for one of sixteen at most up to 33 million rows.
 */
final class SeenKeys implements DuckDBScalarFunction {
  static final String NAME = "lake_seen";

  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int BITS_PER_ROW = 16;
  private static final long MOST_BITS = 1L << 29;

  private volatile long[] words = new long[1];

  /** Forgets all, and makes room for so many rows. */
  void forget(long rows) {
    long bits = Long.highestOneBit(Math.max(Long.SIZE, Math.min(MOST_BITS, rows * BITS_PER_ROW)));
    words = new long[(int) (bits / Long.SIZE)];
  }

  void register(Engine engine) throws SQLException {
    try (var function = DuckDBFunctions.scalarFunction()) {
      var unused =
          function
              .withName(NAME)
              .withParameter(Long.class)
              .withReturnType(Boolean.class)
              .withVectorizedFunction(this)
              .withVolatile()
              .register(engine.connection());
    }
  }

  @Override
  public void apply(DuckDBDataChunkReader chunk, DuckDBWritableVector seen) {
    long[] all = words;
    DuckDBReadableVector hashes = chunk.vector(0);
    long rows = chunk.rowCount();
    for (long row = 0; row < rows; row++) {
      long hash = hashes.getLong(row);
      long bit = 1L << hash;
      int word = (int) (hash >>> 6) & (all.length - 1);
      seen.setBoolean(row, ((long) WORDS.getAndBitwiseOr(all, word, bit) & bit) != 0);
    }
  }
}
