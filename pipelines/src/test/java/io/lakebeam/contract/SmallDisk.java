package io.lakebeam.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 32 MB in memory, mounted on a folder. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Where it may not be mounted, which takes root on Linux, the test is skipped. */
  static SmallDisk mount(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int code =
        run("mount", "-t", "tmpfs", "-o", "size=32m", "lakebeam-contract", folder.toString());
    assumeTrue(code == 0, "a small disk cannot be mounted: needs Linux and root");
    return new SmallDisk(folder);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    // Lazily: whoever was killed may not be gone yet.
    run("umount", "-l", folder.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
