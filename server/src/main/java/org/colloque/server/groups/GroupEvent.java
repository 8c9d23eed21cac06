package org.colloque.server.groups;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.colloque.server.accounts.AccountId;
import org.jspecify.annotations.Nullable;

/**
 * One row of the log of a group: what was decided.
 *
 * @param seq from 1, without gaps
 * @param at in milliseconds
 * @param actor missing when it was the server itself
 * @param kind as {@code role}
 * @param payload short texts; who is concerned is in {@code account}
 * @param previous the hash of the row before, 32 zeros for the first
 * @param hash SHA-256 over {@code previous} and {@link #json}
 */
public record GroupEvent(
    GroupId group,
    long seq,
    Instant at,
    @Nullable AccountId actor,
    String kind,
    Map<String, String> payload,
    byte[] previous,
    byte[] hash) {
  /** What the first row follows. */
  static final int HASH_BYTES = 32;

  /** A row that follows {@code previous}, with its hash. */
  static GroupEvent next(
      GroupId group,
      long seq,
      Instant at,
      @Nullable AccountId actor,
      String kind,
      Map<String, String> payload,
      byte[] previous) {
    GroupEvent bare = new GroupEvent(group, seq, at, actor, kind, payload, previous, previous);
    return new GroupEvent(group, seq, at, actor, kind, payload, previous, bare.expectedHash());
  }

  /** The row without its hashes as RFC 8785 writes it. */
  String json() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("group", group.toString());
    row.put("seq", seq);
    row.put("at", at.toString());
    row.put("actor", actor == null ? "" : actor.toString());
    row.put("kind", kind);
    row.put("payload", payload);
    return CanonicalJson.of(row);
  }

  /** What the hash of this row must be. */
  byte[] expectedHash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(previous);
      return digest.digest(json().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
