package io.lakebeam.file;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Avro's object container files; a part is some blocks. */
final class AvroFiles implements TypedFiles {

  @Override
  public Schema schema(SeekableFile file) throws IOException {
    try (DataFileReader<GenericRecord> reader = open(file)) {
      return reader.getSchema();
    }
  }

  @Override
  public List<FilePart> parts(StoredFile stored, SeekableFile file, long smallest)
      throws IOException {
    List<FilePart> parts = new ArrayList<>();
    try (DataFileReader<GenericRecord> reader = open(file)) {
      long from = reader.previousSync();
      long row = 1;
      long next = 1;
      while (reader.hasNext()) {
        long block = reader.previousSync();
        if (block - from >= smallest) {
          parts.add(new FilePart(stored, "", List.of(), from, block, row));
          from = block;
          row = next;
        }
        next += reader.getBlockCount();
        reader.nextBlock();
      }
      // To the reader a block that is not whole is the end of the file.
      if (reader.previousSync() != stored.size()) {
        throw FileException.cutOff("it ends within a block", null);
      }
      parts.add(new FilePart(stored, "", List.of(), from, stored.size(), row));
    } catch (AvroRuntimeException e) {
      throw damaged(e);
    }
    return parts;
  }

  @Override
  public void read(FilePart part, SeekableFile file, Records records) throws IOException {
    try (DataFileReader<GenericRecord> reader = open(file)) {
      reader.seek(part.from());
      GenericRecord record = null;
      long number = part.line();
      while (reader.previousSync() < part.to() && reader.hasNext()) {
        record = reader.next(record);
        records.record(number++, record);
      }
    } catch (AvroRuntimeException e) {
      throw damaged(e);
    }
  }

  private static DataFileReader<GenericRecord> open(SeekableFile file) throws IOException {
    SeekableInput stored = file.forAvro();
    DataFileReader<GenericRecord> reader = null;
    try {
      reader = new DataFileReader<>(stored, new GenericDatumReader<>());
      return reader;
    } catch (InvalidAvroMagicException e) {
      throw FileException.refused("it is no Avro file: it does not begin with Obj1");
    } catch (EOFException e) {
      throw FileException.cutOff("it ends within its header", e);
    } finally {
      if (reader == null) {
        stored.close();
      }
    }
  }

  private static FileException damaged(AvroRuntimeException e) {
    return FileException.damaged("its blocks are damaged: " + e.getMessage(), e);
  }
}
