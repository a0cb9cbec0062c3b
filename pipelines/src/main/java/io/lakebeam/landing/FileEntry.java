package io.lakebeam.landing;

import io.lakebeam.file.StoredFile;
import java.io.Serializable;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the lake knows of a file.
 *
 * @param source the source
 * @param file the file as it was looked at
 * @param hash the SHA-256 of its bytes
 * @param taken its number, which grows from file to file; 0 where it has none
 * @param state what became of it
 * @param rows records that are rows of the table
 * @param rejected records that are dead letters
 * @param firstSeen when it was first seen, milliseconds since 1970
 * @param lastSeen when it was last known to be there
 * @param seconds how long reading it took
 * @param reason why it was refused, or of which file it is a copy
 * @param definition the fingerprint of the table's definition then
 * @param form what else its records need to be read again; null where nothing of it was taken
 * @param revision how often this was changed; of two of one file the greater holds
 */
record FileEntry(
    String source,
    StoredFile file,
    String hash,
    long taken,
    State state,
    long rows,
    long rejected,
    long firstSeen,
    long lastSeen,
    double seconds,
    @Nullable String reason,
    String definition,
    @Nullable Form form,
    long revision)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What became of a file. */
  enum State {
    /** Its rows are being written, or were when somebody ended the ingest. */
    TAKING,
    /** All its records are in the lake. */
    TAKEN,
    /** Another file had the same bytes. */
    COPY,
    /** It cannot be taken as it is; nothing of it is in the lake. */
    REFUSED
  }

  /**
   * What a record does not tell itself.
   *
   * @param titles what the file calls its columns, in its order
   * @param encoding of its records, where that is not for the layout to say
   */
  record Form(List<String> titles, @Nullable String encoding) implements Serializable {
    private static final long serialVersionUID = 1L;

    Form {
      titles = List.copyOf(titles);
    }
  }

  static FileEntry of(String source, StoredFile file, String hash, long now, String definition) {
    return new FileEntry(
        source, file, hash, 0, State.TAKING, 0, 0, now, now, 0, null, definition, null, 0);
  }

  FileEntry taking(long number, Form form) {
    return new FileEntry(
        source,
        file,
        hash,
        number,
        State.TAKING,
        0,
        0,
        firstSeen,
        lastSeen,
        0,
        null,
        definition,
        form,
        revision);
  }

  FileEntry taken(PartCount count) {
    return new FileEntry(
        source,
        file,
        hash,
        taken,
        State.TAKEN,
        count.rows(),
        count.rejected(),
        firstSeen,
        lastSeen,
        count.millis() / 1000.0,
        null,
        definition,
        form,
        revision + 1);
  }

  FileEntry copyOf(FileEntry original) {
    return ended(State.COPY, "the same bytes as " + original.file.path());
  }

  FileEntry refused(String why) {
    return ended(State.REFUSED, why);
  }

  private FileEntry ended(State end, String why) {
    return new FileEntry(
        source, file, hash, 0, end, 0, 0, firstSeen, lastSeen, 0, why, definition, null, revision);
  }

  FileEntry seen(StoredFile now, long millis) {
    return new FileEntry(
        source,
        now,
        hash,
        taken,
        state,
        rows,
        rejected,
        firstSeen,
        millis,
        seconds,
        reason,
        definition,
        form,
        revision);
  }

  /** The same, holding from now on in place of what was known. */
  FileEntry after(long known) {
    return new FileEntry(
        source,
        file,
        hash,
        taken,
        state,
        rows,
        rejected,
        firstSeen,
        lastSeen,
        seconds,
        reason,
        definition,
        form,
        known + 1);
  }

  /** Whether it is the same file as when it was looked at, by all that a listing tells. */
  boolean is(StoredFile listed) {
    return file.isAs(listed);
  }
}
