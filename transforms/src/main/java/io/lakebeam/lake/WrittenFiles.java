package io.lakebeam.lake;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.CommitMessageSerializer;

/**
 * Files of one table that are written and not yet committed.
 *
 * @param table the table
 * @param batches the batches that they are a part of, sorted; the first names the commit
 * @param base the table's latest snapshot when they were written; their commit can only be later
 * @param rows how many rows they hold
 * @param version the version of the messages' serialization
 * @param messages what Paimon needs to commit them
 */
record WrittenFiles(
    TableName table, List<String> batches, long base, long rows, int version, List<byte[]> messages)
    implements Serializable {

  static WrittenFiles of(
      TableName table, String batch, long base, long rows, List<CommitMessage> messages)
      throws IOException {
    CommitMessageSerializer serializer = new CommitMessageSerializer();
    List<byte[]> bytes = new ArrayList<>(messages.size());
    for (CommitMessage message : messages) {
      bytes.add(serializer.serialize(message));
    }
    return new WrittenFiles(table, List.of(batch), base, rows, serializer.getVersion(), bytes);
  }

  /** Files of one table's batches, in any order, as those of one commit. */
  static WrittenFiles together(Iterable<WrittenFiles> parts) {
    List<WrittenFiles> sorted = new ArrayList<>();
    parts.forEach(sorted::add);
    sorted.sort(Comparator.comparing(files -> files.batches().get(0)));
    WrittenFiles first = sorted.get(0);
    return new WrittenFiles(
        first.table(),
        sorted.stream().flatMap(files -> files.batches().stream()).toList(),
        sorted.stream().mapToLong(WrittenFiles::base).min().orElseThrow(),
        sorted.stream().mapToLong(WrittenFiles::rows).sum(),
        first.version(),
        sorted.stream().flatMap(files -> files.messages().stream()).toList());
  }

  /** What names the commit of these files; the same whenever they are handed out again. */
  String commit() {
    return batches.get(0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrittenFiles that
        && table.equals(that.table)
        && batches.equals(that.batches)
        && base == that.base
        && rows == that.rows
        && version == that.version
        && Arrays.deepEquals(messages.toArray(), that.messages.toArray());
  }

  @Override
  public int hashCode() {
    return batches.hashCode();
  }

  List<CommitMessage> commitMessages() throws IOException {
    CommitMessageSerializer serializer = new CommitMessageSerializer();
    List<CommitMessage> decoded = new ArrayList<>(messages.size());
    for (byte[] message : messages) {
      decoded.add(serializer.deserialize(version, message));
    }
    return decoded;
  }
}
