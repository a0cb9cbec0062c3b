/** Change events as Debezium writes them, made from a seed; needs no database. */
package io.lakebeam.bench.changes;
