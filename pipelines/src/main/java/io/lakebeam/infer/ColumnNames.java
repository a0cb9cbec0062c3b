package io.lakebeam.infer;

import io.lakebeam.change.ChangeColumns;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of the lake for titles of files, all different. */
final class ColumnNames {
  private static final int LONGEST = 56;

  private final Set<String> given = new HashSet<>();

  String of(String title) {
    String name =
        Normalizer.normalize(title, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replace("\u00df", "ss")
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    if (name.isEmpty() || !Character.isLetter(name.charAt(0))) {
      name = "column_" + name;
    }
    name = name.substring(0, Math.min(LONGEST, name.length())).replaceAll("_+$", "");
    String different = name;
    for (int i = 2; ChangeColumns.isOne(different) || !given.add(different); i++) {
      different = name + "_" + i;
    }
    return different;
  }
}
