package io.lakebeam.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresIT {
  @TempDir private Path folder;

  @Test
  void minioAnswersUntilItIsClosed() throws Exception {
    answersUntilItIsClosed(Stores.minio(folder, "lake"));
  }

  @Test
  void s3ProxyAnswersUntilItIsClosed() throws Exception {
    answersUntilItIsClosed(Stores.s3Proxy(folder, "lake"));
  }

  /** A stranger is refused, so the bucket is there and is not everybody's. */
  private static void answersUntilItIsClosed(LocalStore store) throws Exception {
    URI bucket = store.endpoint().resolve("/lake/");
    assertThat(status(bucket)).isEqualTo(403);
    assertThat(store.toString()).doesNotContain(store.secretKey());

    store.close();

    assertThatThrownBy(() -> status(bucket)).isInstanceOf(IOException.class);
  }

  private static int status(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
