package org.colloque.server.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The static files of the pages, read once from the class path. The address of a file holds a hash
 * of its content, so that a browser may keep it for ever and still sees every change.
 */
public final class Assets {
  /** Where static files are served from. */
  public static final String PREFIX = "/static/";

  /** For the Cache-Control header of every asset (RFC 8246). */
  public static final String CACHE_CONTROL = "public, max-age=31536000, immutable";

  static final List<String> NAMES =
      List.of(
          "app.css",
          "app.js",
          "device.js",
          "favicon.svg",
          "groups.css",
          "icon-180.png",
          "icon-192.png",
          "icon-512.png",
          "icons.svg",
          "print.css",
          "sw.js");

  private static final int HASH_LENGTH = 12;
  private static final Map<String, Asset> BY_NAME = new HashMap<>();
  private static final Map<String, Asset> BY_PATH = new HashMap<>();

  static {
    for (String name : NAMES) {
      Asset asset = load(name);
      BY_NAME.put(name, asset);
      BY_PATH.put(asset.path(), asset);
    }
  }

  private Assets() {}

  /**
   * One static file.
   *
   * @param path the address on this server, with the content's hash
   * @param gzip the same bytes compressed, or null when that does not make them smaller
   * @param etag a strong validator with its quotes (RFC 9110 section 8.8.3)
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed after loading
  public record Asset(
      String name,
      String path,
      byte[] bytes,
      byte @Nullable [] gzip,
      String etag,
      String contentType) {}

  /**
   * The address to write in a page.
   *
   * @throws IllegalArgumentException for a name that does not exist
   */
  public static String url(String name) {
    Asset asset = BY_NAME.get(name);
    if (asset == null) {
      throw new IllegalArgumentException("no static file " + name);
    }
    return asset.path();
  }

  /** The file served at this path; null when there is none, also for an outdated hash. */
  public static @Nullable Asset at(String path) {
    return BY_PATH.get(path);
  }

  private static Asset load(String name) {
    byte[] bytes = read("/static/" + name);
    String hash = sha256(bytes).substring(0, HASH_LENGTH);
    int dot = name.lastIndexOf('.');
    String path = PREFIX + name.substring(0, dot) + "-" + hash + name.substring(dot);
    byte[] gzip = gzip(bytes);
    return new Asset(
        name,
        path,
        bytes,
        gzip.length < bytes.length ? gzip : null,
        "\"" + hash + "\"",
        contentType(name.substring(dot + 1)));
  }

  private static String contentType(String extension) {
    return switch (extension) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      default -> throw new IllegalStateException("no content type for ." + extension);
    };
  }

  private static byte[] read(String resource) {
    try (InputStream stream = Assets.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return stream.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream compressed = new GZIPOutputStream(out)) {
      compressed.write(bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
