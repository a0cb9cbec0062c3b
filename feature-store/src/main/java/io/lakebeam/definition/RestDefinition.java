package io.lakebeam.definition;

import com.fasterxml.jackson.core.JsonPointer;
import io.lakebeam.pull.Paging;
import io.lakebeam.pull.PulledSource;
import io.lakebeam.pull.RestAccess;
import io.lakebeam.pull.RestSource;
import io.lakebeam.secret.Secret;
import java.net.URI;
import java.time.Duration;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Pages of JSON that are asked for by HTTP.
 *
 * <pre>{@code
 * sources:
 *   crm:
 *     type: rest
 *     url: https://crm.example.org/api/customers?status=all
 *     token: ${CRM_TOKEN}           # only ever from a variable
 *     records: /data/items          # a JSON pointer to a page's list
 *     paging: cursor
 *     next: /meta/cursor
 *     parameter: after
 * }</pre>
 *
 * @param name as tables refer to it
 * @param url of the first page
 * @param header by which the token is sent
 * @param token who asks; null: anybody may
 * @param records the JSON pointer to a page's list; empty: a page is one
 * @param paging how pages follow each other
 * @param watermark see {@link PulledDefinition#watermark}
 * @param since what the watermark is called in the query; null where there is none
 * @param zone see {@link PulledDefinition#zone}
 * @param every see {@link PulledDefinition#every}
 * @param perSecond how many pages are asked for in a second at most
 */
public record RestDefinition(
    String name,
    String url,
    String header,
    @Nullable Secret token,
    String records,
    Paging paging,
    @Nullable WatermarkDefinition watermark,
    @Nullable String since,
    @Nullable String zone,
    Duration every,
    double perSecond)
    implements PulledDefinition {
  static final String USUAL_HEADER = "Authorization";
  static final double USUAL_PER_SECOND = 10;
  private static final long RETRY_MILLIS = 500;

  public RestDefinition {
    new Checks()
        .name("name", name)
        .that(
            isAddress(url),
            "url",
            "must be an address that begins with https:// or http://, without a user; who asks is said by 'token'")
        .that(
            header.matches("[A-Za-z0-9-]+"),
            "header",
            "must be the name of a header, found '%s'".formatted(header))
        .that(isPointer(records), "records", pointer(records))
        .that(paging.next() == null || isPointer(paging.next()), "next", pointer(paging.next()))
        .that(
            (watermark == null) == (since == null),
            watermark == null ? "since" : "watermark",
            watermark == null
                ? "is what a watermark is called in the query, and there is none: name its column by 'watermark'"
                : "needs 'since', what the query calls it, such as updated_since")
        .that(
            zone == null || FilesDefinition.isZone(zone),
            "zone",
            "must be a time zone such as Europe/Berlin, found '%s'".formatted(zone))
        .that(
            perSecond > 0 && perSecond <= 1_000,
            "per-second",
            "must be more than 0 and 1000 at most, found " + perSecond)
        .done();
  }

  private static boolean isAddress(String url) {
    try {
      URI address = URI.create(url);
      return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null
          && address.getUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPointer(String text) {
    try {
      return JsonPointer.compile(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String pointer(@Nullable String found) {
    return "must be a JSON pointer such as /data/items, found '%s'".formatted(found);
  }

  @Override
  public PulledSource open(TableDefinition table) {
    return new RestSource(
        new RestAccess(name, url, header, token, perSecond, RETRY_MILLIS),
        table.columns(),
        records,
        paging,
        watermark == null ? null : watermark.of(table.columns()),
        since,
        zone);
  }
}
