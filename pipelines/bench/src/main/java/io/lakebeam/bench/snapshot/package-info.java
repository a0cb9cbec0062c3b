/** {@code scripts/bench snapshot}: a table's first rows, and the connector alone beside them. */
package io.lakebeam.bench.snapshot;
