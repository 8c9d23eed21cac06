package org.colloque.federation.json;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Bytes as base58btc, as Multibase marks it by a {@code z} (W3C Controlled Identifiers, 2.4). */
public final class Base58 {
  /** Longer texts are refused unread: the work grows with the square of the length. */
  public static final int MAX_LENGTH = 200;

  private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

  private Base58() {}

  /** The bytes; empty when this is not multibase of base58btc, or too long. */
  public static Optional<byte[]> ofMultibase(String multibase) {
    if (!multibase.startsWith("z") || multibase.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    BigInteger number = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 1; i < multibase.length(); i++) {
      int digit = DIGITS.indexOf(multibase.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      zeros += digit == 0 && number.signum() == 0 ? 1 : 0;
      number = number.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    byte[] signed = number.signum() == 0 ? new byte[0] : number.toByteArray();
    // a number may carry a byte for its sign
    int from = signed.length > 0 && signed[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[zeros + signed.length - from];
    System.arraycopy(signed, from, bytes, zeros, signed.length - from);
    return Optional.of(bytes);
  }

  /** The multibase text of these bytes. */
  public static String multibase(byte[] bytes) {
    StringBuilder digits = new StringBuilder();
    BigInteger number = new BigInteger(1, bytes);
    while (number.signum() > 0) {
      BigInteger[] parts = number.divideAndRemainder(BASE);
      digits.append(DIGITS.charAt(parts[1].intValue()));
      number = parts[0];
    }
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    char[] leading = new char[zeros];
    Arrays.fill(leading, DIGITS.charAt(0));
    return "z" + new String(leading) + digits.reverse();
  }
}
