/** The lake connector beside Flink SQL with Iceberg: {@code scripts/bench lake}. */
package io.lakebeam.bench.lake;
