package io.lakebeam.definition;

/**
 * Where the lake is.
 *
 * <pre>{@code
 * lake: {warehouse: "${WAREHOUSE:-./lake}"}
 * }</pre>
 *
 * @param warehouse an absolute path, or a URI such as {@code s3://lake/warehouse}; the reader
 *     resolves a relative path against the project file's folder
 */
public record LakeDefinition(String warehouse) {

  public LakeDefinition {
    new Checks().text("warehouse", warehouse).done();
  }
}
