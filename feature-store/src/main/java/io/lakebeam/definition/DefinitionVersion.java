package io.lakebeam.definition;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakebeam.privacy.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The fingerprint of a project's canonical JSON; see {@link Project#version}. */
final class DefinitionVersion {

  private static final int BYTES = 6;

  /**
   * Sorted, and without what is empty: a part that the format learns later leaves old fingerprints
   * as they are.
   */
  private static final JsonMapper CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
          .addMixIn(Project.class, WithoutPlace.class)
          .addMixIn(SourceDefinition.class, WithoutPlace.class)
          .addMixIn(FilesDefinition.class, WithoutPath.class)
          .addMixIn(JdbcDefinition.class, WithoutAccess.class)
          .addMixIn(RestDefinition.class, WithoutAccess.class)
          .addMixIn(TableDefinition.class, WhatIsMadeOfHistory.class)
          .build();

  @JsonIgnoreProperties({
    "lake",
    "erasure",
    "privacy",
    "outputs",
    "url",
    "user",
    "password",
    "kafka",
    "connect",
    "passwordReference"
  })
  private interface WithoutPlace {}

  @JsonIgnoreProperties({"path", "store", "notifications"})
  private interface WithoutPath {}

  /** Where it is, and how it is read. */
  @JsonIgnoreProperties({
    "url",
    "user",
    "password",
    "every",
    "partRows",
    "fetchSize",
    "header",
    "token",
    "perSecond"
  })
  private interface WithoutAccess {}

  /** Neither whom a row is about nor which row of a key is current changes what is made of it. */
  @JsonIgnoreProperties({"subject", "latestBy"})
  private interface WhatIsMadeOfHistory {}

  private DefinitionVersion() {}

  static String of(Project project) {
    byte[] digest = Sha256.digest().digest(canonical(project).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  static String canonical(Project project) {
    try {
      return CANONICAL.writeValueAsString(project);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of names and numbers are always JSON", e);
    }
  }
}
