package org.colloque.server.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** What this machine could do at most: beside it the other figures are to be read. */
final class Limits {
  private static final long NANOS = 2_000_000_000L;
  private static final byte[] MESSAGE = new byte[300];

  private Limits() {}

  static void all(Stage stage, StringBuilder table) throws GeneralSecurityException, SQLException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    for (Provider provider : new Provider[] {corretto().orElse(null), null}) {
      String name = provider == null ? "JDK" : provider.getName();
      Signature signing = signature(provider);
      signing.initSign(pair.getPrivate());
      row(table, "limit: RSA-2048 signing, " + name, () -> sign(signing));
      byte[] signed = sign(signing);
      Signature verifying = signature(provider);
      verifying.initVerify(pair.getPublic());
      row(table, "limit: RSA-2048 verifying, " + name, () -> verify(verifying, signed));
    }
    stage.execute(
        "CREATE UNLOGGED TABLE IF NOT EXISTS bench_none (id int)",
        "CREATE TABLE bench_rows (id bigserial PRIMARY KEY, a bigint, b bigint, c text, d timestamptz)",
        "CREATE INDEX ON bench_rows (a)",
        "CREATE INDEX ON bench_rows (b)");
    try (Connection connection = stage.connect()) {
      insert(table, connection, 1);
      insert(table, connection, 100);
    }
    stage.execute("DROP TABLE bench_rows");
  }

  private static void insert(StringBuilder table, Connection connection, int rows)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO bench_rows (a, b, c, d) SELECT n, n * 7919 % 100000, 'some text', now()"
                + " FROM generate_series(1, "
                + rows
                + ") n")) {
      row(
          table,
          "limit: rows inserted, " + rows + " in a commit, three indexes",
          () -> {
            try {
              return new byte[statement.executeUpdate() == rows ? rows : 0];
            } catch (SQLException failure) {
              throw new IllegalStateException(failure);
            }
          });
    }
  }

  private interface Step {
    byte[] run();
  }

  private static void row(StringBuilder table, String name, Step step) {
    boolean rows = name.contains("rows");
    for (long end = System.nanoTime() + NANOS / 2; System.nanoTime() < end; ) {
      step.run();
    }
    long count = 0;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < NANOS) {
      count += rows ? step.run().length : Math.min(1, step.run().length);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f | %.1f | | |%n",
            name,
            count / seconds,
            seconds * 1e6 / count));
  }

  private static byte[] sign(Signature signature) {
    try {
      signature.update(MESSAGE);
      return signature.sign();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static byte[] verify(Signature signature, byte[] signed) {
    try {
      signature.update(MESSAGE);
      return new byte[signature.verify(signed) ? 1 : 0];
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Signature signature(@org.jspecify.annotations.Nullable Provider provider)
      throws GeneralSecurityException {
    return provider == null
        ? Signature.getInstance("SHA256withRSA")
        : Signature.getInstance("SHA256withRSA", provider);
  }

  private static Optional<Provider> corretto() {
    try {
      Object instance =
          Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider")
              .getField("INSTANCE")
              .get(null);
      return instance instanceof Provider provider ? Optional.of(provider) : Optional.empty();
    } catch (ReflectiveOperationException | LinkageError absent) {
      return Optional.empty();
    }
  }
}
