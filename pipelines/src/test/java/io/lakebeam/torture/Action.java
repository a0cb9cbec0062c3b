package io.lakebeam.torture;

/** What a client of the workload does, and how often of a thousand times. */
enum Action {
  INSERT(280),
  UPDATE(320),
  DELETE(100),
  /** A key that was there before, or still is. */
  REINSERT(60),
  /** An update of the primary key, to a new one or to one that may be taken. */
  KEY_CHANGE(50),
  /** Two to six statements, at times with a savepoint that is rolled back. */
  TRANSACTION(120),
  ROLLBACK(40),
  COPY(20),
  /** A column comes, goes, gets wider or another name. */
  DDL(7),
  TRUNCATE(3);

  private final int share;

  Action(int share) {
    this.share = share;
  }

  /** Whether it is about a table as a whole, so that no snapshot shows it as it shows rows. */
  boolean isDefinition() {
    return this == DDL || this == TRUNCATE;
  }

  int share() {
    return share;
  }
}
