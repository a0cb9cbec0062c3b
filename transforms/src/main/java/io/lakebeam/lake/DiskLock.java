package io.lakebeam.lake;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * The lock of a table on the local disk: an operating-system lock on a file of the warehouse.
 *
 * <p>The operating system counts by process, and a process that closes the file loses its lock
 * however often it has it open. So there is a turn within the process first; it is kept in the
 * system properties because two jobs of one Flink TaskManager share nothing else that is Java's.
 */
final class DiskLock implements HeldLock {
  private static final String TURN = "io.lakebeam.lake.locked.";
  private static final int MILLIS_BETWEEN_LOOKS = 5;

  private final TableName table;
  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private DiskLock(TableName table, Path file, FileChannel channel, FileLock lock) {
    this.table = table;
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** The file to lock. */
  static Path file(Lake lake, TableName table) throws IOException {
    String warehouse = lake.warehouse();
    Path path = warehouse.startsWith("file:") ? Path.of(URI.create(warehouse)) : Path.of(warehouse);
    // The real path: whoever reaches the folder by another name must meet at one lock.
    return Files.createDirectories(path.toAbsolutePath().normalize().resolve(".locks"))
        .toRealPath()
        .resolve(table + ".lock");
  }

  /**
   * Waits for the lock on {@code file} by asking for it again and again: the operating system
   * counts a process as one waiter, so two processes whose threads hold and wait crosswise for two
   * tables look like a deadlock to it, and a wait of its own would end with an error.
   */
  static DiskLock acquire(TableName table, Path file) throws IOException, InterruptedException {
    takeTurn(file);
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      while (lock == null) {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
        lock = channel.tryLock();
      }
      return new DiskLock(table, file, channel, lock);
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      leaveTurn(file);
      throw e;
    }
  }

  @Override
  public void requireHeld() {
    if (!lock.isValid()) {
      throw new LockLostException(table, "the lock on " + file + " was released by another");
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (lock.isValid()) {
        lock.release();
      }
    } finally {
      leaveTurn(file);
    }
  }

  private static void takeTurn(Path file) throws InterruptedException {
    Properties properties = System.getProperties();
    while (properties.putIfAbsent(TURN + file, "held") != null) {
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
  }

  private static void leaveTurn(Path file) {
    System.getProperties().remove(TURN + file);
  }
}
