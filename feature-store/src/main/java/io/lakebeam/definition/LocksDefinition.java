package io.lakebeam.definition;

import io.lakebeam.secret.Secret;

/**
 * The PostgreSQL that keeps the locks of a lake on S3; see {@link LakeDefinition}.
 *
 * @param url the JDBC URL, without user and password
 * @param user who locks; needs no more than the right to connect
 * @param password of the user
 */
public record LocksDefinition(String url, String user, Secret password) {

  public LocksDefinition {
    new Checks().postgresUrl("url", url).text("user", user).done();
  }
}
