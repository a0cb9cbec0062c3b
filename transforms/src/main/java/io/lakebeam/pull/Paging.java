package io.lakebeam.pull;

import java.io.Serializable;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How pages follow each other.
 *
 * @param kind by what
 * @param next of a link or a cursor: the JSON pointer to it in a page; null otherwise
 * @param parameter of a page's number, an offset or a cursor: what it is called in the query; null
 *     otherwise
 * @param first the number of the first page
 */
public record Paging(Kind kind, @Nullable String next, @Nullable String parameter, int first)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** All there is, in one page. */
  public static final Paging NONE = new Paging(Kind.NONE, null, null, 0);

  /** By what the next page is known. */
  public enum Kind {
    /** There is one page. */
    NONE,
    /** A page has the address of the next one. */
    LINK,
    /** A header {@code Link} has it, with {@code rel="next"} (RFC 8288). */
    HEADER,
    /** Pages are numbered; the first without records is the last. */
    PAGE,
    /** Records are numbered; the first page without records is the last. */
    OFFSET,
    /** A page has what the next one is asked for with. */
    CURSOR;

    /** The name in the project file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
