/**
 * Lake tables (Apache Paimon, Parquet inside) for Beam pipelines: {@link io.lakebeam.lake.LakeIO}
 * writes and reads them, and loses and doubles nothing. This page is all that is needed to use it.
 *
 * <h2>To begin</h2>
 *
 * <p>Java 17, Beam 2.70. The dependency is {@code io.lakebeam:lakebeam-transforms}, for now from a
 * clone's {@code ./mvnw install}; a runner comes with Beam. The first pipeline makes its table:
 *
 * <pre>{@code
 * Lake lake = Lake.at(warehouse);
 * Pipeline pipeline = Pipeline.create(options);
 * pipeline
 *     .apply("Sales", Create.of(new Sale("de", 1, 1, "open"), new Sale("fr", 2, 1, "paid")))
 *     .apply("Append", LakeIO.<Sale>append(lake, "country", "orderId").to(TableName.parse("bronze.sale")));
 * pipeline.run().waitUntilFinish();
 * }</pre>
 *
 * <p>A lake is a folder, or a bucket's part; it holds zones, zones hold tables: {@code bronze.sale}
 * is in {@code bronze.db/sale}. Elements have a Beam schema (classes with {@code @DefaultSchema},
 * {@code Row}), or are turned into rows by {@link io.lakebeam.lake.WriteRows#withRows}. Which field
 * types make which columns: {@link io.lakebeam.lake.BeamSchemas}.
 *
 * <h2>Append and upsert</h2>
 *
 * <p>{@link io.lakebeam.lake.LakeIO#append} is for what never changes. It asks for the columns that
 * say which element it is, since that is what makes an element that is written twice one row.
 * {@link io.lakebeam.lake.LakeIO#upsert} is for what does: the row with the greatest order stays of
 * each key, whatever the order of arrival.
 *
 * <pre>{@code
 * sales.apply(
 *     "Upsert",
 *     LakeIO.<Sale>upsert(lake)
 *         .to(sale -> TableName.of("silver", "sales_" + sale.country))
 *         .withKey("orderId")
 *         .withOrder("version")
 *         .withDeletes(sale -> sale.state == null)
 *         .withDeadLetters(TableName.parse("bronze.dead_letters"))
 *         .via(write -> write.withCommitInterval(Duration.standardSeconds(10))));
 * }</pre>
 *
 * <ul>
 *   <li><b>Many tables.</b> {@code to(...)} names each element's table. All tables of a batch share
 *       one pool of memory, a quarter of the heap for all batches: hundreds fit into 1 GiB.
 *   <li><b>Deletes</b> leave their row, marked in the column {@code _deleted}: an older insert that
 *       comes again does not bring it back. Of a deleted row only key and order are needed. Read
 *       without them by a filter, below.
 *   <li><b>Tables</b> that are not there are made from the first row: key and order NOT NULL, all
 *       else nullable; one bucket unless {@code withBuckets} says more (about 1 GB of rows each).
 *       {@link io.lakebeam.lake.Lake#create} makes them beforehand, and {@code withFixedTables}
 *       never makes nor changes one.
 * </ul>
 *
 * <h2>When rows change their schema</h2>
 *
 * <p>Rows of one pipeline may differ in their schemas, and a table is changed when rows come that
 * it cannot hold; rows before are read with the new columns and types, earlier snapshots with
 * theirs.
 *
 * <table>
 * <caption>Changes</caption>
 * <tr><th>the rows</th><th>the table</th></tr>
 * <tr><td>have a field more</td><td>gets a column, null in the rows before</td></tr>
 * <tr><td>lack a column</td><td>keeps it, null in these rows; it becomes nullable</td></tr>
 * <tr><td>are wider: whole numbers, FLOAT to DOUBLE, DECIMAL, text, bytes, digits of a
 * second</td><td>takes the narrowest type that holds both</td></tr>
 * <tr><td>are narrower</td><td>stays</td></tr>
 * <tr><td>call it otherwise</td><td>renames it, if the field's option {@code
 * lakebeam.renamed_from} says what it was; else that is a new column</td></tr>
 * <tr><td>have nulls where there were none</td><td>allows them</td></tr>
 * <tr><td>have another type; change key or order; change the parts of an ARRAY, MAP or
 * ROW</td><td>refuses</td></tr>
 * </table>
 *
 * <pre>{@code
 * Schema renamed =
 *     Schema.builder()
 *         .addInt64Field("id")
 *         .addField(
 *             Schema.Field.nullable("mail", Schema.FieldType.STRING)
 *                 .withOptions(
 *                     Schema.Options.builder()
 *                         .setOption(WriteRows.RENAMED_FROM, Schema.FieldType.STRING, "email")
 *                         .build()))
 *         .build();
 * }</pre>
 *
 * <p>A rename holds for rows that come after it: rows that still say {@code email}, in a run that
 * starts after the rename, get a column of that name again.
 *
 * <h2>Dead letters, and their replay</h2>
 *
 * <p>A row that its table cannot hold ({@link io.lakebeam.lake.RowException}: another type, a null
 * in the key, too large a number) ends the pipeline; {@code withDeadLetters} keeps it in a table
 * instead, {@link io.lakebeam.lake.DeadLetters}: the element as its coder encodes it, its position
 * or a hash of it, the reason. Nothing is rounded or cut, and no message shows a value. To try
 * letters again, mark them after their rows are committed; {@code upsert} is without dead letters
 * here, so that one that is refused again ends the run and none is marked:
 *
 * <pre>{@code
 * PCollection<DeadLetter> letters =
 *     pipeline.apply("Letters", LakeIO.deadLetters(lake, TableName.parse("bronze.dead_letters")));
 * PCollection<CommittedRows> written =
 *     letters
 *         .apply("Decode", ParDo.of(new LettersToSales(coder)))
 *         .apply("Again", upsert);
 * letters
 *     .apply("After that", Wait.on(written))
 *     .apply("Resolve", ParDo.of(new ResolveLetters(lake)))
 *     .setCoder(LakeRecordCoder.of())
 *     .apply("Letters again", LakeIO.write(lake));
 * }</pre>
 *
 * <p>A letter that comes again from its source stays resolved: the later attempt wins.
 *
 * <h2>Reading</h2>
 *
 * <pre>{@code
 * PCollection<Row> alive =
 *     pipeline.apply(
 *         "Alive",
 *         LakeIO.read(lake, TableName.parse("silver.sales_de"))
 *             .withColumns(List.of("orderId", "state"))
 *             .withFilter(RowFilter.isNotTrue("_deleted"))
 *             .asRows());
 * }</pre>
 *
 * <p>The latest snapshot when the pipeline is built, or {@code atSnapshot}, {@code atTag}, {@code
 * asOf}. Filters are exact, and files that hold nothing for them are not read. What commits added
 * since, once or without an end:
 *
 * <pre>{@code
 * PCollection<TableChange> changes =
 *     pipeline.apply("Changes", LakeIO.changes(lake, TableName.parse("silver.sales_de")).between(1, 2));
 * }</pre>
 *
 * <h2>Commits</h2>
 *
 * <p>A bounded input is committed once per table when all of it is written: readers see all of it
 * or nothing, table by table. An unbounded one is committed once per interval:
 *
 * <table>
 * <caption>The commit interval on each runner</caption>
 * <tr><th>runner</th><th>how rows wait</th><th>set by</th></tr>
 * <tr><td>Direct, and any that is not listed</td><td>in the runner's state</td><td>{@code
 * withCommitInterval}; default 2 s, or 64 MiB</td></tr>
 * <tr><td>Flink</td><td>in files that are being written, for a bundle: faster, since no row is
 * shuffled or kept in state</td><td>{@code withCommitPerBundle}, and the options below</td></tr>
 * </table>
 *
 * <p>On Flink, for an interval of 10 s: {@code --maxBundleTimeMills=6666} (two thirds of it, since
 * Beam looks each half of that time whether it is over), {@code
 * --maxBundleSize=9223372036854775807}, {@code --finishBundleBeforeCheckpointing=true}, {@code
 * --autoWatermarkInterval=200}, {@code --objectReuse=true}, {@code --fasterCopy=true}, {@code
 * --shutdownSourcesAfterIdleMs=9223372036854775807}, and for checkpoints {@code
 * --checkpointingInterval=10000}. A checkpoint ends the bundle, so its interval should not be
 * shorter.
 *
 * <p>Elements that know where they stood in their source move positions, for the next run to start
 * at, without a savepoint and on any runner:
 *
 * <pre>{@code
 * Map<String, Long> positions = Positions.in(lake).read();
 * }</pre>
 *
 * <p>They are written by {@link io.lakebeam.lake.WriteRows#withPositions}. A position moves over an
 * unbroken run of offsets, each of one element; where a run starts elsewhere than at 0, say {@code
 * write.startingAt(...)} in {@code via}.
 *
 * <h2>What is promised</h2>
 *
 * <ul>
 *   <li>An element whose bundle the runner has finished is in its table once, after any number of
 *       retries, kills and replays: rows by key and order, commits by their batch, which is looked
 *       up in the table before it is committed and after a commit whose answer was lost.
 *   <li>A commit is atomic for a table. Tables are not committed together.
 *   <li>Two rows with one key and the same order, and rows of one key in a table without an order,
 *       are taken to be equal: the last commit stays.
 *   <li>What a killed worker wrote and did not commit are files that nothing names; maintenance
 *       deletes them.
 * </ul>
 *
 * <h2>Locks and S3</h2>
 *
 * <p>Each commit and each change of columns holds its table's lock, which ends with the process
 * that holds it. A folder is locked by the operating system: all writers must see the same disk. S3
 * has no locks, so PostgreSQL keeps them, in sessions, without a table:
 *
 * <pre>{@code
 * Lake shared =
 *     Lake.at("s3://lake/warehouse")
 *         .withStore(ObjectStore.at("http://127.0.0.1:9000").withKeys("writer", secretKey))
 *         .withLocks(new LockDatabase("jdbc:postgresql://db:5432/locks", "lakebeam", password));
 * }</pre>
 *
 * <p>A writer that waits for a lock logs it every ten seconds at WARN; who holds it, PostgreSQL
 * tells: {@code SELECT * FROM pg_stat_activity WHERE application_name LIKE 'lakebeam %'}. A commit
 * whose answer was lost is settled by reading the table, which is logged at WARN, too.
 *
 * <h2>Maintenance</h2>
 *
 * <p>Writers never merge files; {@link io.lakebeam.lake.Maintenance} does, while they write.
 * Without it reads become slow. Each hour is a good start:
 *
 * <pre>{@code
 * MaintainedTable done =
 *     Maintenance.of(lake).retainingFor(java.time.Duration.ofDays(7)).run(TableName.parse("silver.sales_de"));
 * }</pre>
 *
 * <p>{@link io.lakebeam.lake.Shadow} replaces all rows of a table by others in one commit, while
 * writers go on.
 *
 * <h2>Metrics</h2>
 *
 * <table>
 * <caption>Metrics (namespace {@code io.lakebeam.lake.LakeIO})</caption>
 * <tr><th>name</th><th>what</th><th>should be</th></tr>
 * <tr><td>{@code rows}</td><td>counter: rows written into files</td><td>growing while the source
 * does</td></tr>
 * <tr><td>{@code bytes}</td><td>counter: bytes of those rows before Parquet</td><td>as {@code
 * rows}</td></tr>
 * <tr><td>{@code files}</td><td>counter: buckets written, of all tables; each is a file or
 * more</td><td>tables times buckets per commit interval and worker at most; more: the interval is too
 * short</td></tr>
 * <tr><td>{@code commits}</td><td>counter: commits of all tables</td><td>tables times workers per
 * commit interval at most</td></tr>
 * <tr><td>{@code commit_millis}</td><td>distribution: milliseconds per commit, waiting for the lock
 * included</td><td>far below the commit interval; above: another writer, or the store</td></tr>
 * <tr><td>{@code lag_seconds}</td><td>distribution: seconds between the event time of a commit's
 * records and the commit, for unbounded input</td><td>below twice the commit interval; growing: the
 * pipeline is slower than its source</td></tr>
 * <tr><td>{@code rejects}</td><td>counter: elements that their table cannot hold</td><td>0; above:
 * read the dead letters' reasons</td></tr>
 * <tr><td>{@code rows_read}</td><td>counter: rows read, after filters</td><td>what the table, or the
 * range of its changes, holds</td></tr>
 * <tr><td>{@code bytes_read}</td><td>counter: bytes of the files that were read, all their columns
 * counted</td><td>far below the table's size where a filter is on its key</td></tr>
 * <tr><td>{@code snapshots_behind}</td><td>gauge: snapshots that a reader of changes has not
 * listed</td><td>0 or close to it; growing: the reader is too slow, and snapshots will expire before
 * it has read them</td></tr>
 * <tr><td>{@code seconds_behind}</td><td>gauge: age in seconds of the snapshot listed last, 0 where
 * none is left</td><td>below the poll interval and a commit interval of the table</td></tr>
 * </table>
 *
 * <h2>For who changes this package</h2>
 *
 * <p>The way of a write: {@code RowsToRecords} (elements to encoded rows; makes and changes tables)
 * - {@code GatherBlocks}, hold for the commit interval, {@code WriteBlocks}; or {@code
 * WriteBundles} - {@code CommitFiles} (one per table, under the table's lock) - {@code
 * MovePositions}. The way of a read: {@code PlanSplits} (one snapshot's splits, a group per bucket)
 * or {@code ListSnapshots} (what each commit added, snapshot after snapshot) - reshuffle - {@code
 * ReadSplits}. Which snapshot or range, and which columns, is settled when the pipeline is built
 * ({@code PinnedTable}).
 */
package io.lakebeam.lake;
