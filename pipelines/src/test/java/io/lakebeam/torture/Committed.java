package io.lakebeam.torture;

import java.util.List;
import java.util.Map;

/**
 * A committed transaction.
 *
 * @param end the position after its commit in the log
 * @param versions what it did to each table, in order
 */
record Committed(long end, Map<TortureTable, List<Version>> versions) {}
