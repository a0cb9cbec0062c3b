package io.lakebeam.local;

/**
 * Local servers could not be started or used; the message says which, where, what was found and the
 * way out, and is meant to be shown as it is. After one from {@link LocalServers.Builder#start()}
 * nothing is left running.
 */
public class LocalServersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LocalServersException(String message) {
    super(message);
  }

  LocalServersException(String message, Throwable cause) {
    super(message, cause);
  }
}
