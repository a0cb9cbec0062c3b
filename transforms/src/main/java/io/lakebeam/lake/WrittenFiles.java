package io.lakebeam.lake;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.CommitMessageSerializer;

/**
 * Files of one table that are written and not yet committed.
 *
 * @param table the table
 * @param batch the batch that they are a part of
 * @param rows how many rows they hold
 * @param version the version of the messages' serialization
 * @param messages what Paimon needs to commit them
 */
record WrittenFiles(TableName table, String batch, long rows, int version, List<byte[]> messages)
    implements Serializable {

  static WrittenFiles of(TableName table, String batch, long rows, List<CommitMessage> messages)
      throws IOException {
    CommitMessageSerializer serializer = new CommitMessageSerializer();
    List<byte[]> bytes = new ArrayList<>(messages.size());
    for (CommitMessage message : messages) {
      bytes.add(serializer.serialize(message));
    }
    return new WrittenFiles(table, batch, rows, serializer.getVersion(), bytes);
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
