package io.lakebeam.file;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What was found when all of a file was looked at.
 *
 * @param file the file
 * @param hash the SHA-256 of all its bytes, in hexadecimal
 * @param parts how it can be read; none where it is refused
 * @param encoding of the records that are cut from it, where that is not for the layout to say
 * @param refusal why it cannot be taken; null where it can
 */
public record CheckedFile(
    StoredFile file,
    String hash,
    List<FilePart> parts,
    @Nullable String encoding,
    @Nullable FileException refusal) {
  public CheckedFile {
    parts = List.copyOf(parts);
  }
}
