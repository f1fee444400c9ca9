package dev.berth.migrate;

import dev.berth.migrate.VolumeEntry.Kind;
import dev.berth.migrate.VolumeEntry.Owner;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads the headers of an archive in the format of POSIX pax as GNU tar writes it. */
final class TarReader {
  private static final int BLOCK = 512;
  private static final int CHUNK = 64 * 1024;
  private static final int LARGEST_HEADER = 16 * 1024 * 1024;
  private static final String ATTRIBUTE = "SCHILY.xattr.";

  private final InputStream stream;

  TarReader(InputStream stream) {
    this.stream = new BufferedInputStream(stream, CHUNK);
  }

  /** Reads to the end. */
  void forEach(Consumer<VolumeEntry> taker) throws IOException {
    Map<String, byte[]> extended = Map.of();
    for (byte[] header = block(); !isEnd(header); header = block()) {
      char type = (char) header[156];
      if (type == 'x') {
        extended = extended(content(number(header, 124, 12)));
      } else if (type == 'g') {
        skip(padded(number(header, 124, 12)));
      } else {
        taker.accept(entry(header, type, extended));
        extended = Map.of();
      }
    }
    stream.transferTo(java.io.OutputStream.nullOutputStream());
  }

  private VolumeEntry entry(byte[] header, char typeFlag, Map<String, byte[]> extended)
      throws IOException {
    Kind type = type(typeFlag);
    long stored =
        extended.containsKey("size")
            ? Long.parseLong(text(extended, "size"))
            : number(header, 124, 12);
    long size = 0;
    long sum = 0;
    if (type == Kind.FILE) {
      ContentSum content = new ContentSum();
      if (extended.containsKey("GNU.sparse.realsize")) {
        size = Long.parseLong(text(extended, "GNU.sparse.realsize"));
        sparse(stored, content);
      } else {
        size = stored;
        copy(stored, 0, content);
      }
      skip(padded(stored) - stored);
      sum = content.of(size);
    }
    SortedMap<String, String> attributes = new TreeMap<>();
    extended.forEach(
        (name, value) -> {
          if (name.startsWith(ATTRIBUTE)) {
            attributes.put(name.substring(ATTRIBUTE.length()), HexFormat.of().formatHex(value));
          }
        });
    return new VolumeEntry(
        path(name(header, extended)),
        type,
        (int) number(header, 100, 8),
        new Owner(owner(header, 108, extended, "uid"), owner(header, 116, extended, "gid")),
        size,
        extended.containsKey("mtime")
            ? text(extended, "mtime")
            : Long.toString(number(header, 136, 12)),
        link(type, header, extended),
        type == Kind.CHARACTER_DEVICE || type == Kind.BLOCK_DEVICE
            ? number(header, 329, 8) + ":" + number(header, 337, 8)
            : "",
        attributes,
        sum);
  }

  private static String link(Kind type, byte[] header, Map<String, byte[]> extended) {
    if (type != Kind.SYMBOLIC_LINK && type != Kind.HARD_LINK) {
      return "";
    }
    byte[] link = extended.get("linkpath");
    String text = decoded(link == null ? field(header, 157, 100) : link);
    return type == Kind.HARD_LINK ? path(text) : text;
  }

  private static long owner(byte[] header, int offset, Map<String, byte[]> extended, String name) {
    return extended.containsKey(name)
        ? Long.parseLong(text(extended, name))
        : number(header, offset, 8);
  }

  private static Kind type(char flag) throws IOException {
    return switch (flag) {
      case '0', '\0', '7' -> Kind.FILE;
      case '1' -> Kind.HARD_LINK;
      case '2' -> Kind.SYMBOLIC_LINK;
      case '3' -> Kind.CHARACTER_DEVICE;
      case '4' -> Kind.BLOCK_DEVICE;
      case '5' -> Kind.DIRECTORY;
      case '6' -> Kind.FIFO;
      default -> throw new IOException("an archive with an entry of the unknown type " + flag);
    };
  }

