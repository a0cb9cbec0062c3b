/** An aggregate over a table of the lake, beside DuckDB over plain Parquet. */
package io.lakebeam.bench.sql;
