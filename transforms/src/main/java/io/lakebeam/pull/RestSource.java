package io.lakebeam.pull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakebeam.file.FileColumn;
import io.lakebeam.file.FileLayout;
import io.lakebeam.file.FileRows;
import io.lakebeam.file.RecordReader;
import io.lakebeam.lake.FileAccess;
import io.lakebeam.privacy.Sha256;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Pages of JSON, each with a list of records. They are asked for one after the other, so all of
 * them are one part; one page at a time is in memory.
 *
 * @param access where they are
 * @param columns the table's: other members of a record are left out
 * @param records the JSON pointer to a page's list
 * @param paging how they follow each other
 * @param watermark see {@link PulledSource#watermark}
 * @param since what the watermark is called in the query; null where there is none
 * @param zone of times that are written without one; null: they are refused where a column has one
 */
public record RestSource(
    RestAccess access,
    List<FileColumn> columns,
    String records,
    Paging paging,
    @Nullable Watermark watermark,
    @Nullable String since,
    @Nullable String zone)
    implements PulledSource {
  private static final long serialVersionUID = 1L;
  private static final Pattern NEXT =
      Pattern.compile("<([^>]*)>[^,]*;\\s*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

  public RestSource {
    columns = List.copyOf(columns);
  }

  @Override
  public String of() {
    return access.place(URI.create(access.url()));
  }

  @Override
  public FileLayout layout() {
    return FileLayout.ofRecords(zone);
  }

  @Override
  public boolean mayRepeat() {
    return true;
  }

  @Override
  public void check() {
    Walk walk = new Walk(null);
    walk.read(walk.first());
  }

  @Override
  public PullPlan plan(@Nullable String position, Instant now) {
    String low = watermark == null ? null : watermark.low(position);
    return new PullPlan(List.of(PullPart.whole(low)), null, false);
  }

  @Override
  public void read(PullPart part, FileRows rows) {
    RecordReader reader = new RecordReader(layout(), columns, FileAccess.local());
    Set<String> wanted = new TreeSet<>();
    columns.forEach(column -> wanted.add(column.title().toLowerCase(Locale.ROOT)));
    Walk walk = new Walk(part.low());
    long row = 0;
    for (URI page = walk.first(); page != null; page = walk.next()) {
      for (JsonNode record : walk.read(page)) {
        reader.readAgain(
            kept(record, wanted).toString().getBytes(StandardCharsets.UTF_8),
            part.rowNumber(++row),
            List.of(),
            null,
            rows);
      }
    }
  }

  /** Nothing that nobody declared comes into the lake. */
  private static JsonNode kept(JsonNode record, Set<String> wanted) {
    if (record instanceof ObjectNode object) {
      List<String> others = new ArrayList<>();
      object.fieldNames().forEachRemaining(others::add);
      others.removeIf(name -> wanted.contains(name.toLowerCase(Locale.ROOT)));
      object.remove(others);
    }
    return record;
  }

  /** From page to page. */
  private final class Walk {
    private final PageClient client = new PageClient(access);
    private final @Nullable String low;
    private final Set<String> asked = new TreeSet<>();
    private @Nullable URI at;
    private HttpResponse<byte[]> answer;
    private Page page;
    private int size;
    private int pages;
    private long offset;
    private String before = "";

    private Walk(@Nullable String low) {
      this.low = low;
    }

    private URI first() {
      return switch (paging.kind()) {
        case PAGE -> address(paging.parameter(), Integer.toString(paging.first()));
        case OFFSET -> address(paging.parameter(), "0");
        default -> address(null, "");
      };
    }

    private JsonNode read(URI address) {
      at = address;
      if (!asked.add(address.toString())) {
        throw loop("leads back to a page that was read before.");
      }
      answer = client.page(address);
      page = Page.of(told(address), answer.body());
      JsonNode found = page.records(records);
      size = found.size();
      offset += size;
      requireOther(found);
      return found;
    }

    private String told(URI address) {
      return "source %s: %s, page %d,".formatted(access.source(), access.place(address), ++pages);
    }

    /** A server that does not know the parameter answers with the first page for ever. */
    private void requireOther(JsonNode found) {
      String hash =
          HexFormat.of()
              .formatHex(Sha256.digest().digest(found.toString().getBytes(StandardCharsets.UTF_8)));
      if (size > 0 && hash.equals(before)) {
        throw loop("has the records of the page before; does it know its parameter?");
      }
      before = hash;
    }

    private PullException loop(String how) {
      return new PullException(
          "source %s: %s, page %d, %s Nothing of this pull is taken; see 'paging', 'next' and 'parameter'"
              .formatted(access.source(), access.place(at), pages, how));
    }

    /** Null after the last one. */
    private @Nullable URI next() {
      return switch (paging.kind()) {
        case NONE -> null;
        case LINK -> link(page.text(paging.next()));
        case HEADER -> link(header());
        case PAGE ->
            size == 0
                ? null
                : address(paging.parameter(), Integer.toString(paging.first() + pages));
        case OFFSET -> size == 0 ? null : address(paging.parameter(), Long.toString(offset));
        case CURSOR -> {
          String cursor = page.text(paging.next());
          yield cursor.isEmpty() ? null : address(paging.parameter(), cursor);
        }
      };
    }

    private String header() {
      for (String link : answer.headers().allValues("Link")) {
        Matcher next = NEXT.matcher(link);
        if (next.find()) {
          return next.group(1);
        }
      }
      return "";
    }

    private @Nullable URI link(String text) {
      if (text.isEmpty()) {
        return null;
      }
      URI next;
      try {
        next = at.resolve(text);
      } catch (IllegalArgumentException e) {
        throw new PullException(
            "source %s: %s, page %d, has no address at its next link; see 'next'"
                .formatted(access.source(), access.place(at), pages));
      }
      boolean isSame =
          next.getScheme().equals(at.getScheme()) && next.getAuthority().equals(at.getAuthority());
      if (!isSame) {
        throw new PullException(
            "source %s: %s, page %d, leads to another server, %s; a token is not sent there"
                .formatted(access.source(), access.place(at), pages, access.place(next)));
      }
      return next;
    }

    private URI address(@Nullable String parameter, String value) {
      StringBuilder address = new StringBuilder(access.url());
      if (low != null && since != null) {
        add(address, since, low);
      }
      if (parameter != null) {
        add(address, parameter, value);
      }
      return URI.create(address.toString());
    }

    private static void add(StringBuilder address, String name, String value) {
      address
          .append(address.indexOf("?") < 0 ? '?' : '&')
          .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
