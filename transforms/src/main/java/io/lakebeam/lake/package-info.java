/**
 * The lake: tables, and {@link io.lakebeam.lake.LakeIO} to read and write them from Beam.
 *
 * <p>The way of a write: {@code GatherBlocks} (a bundle's records, one block per source partition)
 * - hold for the commit interval - {@code WriteFiles} - {@code CommitFiles} (one per table, under
 * the table's lock) - {@code MovePositions}.
 *
 * <p>Writers never merge files; {@link io.lakebeam.lake.Maintenance} does, while they write.
 *
 * <p>The way of a read: {@code PlanSplits} (one snapshot's splits, a group per bucket) or {@code
 * ListSnapshots} (what each commit added, snapshot after snapshot) - reshuffle - {@code
 * ReadSplits}. Which snapshot or range, and which columns, is settled when the pipeline is built
 * ({@code PinnedTable}).
 *
 * <p>{@link io.lakebeam.lake.Lake} says where the tables are, on the local disk or on S3, and who
 * keeps their locks. A writer that waits for a lock logs it every ten seconds at WARN; who holds
 * it, PostgreSQL tells: {@code SELECT * FROM pg_stat_activity WHERE application_name LIKE 'lakebeam
 * %'}. A commit whose answer was lost is settled by reading the table, which is logged at WARN,
 * too.
 *
 * <table>
 * <caption>Metrics (namespace {@code io.lakebeam.lake.LakeIO})</caption>
 * <tr><th>name</th><th>what</th><th>should be</th></tr>
 * <tr><td>{@code rows}</td><td>rows written into files</td><td>growing while the source does</td></tr>
 * <tr><td>{@code bytes}</td><td>bytes of those rows before Parquet</td><td>as {@code rows}</td></tr>
 * <tr><td>{@code commits}</td><td>commits of all tables</td><td>tables times partitions per commit
 * interval at most</td></tr>
 * <tr><td>{@code commit_millis}</td><td>milliseconds per commit, waiting for the lock
 * included</td><td>far below the commit interval</td></tr>
 * <tr><td>{@code rows_read}</td><td>rows read, after filters</td><td>what the table, or the range
 * of its changes, holds</td></tr>
 * <tr><td>{@code bytes_read}</td><td>bytes of the files that were read, all their columns
 * counted</td><td>far below the table's size where a filter is on its key</td></tr>
 * <tr><td>{@code snapshots_behind}</td><td>snapshots that a reader of changes has not
 * listed</td><td>0 or close to it; growing: the reader is too slow, and snapshots will expire before
 * it has read them</td></tr>
 * <tr><td>{@code seconds_behind}</td><td>age in seconds of the snapshot listed last, 0 where none is
 * left</td><td>below the poll interval and a commit interval of the table</td></tr>
 * </table>
 */
package io.lakebeam.lake;
