package io.lakebeam.publish;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.paimon.utils.RoaringBitmap32;

/**
 * Gathers the hashes of keys, a few bytes each, so that a table can be read for those of them. Of
 * keys with one hash all are wanted where one is: what is written once too often does no harm.
 */
final class ChangedKeys extends Combine.CombineFn<Integer, RoaringBitmap32, RoaringBitmap32> {
  private static final long serialVersionUID = 1L;

  @Override
  public RoaringBitmap32 createAccumulator() {
    return new RoaringBitmap32();
  }

  @Override
  public RoaringBitmap32 addInput(RoaringBitmap32 hashes, Integer hash) {
    hashes.add(hash);
    return hashes;
  }

  @Override
  public RoaringBitmap32 mergeAccumulators(Iterable<RoaringBitmap32> all) {
    RoaringBitmap32 merged = new RoaringBitmap32();
    all.forEach(merged::or);
    return merged;
  }

  @Override
  public RoaringBitmap32 extractOutput(RoaringBitmap32 hashes) {
    return hashes;
  }

  @Override
  public Coder<RoaringBitmap32> getAccumulatorCoder(CoderRegistry registry, Coder<Integer> input) {
    return HashesCoder.INSTANCE;
  }

  @Override
  public Coder<RoaringBitmap32> getDefaultOutputCoder(
      CoderRegistry registry, Coder<Integer> input) {
    return HashesCoder.INSTANCE;
  }

  /** The bitmap's own form. */
  static final class HashesCoder extends AtomicCoder<RoaringBitmap32> {
    static final HashesCoder INSTANCE = new HashesCoder();
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(RoaringBitmap32 hashes, OutputStream out) throws IOException {
      byte[] bytes = hashes.serialize();
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(bytes.length);
      data.write(bytes);
      data.flush();
    }

    @Override
    public RoaringBitmap32 decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      byte[] bytes = data.readNBytes(data.readInt());
      RoaringBitmap32 hashes = new RoaringBitmap32();
      hashes.deserialize(new DataInputStream(new ByteArrayInputStream(bytes)));
      return hashes;
    }
  }
}
