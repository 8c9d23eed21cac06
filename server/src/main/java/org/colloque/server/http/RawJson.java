package org.colloque.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** JSON that is written already: joined to larger documents without being parsed again. */
@JsonSerialize(using = RawJson.Writer.class)
public record RawJson(byte[] bytes) {
  /** An array of {@code items}. */
  public static byte[] array(List<RawJson> items) {
    int size = 2;
    for (RawJson item : items) {
      size += item.bytes.length + 1;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    out.write('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.writeBytes(items.get(i).bytes);
    }
    out.write(']');
    return out.toByteArray();
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
