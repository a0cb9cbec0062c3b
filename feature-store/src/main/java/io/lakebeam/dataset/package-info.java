/**
 * Small typed tables as Parquet files: training sets on their way in, predictions on their way out.
 *
 * <p>{@link io.lakebeam.dataset.ParquetTable} is the door; a table fits in memory when it is read
 * and streams row by row when it is written.
 */
package io.lakebeam.dataset;
