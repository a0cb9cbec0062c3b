package io.lakebeam.definition;

import io.lakebeam.pull.Paging;
import io.lakebeam.quality.DurationText;
import io.lakebeam.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/** From the sections of sources that are pulled to their records. */
final class PulledReader {
  /** A database. */
  static final String JDBC = "jdbc";

  /** Pages of JSON. */
  static final String REST = "rest";

  /** A value with its variables put in. */
  private final BiFunction<Section, String, String> text;

  private final SecretReader secret;

  /** Reads what must be one variable. */
  interface SecretReader {
    String read(Section in, String key, String usualVariable);
  }

  PulledReader(BiFunction<Section, String, String> text, SecretReader secret) {
    this.text = text;
    this.secret = secret;
  }

  Optional<PulledDefinition> jdbc(String name, Section in) {
    in.allow(
        "type",
        "url",
        "user",
        "password",
        "table",
        "watermark",
        "overlap",
        "zone",
        "every",
        "part-rows",
        "fetch-size");
    String url = text.apply(in, "url");
    String user = text.apply(in, "user");
    Secret password =
        new Secret(secret.read(in, "password", name.toUpperCase(Locale.ROOT) + "_PASSWORD"));
    String table = text.apply(in, "table");
    WatermarkDefinition watermark = watermark(in);
    String zone = in.has("zone") ? in.text("zone") : null;
    Duration every = every(in);
    int partRows = number(in, "part-rows", JdbcDefinition.USUAL_PART_ROWS);
    int fetchSize = number(in, "fetch-size", JdbcDefinition.USUAL_FETCH_SIZE);
    return in.build(
        () ->
            new JdbcDefinition(
                name, url, user, password, table, watermark, zone, every, partRows, fetchSize));
  }

  Optional<PulledDefinition> rest(String name, Section in) {
    in.allow(
        "type",
        "url",
        "header",
        "token",
        "records",
        "paging",
        "next",
        "parameter",
        "first",
        "watermark",
        "overlap",
        "since",
        "zone",
        "every",
        "per-second");
    String url = text.apply(in, "url");
    String header = in.has("header") ? in.text("header") : RestDefinition.USUAL_HEADER;
    Secret token =
        in.has("token")
            ? new Secret(secret.read(in, "token", name.toUpperCase(Locale.ROOT) + "_TOKEN"))
            : null;
    String records = in.has("records") ? in.text("records") : "";
    Paging paging = paging(in);
    WatermarkDefinition watermark = watermark(in);
    String since = in.has("since") ? in.text("since") : null;
    String zone = in.has("zone") ? in.text("zone") : null;
    Duration every = every(in);
    double perSecond =
        in.has("per-second") ? in.number("per-second") : RestDefinition.USUAL_PER_SECOND;
    return in.build(
        () ->
            new RestDefinition(
                name, url, header, token, records, paging, watermark, since, zone, every,
                perSecond));
  }

  private static Paging paging(Section in) {
    Paging.Kind kind = in.choice("paging", List.of(Paging.Kind.values()), Paging.Kind::key);
    boolean hasNext = kind == Paging.Kind.LINK || kind == Paging.Kind.CURSOR;
    boolean hasParameter =
        kind == Paging.Kind.PAGE || kind == Paging.Kind.OFFSET || kind == Paging.Kind.CURSOR;
    requireOnly(in, "next", hasNext, kind, "link and cursor");
    requireOnly(in, "parameter", hasParameter, kind, "page, offset and cursor");
    requireOnly(in, "first", kind == Paging.Kind.PAGE, kind, "page");
    return new Paging(
        kind,
        hasNext ? in.text("next") : null,
        hasParameter ? in.text("parameter") : null,
        number(in, "first", 1));
  }

  private static void requireOnly(
      Section in, String key, boolean isFor, Paging.Kind kind, String kinds) {
    if (!isFor && in.has(key)) {
      in.refuse(key, "is for paging by %s; this is '%s'".formatted(kinds, kind.key()));
    }
  }

  private static int number(Section in, String key, int usual) {
    return in.has(key) ? in.smallNumber(key) : usual;
  }

  private static @Nullable WatermarkDefinition watermark(Section in) {
    if (!in.has("watermark")) {
      if (in.has("overlap")) {
        in.refuse(
            "overlap", "is of a watermark, and there is none: name its column by 'watermark'");
      }
      return null;
    }
    String column = in.text("watermark");
    if (!in.has("overlap")) {
      in.refuse(
          "watermark",
          "needs an 'overlap', how far back is read again: at least as long as a transaction of the source may last, such as 10m, or a count such as 1000");
      return null;
    }
    String overlap = in.textOrNumber("overlap");
    return in.attempt(() -> new WatermarkDefinition(column, overlap)).orElse(null);
  }

  private static Duration every(Section in) {
    if (!in.has("every")) {
      return PulledDefinition.USUAL_EVERY;
    }
    String text = in.text("every");
    Optional<Duration> found = DurationText.parse(text).filter(every -> !every.isZero());
    if (found.isEmpty()) {
      in.refuse("every", "must be a time such as 30s, 90m, 12h or 7d, found '%s'".formatted(text));
    }
    return found.orElse(PulledDefinition.USUAL_EVERY);
  }
}
