package io.lakebeam.landing;

import io.lakebeam.file.FilePart;
import java.io.Serializable;

/**
 * A part of a file that is being taken.
 *
 * @param part what is read
 * @param taken the file's number
 * @param takenMillis when it was first taken, milliseconds since 1970
 */
record TakenPart(FilePart part, long taken, long takenMillis) implements Serializable {
  private static final long serialVersionUID = 1L;
}
