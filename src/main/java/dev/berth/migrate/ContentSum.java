package dev.berth.migrate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A sum of a file's content that is the same whether its zeros are written or are holes: blocks of
 * zeros are left out, the others are taken with their number.
 *
 * <p>Two checksums of 32 bits each with polynomials of their own: nobody forges a copy, so what is
 * to be found is an accident, and a cryptographic digest of a gigabyte costs more than to copy it.
 */
final class ContentSum {
  private static final int BLOCK = 4096;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final CRC32 one = new CRC32();
  private final CRC32C other = new CRC32C();
  private final ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
  private final byte[] block = new byte[BLOCK];
  private long number;

  /** Takes bytes that stand at an offset; offsets only grow. */
  void at(long offset, byte[] bytes, int length) {
    int taken = 0;
    while (taken < length) {
      long position = offset + taken;
      if (position / BLOCK != number) {
        finishBlock();
        number = position / BLOCK;
      }
      int within = (int) (position % BLOCK);
      int count = Math.min(BLOCK - within, length - taken);
      System.arraycopy(bytes, taken, block, within, count);
      taken += count;
    }
  }

  /** The sum of all, of a file of this size. */
  long of(long size) {
    finishBlock();
    update(size);
    return one.getValue() << Integer.SIZE | other.getValue();
  }

  private void finishBlock() {
    if (!Arrays.equals(block, ZEROS)) {
      update(number);
      one.update(block);
      other.update(block);
      Arrays.fill(block, (byte) 0);
    }
  }

  private void update(long value) {
    byte[] bytes = word.putLong(0, value).array();
    one.update(bytes);
    other.update(bytes);
  }
}