  private static String name(byte[] header, Map<String, byte[]> extended) {
    byte[] given = extended.getOrDefault("GNU.sparse.name", extended.get("path"));
    if (given != null) {
      return decoded(given);
    }
    byte[] prefix = field(header, 345, 155);
    String name = decoded(field(header, 0, 100));
    return prefix.length == 0 ? name : decoded(prefix) + "/" + name;
  }

  /** Without {@code ./} before it. */
  private static String path(String name) {
    String path = name.startsWith("./") ? name.substring(2) : name;
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path.isEmpty() ? "." : path;
  }

  /** The map of a sparse file stands before its data: a count, then offsets and lengths. */
  private void sparse(long stored, ContentSum content) throws IOException {
    List<Long> numbers = new ArrayList<>();
    StringBuilder digits = new StringBuilder();
    long wanted = 1;
    long mapped = 0;
    while (numbers.size() < wanted) {
      for (byte b : block()) {
        if (b == '\n') {
          numbers.add(Long.parseLong(digits.toString()));
          digits.setLength(0);
          wanted = 1 + 2 * numbers.getFirst();
          if (numbers.size() == wanted) {
            break;
          }
        } else {
          digits.append((char) b);
        }
      }
      mapped += BLOCK;
    }
    long data = 0;
    for (int i = 1; i < numbers.size(); i += 2) {
      copy(numbers.get(i + 1), numbers.get(i), content);
      data += numbers.get(i + 1);
    }
    if (mapped + data != stored) {
      throw new IOException("an archive with a sparse file that does not fit its map");
    }
  }

  private void copy(long length, long offset, ContentSum content) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long left = length;
    while (left > 0) {
      int read = stream.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (read < 0) {
        throw new EOFException("an archive that is cut off");
      }
      content.at(offset + length - left, chunk, read);
      left -= read;
    }
  }

  private byte[] content(long size) throws IOException {
    if (size > LARGEST_HEADER) {
      throw new IOException("an archive with a header of " + size + " bytes");
    }
    byte[] content = stream.readNBytes((int) padded(size));
    if (content.length < padded(size)) {
      throw new EOFException("an archive that is cut off");
    }
    return Arrays.copyOf(content, (int) size);
  }

  /** Records {@code LENGTH NAME=VALUE}, each with a newline; a value may hold any byte. */
  private static Map<String, byte[]> extended(byte[] records) throws IOException {
    Map<String, byte[]> extended = new TreeMap<>();
    int at = 0;
    while (at < records.length) {
      int blank = indexOf(records, ' ', at);
      int equals = indexOf(records, '=', blank);
      int end =
          at + Integer.parseInt(new String(records, at, blank - at, StandardCharsets.US_ASCII));
      extended.put(
          new String(records, blank + 1, equals - blank - 1, StandardCharsets.UTF_8),
          Arrays.copyOfRange(records, equals + 1, end - 1));
      at = end;
    }
    return extended;
  }

  private static int indexOf(byte[] bytes, char c, int from) throws IOException {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == c) {
        return i;
      }
    }
    throw new IOException("an archive with a broken header");
  }

  /** An empty stream is what a tar that failed leaves; how it ended says the rest. */
  private byte[] block() throws IOException {
    byte[] block = stream.readNBytes(BLOCK);
    return block.length < BLOCK ? new byte[BLOCK] : block;
  }

  private static boolean isEnd(byte[] header) {
    return header[0] == 0;
  }

  private void skip(long bytes) throws IOException {
    stream.skipNBytes(bytes);
  }

  private static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static byte[] field(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(header, offset, end);
  }

  /** Octal digits; where the number is too large for them, bytes after one with the high bit. */
  private static long number(byte[] header, int offset, int length) {
    if ((header[offset] & 0x80) != 0) {
      long number = header[offset] & 0x7f;
      for (int i = 1; i < length; i++) {
        number = number << 8 | (header[offset + i] & 0xff);
      }
      return number;
    }
    String digits = new String(field(header, offset, length), StandardCharsets.US_ASCII).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String text(Map<String, byte[]> extended, String name) {
    return decoded(extended.getOrDefault(name, new byte[0]));
  }

  /** UTF-8; names of files may be any bytes, and those that are not text keep each byte. */
  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException noText) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
