package imprint.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Type and size of an image by its first bytes; nothing of it is decoded. Sources: PNG (RFC 2083,
 * section 4.1.1), JPEG (ITU-T T.81, annex B), GIF89a, WebP (RFC 9649), BMP (BITMAPINFOHEADER).
 */
final class ImageHeader {
  private static final long PNG = 0x89504E470D0A1A0AL;
  private static final int LEAST = 30;

  private ImageHeader() {}

  /** The image that bytes begin; empty when they begin none. */
  static Optional<Preview.Image> read(byte[] bytes) {
    if (bytes.length < LEAST) {
      return Optional.empty();
    }
    ByteBuffer big = ByteBuffer.wrap(bytes);
    ByteBuffer little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (big.getLong(0) == PNG && isAt(bytes, 12, "IHDR")) {
      return image("png", unsigned(big.getInt(16)), unsigned(big.getInt(20)));
    }
    if (isAt(bytes, 0, "GIF87a") || isAt(bytes, 0, "GIF89a")) {
      return image("gif", unsigned(little.getShort(6)), unsigned(little.getShort(8)));
    }
    if (isAt(bytes, 0, "RIFF") && isAt(bytes, 8, "WEBP")) {
      return webp(bytes, little);
    }
    if (isAt(bytes, 0, "BM") && little.getInt(14) >= 40) {
      return image("bmp", Math.abs((long) little.getInt(18)), Math.abs((long) little.getInt(22)));
    }
    if (big.getShort(0) == (short) 0xFFD8 && bytes[2] == (byte) 0xFF) {
      return jpeg(big);
    }
    return Optional.empty();
  }

  private static Optional<Preview.Image> webp(byte[] bytes, ByteBuffer little) {
    if (isAt(bytes, 12, "VP8X")) {
      return image("webp", 1 + (little.getInt(24) & 0xFFFFFF), 1 + (little.getInt(26) >>> 8));
    }
    if (isAt(bytes, 12, "VP8L")) {
      int packed = little.getInt(21);
      return image("webp", 1 + (packed & 0x3FFF), 1 + ((packed >>> 14) & 0x3FFF));
    }
    if (isAt(bytes, 12, "VP8 ")) {
      return image("webp", little.getShort(26) & 0x3FFF, little.getShort(28) & 0x3FFF);
    }
    return Optional.empty();
  }

  /** Goes from segment to segment until the one that begins a frame. */
  private static Optional<Preview.Image> jpeg(ByteBuffer bytes) {
    int at = 2;
    while (at + 9 <= bytes.limit() && bytes.get(at) == (byte) 0xFF) {
      int marker = bytes.get(at + 1) & 0xFF;
      boolean frame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      if (frame) {
        return image("jpeg", unsigned(bytes.getShort(at + 7)), unsigned(bytes.getShort(at + 5)));
      }
      boolean filler = marker == 0xFF;
      at += filler ? 1 : 2 + (int) Math.max(2, unsigned(bytes.getShort(at + 2)));
    }
    return image("jpeg", 0, 0);
  }

  private static Optional<Preview.Image> image(String type, long width, long height) {
    return Optional.of(new Preview.Image("image/" + type, width, height));
  }

  private static boolean isAt(byte[] bytes, int at, String magic) {
    return new String(bytes, at, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }

  private static long unsigned(short value) {
    return Short.toUnsignedLong(value);
  }

  private static long unsigned(int value) {
    return Integer.toUnsignedLong(value);
  }
}
