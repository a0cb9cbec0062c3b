package io.lakebeam.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request on its way through the proxy, its body in memory. It goes on as HTTP/1.0, whose answers
 * end where the connection does, and with the Host header that it came with, which is signed.
 */
final class Exchange {
  /** What belongs to one connection, and not to the request. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "transfer-encoding", "expect", "content-length", "keep-alive");

  /** So much of a refusal is kept. */
  private static final int REFUSAL = 800;

  private final HttpExchange http;
  private final byte[] body;

  private Exchange(HttpExchange http, byte[] body) {
    this.http = http;
    this.body = body;
  }

  static Exchange read(HttpExchange http) throws IOException {
    try (InputStream in = http.getRequestBody()) {
      return new Exchange(http, in.readAllBytes());
    }
  }

  String method() {
    return http.getRequestMethod();
  }

  String path() {
    return http.getRequestURI().getPath();
  }

  String query() {
    String query = http.getRequestURI().getRawQuery();
    return query == null ? "" : query;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(http.getRequestHeaders().getFirst(name));
  }

  /** Asks the store; the whole of its answer. */
  byte[] ask(URI store) throws IOException {
    try (Socket socket = send(store, body.length)) {
      return socket.getInputStream().readAllBytes();
    }
  }

  /** Sends the store a half of what was announced, and goes away. */
  void askByHalf(URI store) throws IOException {
    send(store, body.length / 2).close();
  }

  private Socket send(URI store, int bytes) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(method()).append(' ').append(http.getRequestURI()).append(" HTTP/1.0\r\n");
    http.getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> head.append(name + ": " + value + "\r\n"));
              }
            });
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    Socket socket = new Socket(store.getHost(), store.getPort());
    OutputStream out = socket.getOutputStream();
    out.write(head.toString().getBytes(ISO_8859_1));
    out.write(body, 0, bytes);
    out.flush();
    return socket;
  }

  /** What an answer says that is an error, and not that there is no such object. */
  static Optional<String> refusal(byte[] answer) throws IOException {
    int status = status(head(answer));
    return status < 400 || status == 404
        ? Optional.empty()
        : Optional.of(new String(answer, 0, Math.min(answer.length, REFUSAL), UTF_8));
  }

  /** Hands the store's answer on. */
  void answer(byte[] answer) throws IOException {
    int end = endOfHead(answer);
    String[] lines = head(answer);
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(colon, 0)).strip();
      boolean length = name.equalsIgnoreCase("content-length") && method().equals("HEAD");
      if (colon > 0 && (length || !OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)))) {
        http.getResponseHeaders().add(name, line.substring(colon + 1).strip());
      }
    }
    write(status(lines), Arrays.copyOfRange(answer, end + 4, answer.length));
  }

  private static String[] head(byte[] answer) throws IOException {
    return new String(answer, 0, endOfHead(answer), ISO_8859_1).split("\r\n", -1);
  }

  private static int status(String[] head) {
    return Integer.parseInt(head[0].split(" ", -1)[1]);
  }

  /** Answers with an error as S3 words it. */
  void refuse(int status) throws IOException {
    String code = status == 503 ? "SlowDown" : "InternalError";
    http.getResponseHeaders().add("Content-Type", "application/xml");
    write(
        status,
        "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>made to fail</Message></Error>"
            .formatted(code)
            .getBytes(UTF_8));
  }

  private void write(int status, byte[] bytes) throws IOException {
    boolean empty = bytes.length == 0 || method().equals("HEAD");
    http.sendResponseHeaders(status, empty ? -1 : bytes.length);
    if (!empty) {
      http.getResponseBody().write(bytes);
    }
    http.close();
  }

  /** Ends the connection without a word. */
  void cut() {
    http.close();
  }

  private static int endOfHead(byte[] answer) throws IOException {
    for (int i = 0; i + 3 < answer.length; i++) {
      if (answer[i] == '\r' && answer[i + 1] == '\n' && answer[i + 2] == '\r') {
        return i;
      }
    }
    throw new IOException("no answer of HTTP, " + answer.length + " bytes");
  }
}
