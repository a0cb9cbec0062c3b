package io.lakebeam.definition;

import io.lakebeam.secret.Secret;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/** From the sections of sources that are pulled to their records. */
final class PulledReader {
  /** A database. */
  static final String JDBC = "jdbc";

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
    Duration every = Durations.of(in, "every", PulledDefinition.USUAL_EVERY);
    int partRows = number(in, "part-rows", JdbcDefinition.USUAL_PART_ROWS);
    int fetchSize = number(in, "fetch-size", JdbcDefinition.USUAL_FETCH_SIZE);
    return in.build(
        () ->
            new JdbcDefinition(
                name, url, user, password, table, watermark, zone, every, partRows, fetchSize));
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
}
