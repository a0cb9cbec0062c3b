package io.lakebeam.definition;

import java.util.Objects;

/**
 * A value that is never shown: logs, reports and messages see {@code ***}.
 *
 * <pre>{@code
 * Secret password = new Secret("canary");
 * log.info("connecting with {}", password); // connecting with ***
 * DriverManager.getConnection(url, user, password.reveal());
 * }</pre>
 */
public final class Secret {

  private final String value;

  public Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /** The value itself, for the connection that needs it and nothing else. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
