/**
 * The lake: tables, and {@link io.lakebeam.lake.LakeIO} to read and write them from Beam.
 *
 * <p>The way of a write: {@code GatherBlocks} (a bundle's records, one block per source partition)
 * - hold for the commit interval - {@code WriteFiles} - {@code CommitFiles} (one per table, under
 * the table's lock) - {@code MovePositions}.
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
 * </table>
 */
package io.lakebeam.lake;
