package io.lakebeam.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lakebeam.file.FileColumn;
import io.lakebeam.file.FileRow;
import io.lakebeam.file.FileRows;
import io.lakebeam.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server of pages on loopback, which notes what it is asked. */
final class PagesUnderTest implements AutoCloseable {
  static final List<FileColumn> COLUMNS =
      List.of(new FileColumn("id", "id", "bigint"), new FileColumn("price", "price", "string"));

  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Function<String, Answer> answers = path -> new Answer(404, "");

  /** An answer, and a header of it. */
  record Answer(int status, String body, String header, String value) {
    Answer(int status, String body) {
      this(status, body, "X-None", "none");
    }

    static Answer of(String body) {
      return new Answer(200, body);
    }
  }

  PagesUnderTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers by the path and the query that are asked for. */
  void answer(Function<String, Answer> by) {
    answers = by;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      asked.add(token == null ? path : path + " " + token);
      Answer answer = answers.apply(path);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add(answer.header(), answer.value());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  /** What was asked for, with the token. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  RestSource source(String path, String records, Paging paging) {
    return new RestSource(
        new RestAccess("crm", url(path), "Authorization", new Secret("canary"), 1_000, 1),
        COLUMNS,
        records,
        paging,
        null,
        null,
        null);
  }

  /** The records of a source, and what is none. */
  List<String> read(RestSource source, String low) {
    List<String> rows = new ArrayList<>();
    source.read(
        PullPart.whole(low),
        new FileRows() {
          @Override
          public void row(FileRow row) {
            rows.add(row.number() + " " + row.text(0) + " " + row.text(1));
          }

          @Override
          public void broken(long number, String reason, byte[] raw) {
            rows.add(number + " " + reason);
          }
        });
    return rows;
  }

  List<String> read(RestSource source) {
    return read(source, null);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
