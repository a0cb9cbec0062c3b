package io.lakebeam.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 32 MB in memory, mounted on a folder. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Whether this user may mount one, which takes root on Linux. */
  static boolean canBeMounted(Path folder) throws IOException, InterruptedException {
    try (SmallDisk tried = mount(folder.resolve("small-disk"))) {
      return tried != null;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  static SmallDisk mount(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int code =
        run("mount", "-t", "tmpfs", "-o", "size=32m", "lakebeam-contract", folder.toString());
    if (code != 0) {
      throw new IllegalStateException("mount ended with code " + code);
    }
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
