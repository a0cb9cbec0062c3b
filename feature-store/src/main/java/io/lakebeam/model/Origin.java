package io.lakebeam.model;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a model comes from: enough to train it again.
 *
 * <pre>{@code
 * new Origin("3f2a91c", "0.1.0", 42, Map.of("gold.profile", 7L))
 * }</pre>
 *
 * @param definitionVersion the version of the definition that named features and label
 * @param codeVersion the version of the code that trained
 * @param seed the seed of the split and of the fit
 * @param tableSnapshots table name to the snapshot that was read; kept sorted by name
 */
public record Origin(
    String definitionVersion,
    String codeVersion,
    long seed,
    SortedMap<String, Long> tableSnapshots) {

  /** Refuses nulls. */
  public Origin {
    Objects.requireNonNull(definitionVersion, "definitionVersion");
    Objects.requireNonNull(codeVersion, "codeVersion");
    tableSnapshots = Collections.unmodifiableSortedMap(new TreeMap<>(tableSnapshots));
  }

  /** An origin with its snapshots in any order. */
  public Origin(
      String definitionVersion, String codeVersion, long seed, Map<String, Long> tableSnapshots) {
    this(definitionVersion, codeVersion, seed, new TreeMap<>(tableSnapshots));
  }
}
