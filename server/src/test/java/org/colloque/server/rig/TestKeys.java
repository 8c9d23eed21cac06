package org.colloque.server.rig;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.server.kit.Cryptography;
import org.colloque.server.kit.Cryptography.Argon2Cost;

/** Key pairs by turns: making one takes longer than most tests. */
final class TestKeys {
  private static final int PAIRS = 4;

  private static final List<PemKeyPair> KEYS =
      Stream.generate(PemKeyPair::generate).limit(PAIRS).toList();

  private static final AtomicInteger GIVEN = new AtomicInteger();

  /** The least that Argon2 allows. */
  static final Cryptography QUICK = new Cryptography(TestKeys::next, new Argon2Cost(8, 1));

  private TestKeys() {}

  /** Different ones for the next few who ask. */
  static PemKeyPair next() {
    return KEYS.get(GIVEN.getAndIncrement() % PAIRS);
  }

  static PemKeyPair otherThan(PemKeyPair one) {
    return KEYS.get((KEYS.indexOf(one) + 1) % PAIRS);
  }
}
