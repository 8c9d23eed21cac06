package org.colloque.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** JSON that is written already: joined to larger documents without being parsed again. */
@JsonSerialize(using = RawJson.Writer.class)
public record RawJson(byte[] bytes) {
  /** An array of {@code items}. */
  public static byte[] array(List<RawJson> items) {
    int size = 2 + Math.max(0, items.size() - 1);
    for (RawJson item : items) {
      size += item.bytes.length;
    }
    byte[] all = new byte[size];
    int end = 0;
    all[end++] = '[';
    for (RawJson item : items) {
      if (end > 1) {
        all[end++] = ',';
      }
      end = append(all, end, item.bytes);
    }
    all[end] = ']';
    return all;
  }

  /** One text of {@code parts}, which follow each other. */
  public static RawJson joined(List<byte[]> parts) {
    int size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    byte[] all = new byte[size];
    int end = 0;
    for (byte[] part : parts) {
      end = append(all, end, part);
    }
    return new RawJson(all);
  }

  private static int append(byte[] all, int end, byte[] part) {
    System.arraycopy(part, 0, all, end, part.length);
    return end + part.length;
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Copies the text into the larger document. */
  static final class Writer extends JsonSerializer<RawJson> {
    @Override
    public void serialize(RawJson value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeRawValue(new SerializedString(value.toString()));
    }
  }
}
