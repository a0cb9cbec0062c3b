package io.lakebeam.lake;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A table's lock for the length of a commit: an operating-system lock on a file of the warehouse,
 * which ends with the process that holds it, and a lock between the threads of this process, which
 * the operating system does not tell apart.
 */
final class TableLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;
  private final FileLock process;

  private TableLock(ReentrantLock thread, FileChannel channel, FileLock process) {
    this.thread = thread;
    this.channel = channel;
    this.process = process;
  }

  /** Waits until no other process or thread holds the table's lock. */
  static TableLock acquire(Lake lake, TableName table) throws IOException {
    // The real path: threads that reach the folder by different names must meet at one lock.
    Path file = Files.createDirectories(folder(lake)).toRealPath().resolve(table + ".lock");
    ReentrantLock thread = THREADS.computeIfAbsent(file, f -> new ReentrantLock());
    thread.lock();
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new TableLock(thread, channel, channel.lock());
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      thread.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      process.release();
    } finally {
      thread.unlock();
    }
  }

  private static Path folder(Lake lake) {
    String warehouse = lake.warehouse();
    if (warehouse.contains("://") && !warehouse.startsWith("file:")) {
      throw new LakeException(
          "warehouse %s: only a folder of this machine can be locked; no commit goes without a lock"
              .formatted(warehouse));
    }
    Path path = warehouse.startsWith("file:") ? Path.of(URI.create(warehouse)) : Path.of(warehouse);
    return path.toAbsolutePath().normalize().resolve(".locks");
  }
}
