package io.lakebeam.definition;

import io.lakebeam.secret.Secret;

/**
 * How erased subjects are remembered, and what becomes of their later events.
 *
 * <pre>{@code
 * erasure: {future: refuse, key: "${ERASURE_KEY}"}
 * }</pre>
 *
 * @param future what becomes of events that the source commits after the erasure
 * @param key under which a subject is hashed; who does not have it cannot tell whom a hash means
 */
public record ErasureDefinition(Future future, Secret key) {
  /** Fewer letters could be guessed. */
  public static final int SHORTEST_KEY = 16;

  /** What becomes of events after an erasure. */
  public enum Future {
    /** They are counted, and not stored. */
    REFUSE,
    /** They are stored: the subject may come back. */
    ACCEPT;

    /** The name in the project file. */
    public String key() {
      return Keywords.of(this);
    }
  }

  public ErasureDefinition {
    new Checks()
        .that(
            key.reveal().length() >= SHORTEST_KEY,
            "key",
            "must have at least %d letters, found %d"
                .formatted(SHORTEST_KEY, key.reveal().length()))
        .done();
  }
}
