package io.lakebeam.lake;

import java.io.Serializable;
import java.util.List;

/**
 * A commit that is in the table.
 *
 * @param table the table
 * @param batches names the batches of records that the commit is a part of
 * @param rows how many rows were written, before any merging by key
 */
public record CommittedRows(TableName table, List<String> batches, long rows)
    implements Serializable {}
