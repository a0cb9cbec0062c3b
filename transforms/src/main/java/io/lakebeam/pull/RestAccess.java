package io.lakebeam.pull;

import io.lakebeam.secret.Secret;
import java.io.Serializable;
import java.net.URI;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Where pages are, and how they are asked for.
 *
 * @param source the source's name
 * @param url of the first page
 * @param header by which the token is sent; {@code Authorization} has {@code Bearer} before it
 * @param token who asks; null: anybody may
 * @param perSecond how many pages are asked for in a second at most
 * @param retryMillis how long after a failed try the next one is made; it doubles each time
 */
public record RestAccess(
    String source,
    String url,
    String header,
    @Nullable Secret token,
    double perSecond,
    long retryMillis)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Without its query, which may tell who asks or what is asked for. */
  String place(URI page) {
    return "%s://%s%s".formatted(page.getScheme(), page.getRawAuthority(), page.getRawPath());
  }
}
