/** What the lake connector is measured against: Flink SQL with debezium-json and Iceberg. */
package io.lakebeam.bench.peer;
