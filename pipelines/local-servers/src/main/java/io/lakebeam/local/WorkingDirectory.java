package io.lakebeam.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;

/** Where everything of one set of local servers lies, and who holds it. */
record WorkingDirectory(Path root) {
  /** The config provider that reads the secrets in Connect, as references name it. */
  static final String SECRETS_PROVIDER = "secrets";

  private static final int LONGEST_PROCESS_ID = 20;

  WorkingDirectory {
    root = root.toAbsolutePath().normalize();
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  /** Holds one file per secret, named as Connect's worker is to find it. */
  Path secrets() {
    return root.resolve("secrets");
  }

  Path postgresPassword() {
    return secrets().resolve("postgres.password");
  }

  /** How a connector's configuration refers to what is in a file of the secrets. */
  static String reference(Path secret) {
    return "%s:%s:%s".formatted(SECRETS_PROVIDER, secret.getParent(), secret.getFileName());
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path log() {
    return logs().resolve("servers.log");
  }

  Path jvmLog() {
    return logs().resolve("jvm.log");
  }

  Path javaArguments() {
    return root.resolve("java.arguments");
  }

  private Path lockFile() {
    return root.resolve("servers.lock");
  }

  /** Makes the directory if there is none, and checks that it is ours, writable and not in use. */
  void claim() {
    refuseForeignData();
    try {
      Files.createDirectories(logs());
    } catch (IOException e) {
      throw notWritable(e);
    }
    whileHeld(() -> null);
  }

  /**
   * Does {@code work} while holding the directory's lock, which ends with this process however that
   * ends.
   *
   * @throws LocalServersException if another process holds it, or the directory is not writable
   */
  <T> T whileHeld(Supplier<T> work) {
    try (FileChannel channel = FileChannel.open(lockFile(), CREATE, READ, WRITE)) {
      if (channel.tryLock() == null) {
        throw inUse(processIdIn(channel));
      }
      channel.truncate(0);
      channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())));
      return work.get();
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /**
   * Removes what an earlier run left, and makes empty directories. Only for the holder of the lock.
   */
  void empty() {
    try {
      for (Path data : data()) {
        deleteTree(data);
        Files.createDirectories(data);
      }
      Files.deleteIfExists(log());
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /** Keeps what an earlier run left, and makes what it did not. Only for the holder of the lock. */
  void complete() {
    try {
      for (Path data : data()) {
        Files.createDirectories(data);
      }
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /** Writes a file that only its owner can read. */
  void writeSecret(Path file, String secret) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, secret);
  }

  private void refuseForeignData() {
    if (Files.exists(lockFile())) {
      return;
    }
    for (Path data : data()) {
      if (Files.exists(data)) {
        throw new LocalServersException(
            "%s exists but was not made by local servers, which would delete it; choose another working directory"
                .formatted(data));
      }
    }
  }

  private List<Path> data() {
    return List.of(postgres(), kafka(), secrets());
  }

  private LocalServersException inUse(String processId) {
    return new LocalServersException(
        "working directory %s is in use by the local servers of process %s; stop them (kill %s) or choose another directory"
            .formatted(root, processId, processId));
  }

  private LocalServersException notWritable(IOException cause) {
    return new LocalServersException(
        "working directory %s is not writable (%s); choose another one".formatted(root, cause),
        cause);
  }

  private static String processIdIn(FileChannel channel) throws IOException {
    ByteBuffer id = ByteBuffer.allocate(LONGEST_PROCESS_ID);
    channel.read(id, 0);
    return UTF_8.decode(id.flip()).toString();
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
