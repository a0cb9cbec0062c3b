package io.lakebeam.pull;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import io.lakebeam.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for pages, no more often than it may, and again where that helps: after 408, 429 and 5xx, as
 * long after as {@code Retry-After} says (RFC 9110, 10.2.3), and after a connection that broke.
 */
final class PageClient {
  private static final int TRIES = 5;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

  private final RestAccess access;
  // A redirect would take the token to another host.
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final RateLimiter<HttpResponse<byte[]>> limit;
  private final RetryPolicy<HttpResponse<byte[]>> again;

  PageClient(RestAccess access) {
    this.access = access;
    this.limit =
        RateLimiter.<HttpResponse<byte[]>>smoothBuilder(
                Duration.ofNanos((long) (1_000_000_000 / access.perSecond())))
            .withMaxWaitTime(LONGEST)
            .build();
    this.again =
        RetryPolicy.<HttpResponse<byte[]>>builder()
            .handle(IOException.class)
            .handleResultIf(answer -> PASSING.contains(answer.statusCode()))
            .withMaxAttempts(TRIES)
            .withBackoff(
                Duration.ofMillis(access.retryMillis()),
                Duration.ofMillis(access.retryMillis() * (1 << TRIES)))
            .withDelayFnOn(
                told -> wait(told.getLastResult()).orElse(Duration.ofMillis(-1)), Throwable.class)
            .build();
  }

  /**
   * The page at an address.
   *
   * @throws PullException if there is none, in the end
   */
  HttpResponse<byte[]> page(URI address) {
    HttpResponse<byte[]> answer;
    try {
      answer = Failsafe.with(again, limit).get(() -> http.send(request(address), bytes()));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw PullException.passing(
          "source %s: %s does not answer: %s"
              .formatted(access.source(), access.place(address), told(e.getCause())),
          e.getCause());
    }
    if (answer.statusCode() / 100 != 2) {
      throw refused(address, answer);
    }
    return answer;
  }

  private static HttpResponse.BodyHandler<byte[]> bytes() {
    return HttpResponse.BodyHandlers.ofByteArray();
  }

  private static String told(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private HttpRequest request(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(TIMEOUT).header("Accept", "application/json");
    Secret token = access.token();
    if (token != null) {
      boolean isBearer = access.header().equalsIgnoreCase("Authorization");
      request.header(access.header(), (isBearer ? "Bearer " : "") + token.reveal());
    }
    return request.build();
  }

  private PullException refused(URI address, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    String why =
        switch (status) {
          case 401, 403 ->
              access.token() == null
                  ? "it wants to know who asks; set 'token'"
                  : "it does not accept the token, sent as %s; see 'token' and 'header'"
                      .formatted(access.header());
          case 404, 410 -> "there is nothing; see 'url', and 'first' of numbered pages";
          case 429 -> "it is asked too often; set a lower 'per-second', or come later";
          case 301, 302, 303, 307, 308 ->
              "it is elsewhere; set 'url' to where it is, since a token is not sent on";
          default -> status >= 500 ? "the server failed" : "the server refused";
        };
    String message =
        "source %s: %s answers %d: %s"
            .formatted(access.source(), access.place(address), status, why);
    return PASSING.contains(status)
        ? PullException.passing(message, null)
        : new PullException(message);
  }

  /** How long the server wants to be left alone. */
  private static Optional<Duration> wait(HttpResponse<byte[]> answer) {
    return Optional.ofNullable(answer)
        .flatMap(one -> one.headers().firstValue("Retry-After"))
        .flatMap(PageClient::duration)
        .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }

  private static Optional<Duration> duration(String text) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), at);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
