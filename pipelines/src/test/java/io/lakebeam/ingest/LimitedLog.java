package io.lakebeam.ingest;

import java.sql.SQLException;

/** A PostgreSQL that keeps next to no log for its slots, until this is closed. */
final class LimitedLog implements AutoCloseable {
  private static final int SEGMENTS = 4;

  private final SourceUnderTest source;

  private LimitedLog(SourceUnderTest source) {
    this.source = source;
  }

  static LimitedLog of(SourceUnderTest source) throws SQLException {
    source.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'");
    source.execute("SELECT pg_reload_conf()");
    return new LimitedLog(source);
  }

  /** Writes more than is kept; who does not read meanwhile loses it. */
  void exceed() throws SQLException {
    for (int i = 0; i < SEGMENTS; i++) {
      source.execute("SELECT pg_logical_emit_message(false, 'test', 'in every segment')");
      source.execute("SELECT pg_switch_wal()");
      source.execute("CHECKPOINT");
    }
  }

  @Override
  public void close() throws SQLException {
    source.execute("ALTER SYSTEM RESET max_slot_wal_keep_size");
    source.execute("SELECT pg_reload_conf()");
  }
}
