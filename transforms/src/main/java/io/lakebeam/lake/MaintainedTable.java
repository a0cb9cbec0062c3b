package io.lakebeam.lake;

/**
 * What {@link Maintenance} did to a table, or, on a dry run, would do.
 *
 * <pre>{@code
 * MaintainedTable done = Maintenance.of(lake).run(name);
 * print(done.filesBefore() + " -> " + done.filesAfter() + " files");
 * }</pre>
 *
 * @param table the table
 * @param filesBefore data files of its latest snapshot when it began
 * @param filesAfter the same when it ended; what was written meanwhile counts
 * @param bytesBefore size of those files
 * @param bytesAfter size of those files
 * @param bucketsCompacted buckets whose files were merged
 * @param snapshotsExpired snapshots that can no longer be read
 * @param orphansDeleted files deleted that nothing named
 * @param orphanBytes their size
 * @param seconds how long it took, waiting for another maintenance of the table included
 */
public record MaintainedTable(
    TableName table,
    int filesBefore,
    int filesAfter,
    long bytesBefore,
    long bytesAfter,
    int bucketsCompacted,
    int snapshotsExpired,
    int orphansDeleted,
    long orphanBytes,
    double seconds) {}
