package io.lakebeam.store;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** S3Proxy before a folder, in a process of its own: its libraries meet nobody else's. */
final class S3Proxy {
  private static final String BUILD_FIRST =
      "; build first, in the repository: ./mvnw -q package -DskipTests";

  private S3Proxy() {}

  static LocalStore start(Path folder, String bucket) {
    Launch launch = Launch.in(folder);
    launch.makeFolder("data/" + bucket);
    Path properties = folder.resolve("s3proxy.properties");
    write(
        properties,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(
                launch.endpoint(),
                LocalStore.ACCESS_KEY,
                launch.secretKey(),
                folder.resolve("data")));
    StoreProcess process =
        StoreProcess.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=io.lakebeam.store.logback.xml",
                "-cp",
                classPath(),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString()),
            Map.of(),
            launch.log());
    process.await(URI.create(launch.endpoint() + "/"));
    return new LocalStore(process, launch.endpoint(), launch.secretKey());
  }

  private static String classPath() {
    String home = System.getProperty("lakebeam.home");
    if (home == null) {
      throw new StoreException(
          "system property lakebeam.home is not set; it names the repository's root");
    }
    Path target = Path.of(home, "pipelines", "local-stores", "target").toAbsolutePath();
    Path file = target.resolve("classpath");
    try {
      return target.resolve("classes") + File.pathSeparator + Files.readString(file).strip();
    } catch (IOException e) {
      throw new StoreException(
          "the class path of S3Proxy is missing (%s)%s".formatted(file, BUILD_FIRST), e);
    }
  }

  private static void write(Path file, String text) {
    try {
      // Made before it holds the key, for its owner alone.
      Files.deleteIfExists(file);
      Files.createFile(file);
      File owned = file.toFile();
      if (!owned.setReadable(false, false) || !owned.setReadable(true, true)) {
        throw new IOException("its permissions cannot be changed");
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new StoreException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
