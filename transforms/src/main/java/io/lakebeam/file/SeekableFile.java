package io.lakebeam.file;

import io.lakebeam.lake.FileAccess;
import java.io.IOException;
import org.apache.avro.file.SeekableInput;
import org.apache.paimon.fs.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A stored file as Parquet's and Avro's readers want it. */
final class SeekableFile implements InputFile {
  private final StoredFile file;
  private final FileAccess access;

  SeekableFile(StoredFile file, FileAccess access) {
    this.file = file;
    this.access = access;
  }

  @Override
  public long getLength() {
    return file.size();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    org.apache.paimon.fs.SeekableInputStream stored = open();
    return new DelegatingSeekableInputStream(stored) {
      @Override
      public long getPos() throws IOException {
        return stored.getPos();
      }

      @Override
      public void seek(long position) throws IOException {
        stored.seek(position);
      }
    };
  }

  SeekableInput forAvro() throws IOException {
    org.apache.paimon.fs.SeekableInputStream stored = open();
    return new SeekableInput() {
      @Override
      public void seek(long position) throws IOException {
        stored.seek(position);
      }

      @Override
      public long tell() throws IOException {
        return stored.getPos();
      }

      @Override
      public long length() {
        return file.size();
      }

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        return stored.read(into, at, length);
      }

      @Override
      public void close() throws IOException {
        stored.close();
      }
    };
  }

  private org.apache.paimon.fs.SeekableInputStream open() throws IOException {
    return access.io(file.path()).newInputStream(new Path(file.path()));
  }

  @Override
  public String toString() {
    return file.path();
  }
}
