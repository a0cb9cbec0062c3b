package io.lakebeam.lake;

import io.lakebeam.secret.Secret;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The PostgreSQL database that keeps a lake's locks where the store has none: a session advisory
 * lock per table, which ends with its holder's session. Nothing is stored in it and no table made;
 * the user needs the right to connect and nothing else.
 *
 * <pre>{@code
 * new LockDatabase("jdbc:postgresql://db:5432/locks", "lakebeam", new Secret(System.getenv("LOCKS_PASSWORD")));
 * }</pre>
 *
 * <p>All writers of a lake name the same database. They connect to it directly or by a pooler that
 * keeps a session together ("session mode"): one that deals out transactions separates a lock from
 * its holder, which is noticed and refused at the first commit.
 *
 * @param url the JDBC URL, without user and password
 * @param user who locks
 * @param password of the user
 */
public record LockDatabase(String url, String user, Secret password) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern CREDENTIALS =
      Pattern.compile("[?&](user|password)=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

  public LockDatabase {
    require(url.startsWith("jdbc:postgresql:"), "url must begin with jdbc:postgresql:");
    require(!CREDENTIALS.matcher(url).find(), "url must not hold a user or a password");
    require(!user.isBlank(), "user must not be empty");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("lock database: " + message);
    }
  }
}
