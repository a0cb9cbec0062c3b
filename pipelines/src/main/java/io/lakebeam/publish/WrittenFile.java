package io.lakebeam.publish;

import java.io.Serializable;
import org.apache.paimon.fs.TwoPhaseOutputStream;

/**
 * A file that is written and not there yet.
 *
 * @param part what it will be
 * @param committer makes it so
 */
record WrittenFile(Publication.FilePart part, TwoPhaseOutputStream.Committer committer)
    implements Serializable {}
