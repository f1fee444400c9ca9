package dev.berth.migrate;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A digest of a file's content that is the same whether its zeros are written or are holes: blocks
 * of zeros are left out, the others are taken with their number.
 */
final class ContentDigest {
  private static final int BLOCK = 4096;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final MessageDigest digest;
  private final byte[] block = new byte[BLOCK];
  private long number;

  ContentDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

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

  /** The digest of all, in hexadecimal digits. */
  String digest(long size) {
    finishBlock();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).array());
    return HexFormat.of().formatHex(digest.digest());
  }

  private void finishBlock() {
    if (!Arrays.equals(block, ZEROS)) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
      digest.update(block);
      Arrays.fill(block, (byte) 0);
    }
  }
}
