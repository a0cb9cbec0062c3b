package io.lakebeam.definition;

import io.lakebeam.privacy.MaskKeys;
import io.lakebeam.secret.Secret;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys of the tables' masks, by their versions.
 *
 * <pre>{@code
 * privacy: {keys: {1: "${MASK_KEY_1}", 2: "${MASK_KEY_2}"}, current: 2}
 * }</pre>
 *
 * @param keys by their versions, from 1; one that is not current reads what was encrypted under it
 * @param current the version of what is masked and encrypted from now on
 */
public record PrivacyDefinition(Map<Integer, Secret> keys, int current) {
  public PrivacyDefinition {
    keys = Checks.copy(keys);
    Checks checks =
        new Checks()
            .that(
                keys.containsKey(current),
                "current",
                "must be the version of one of the keys, found %d; keys: %s"
                    .formatted(current, keys.keySet()));
    Set<Secret> seen = new HashSet<>();
    keys.forEach(
        (version, key) ->
            checks
                .that(
                    key.reveal().length() >= MaskKeys.SHORTEST_KEY,
                    "keys." + version,
                    "must have at least %d letters, found %d"
                        .formatted(MaskKeys.SHORTEST_KEY, key.reveal().length()))
                .that(seen.add(key), "keys." + version, "is the key of another version"));
    checks.done();
  }

  /** The keys as masks take them. */
  public MaskKeys maskKeys() {
    return new MaskKeys(keys, current);
  }
}
