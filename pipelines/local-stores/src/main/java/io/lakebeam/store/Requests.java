package io.lakebeam.store;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Some of the requests to a store, by what they do and by a pattern that is found in the path
 * ({@code /bucket/key}).
 *
 * <pre>{@code
 * Requests.put("/snapshot/snapshot-7$");
 * Requests.copy("/snapshot/");            // S3's rename: copied there, then deleted here
 * }</pre>
 */
public final class Requests {
  private final Set<Operation> operations;
  private final Pattern path;

  /** What a request does. */
  enum Operation {
    GET,
    HEAD,
    PUT,
    COPY,
    DELETE,
    COMPLETE_UPLOAD,
    OTHER;

    static Operation of(Exchange request) {
      return switch (request.method()) {
        case "GET" -> GET;
        case "HEAD" -> HEAD;
        case "DELETE" -> DELETE;
        case "PUT" -> request.header("x-amz-copy-source").isPresent() ? COPY : PUT;
        case "POST" -> request.query().contains("uploadId=") ? COMPLETE_UPLOAD : OTHER;
        default -> OTHER;
      };
    }
  }

  private Requests(Set<Operation> operations, String path) {
    this.operations = operations;
    this.path = Pattern.compile(path);
  }

  /** Every request. */
  public static Requests any(String path) {
    return new Requests(Set.of(Operation.values()), path);
  }

  /** Reads of objects, and listings. */
  public static Requests get(String path) {
    return new Requests(Set.of(Operation.GET), path);
  }

  /** Looks at objects. */
  public static Requests head(String path) {
    return new Requests(Set.of(Operation.HEAD), path);
  }

  /** Writes of objects, or of parts of one. */
  public static Requests put(String path) {
    return new Requests(Set.of(Operation.PUT), path);
  }

  /** Copies to the path, which is how a file is renamed on S3. */
  public static Requests copy(String path) {
    return new Requests(Set.of(Operation.COPY), path);
  }

  /** Removals of one object. */
  public static Requests delete(String path) {
    return new Requests(Set.of(Operation.DELETE), path);
  }

  /** What makes an object of its parts: CompleteMultipartUpload. */
  public static Requests completeUpload(String path) {
    return new Requests(Set.of(Operation.COMPLETE_UPLOAD), path);
  }

  boolean contain(Exchange request) {
    return operations.contains(Operation.of(request)) && path.matcher(request.path()).find();
  }

  @Override
  public String toString() {
    return operations + " " + path;
  }
}
