package io.lakebeam.secret;

import java.io.Serializable;
import java.util.Objects;

/**
 * A value that is never shown: logs, reports and messages see {@code ***}.
 *
 * <pre>{@code
 * Secret password = new Secret("canary");
 * log.info("connecting with {}", password); // connecting with ***
 * DriverManager.getConnection(url, user, password.reveal());
 * }</pre>
 *
 * <p>It is read once, where a job is submitted (from the environment, by the project file), and
 * goes to the workers as a part of the transforms that need it: a cluster's workers need not have
 * the variable. So whoever can read a submitted job's graph can read its secrets, and a runner's
 * place for graphs has to be guarded like the secrets. It is no part of pipeline options, display
 * data, checkpoints or savepoints.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1L;

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
