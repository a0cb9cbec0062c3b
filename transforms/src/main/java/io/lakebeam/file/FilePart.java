package io.lakebeam.file;

import java.io.Serializable;
import java.util.List;

/**
 * A part of a file that is read at a time: all of it, or the bytes between two places where records
 * begin.
 *
 * @param file the file
 * @param hash the SHA-256 of all its bytes, in hexadecimal
 * @param titles what it calls its columns, in its order; none where its records say it themselves
 * @param from where the part begins
 * @param to where it ends
 * @param line the line that it begins with, from 1
 */
public record FilePart(
    StoredFile file, String hash, List<String> titles, long from, long to, long line)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public FilePart {
    titles = List.copyOf(titles);
  }
}
