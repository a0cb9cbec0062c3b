/** Files to silver, beside Spark and DuckDB. */
package io.lakebeam.bench.files;
