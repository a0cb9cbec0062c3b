package io.lakebeam.lake;

import java.io.Serializable;

/**
 * A commit that is in the table.
 *
 * @param table the table
 * @param batch names the batch of records that the commit was a part of
 * @param rows how many rows were written, before any merging by key
 */
public record CommittedRows(TableName table, String batch, long rows) implements Serializable {}
