/**
 * Rows on their way into the files of a keyed table: held, sorted by key, and written a column at a
 * time. {@link io.lakebeam.lake.write.TableWriter} is the entrance.
 */
package io.lakebeam.lake.write;
