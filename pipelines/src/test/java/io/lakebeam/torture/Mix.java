package io.lakebeam.torture;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Which actions there are, each with its share.
 *
 * <pre>{@code
 * Mix.parse("full,-truncate");
 * Mix.parse("insert=50,update=50");
 * }</pre>
 *
 * @param shares of each action, in any unit
 */
record Mix(Map<Action, Integer> shares) {
  Mix {
    shares = new EnumMap<>(shares);
    if (shares.values().stream().mapToInt(Integer::intValue).sum() < 1) {
      throw new IllegalArgumentException("a mix has one action at least, was " + shares);
    }
  }

  /** Every action. */
  static Mix full() {
    return new Mix(Arrays.stream(Action.values()).collect(Collectors.toMap(a -> a, Action::share)));
  }

  /**
   * {@code full} (also where the text is empty), {@code -ACTION} to take one out, {@code
   * ACTION=SHARE} to put one in, with commas between.
   */
  static Mix parse(String text) {
    Map<Action, Integer> shares = new EnumMap<>(Action.class);
    for (String part : text.isBlank() ? new String[] {"full"} : text.split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (part.equals("full")) {
        shares.putAll(full().shares);
      } else if (part.startsWith("-")) {
        shares.remove(action(part.substring(1)));
      } else if (pair.length == 2 && pair[1].matches("\\d{1,6}")) {
        shares.put(action(pair[0]), Integer.valueOf(pair[1]));
      } else {
        throw new IllegalArgumentException(
            "mix: found '%s'; allowed: full, -ACTION, ACTION=SHARE".formatted(part));
      }
    }
    return new Mix(shares);
  }

  private static Action action(String name) {
    try {
      return Action.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "mix: found action '%s'; allowed: %s"
              .formatted(name, Arrays.toString(Action.values()).toLowerCase(Locale.ROOT)),
          e);
    }
  }

  Action draw(RandomGenerator random) {
    int at = random.nextInt(shares.values().stream().mapToInt(Integer::intValue).sum());
    for (Map.Entry<Action, Integer> share : shares.entrySet()) {
      at -= share.getValue();
      if (at < 0) {
        return share.getKey();
      }
    }
    throw new IllegalStateException("shares changed: " + shares);
  }

  @Override
  public String toString() {
    return shares.entrySet().stream()
        .map(e -> e.getKey().name().toLowerCase(Locale.ROOT) + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }
}
