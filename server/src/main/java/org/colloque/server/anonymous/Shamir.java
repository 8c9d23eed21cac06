package org.colloque.server.anonymous;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Shares a secret among several so that any {@code threshold} of them have it, and fewer nothing
 * (A. Shamir, "How to share a secret", 1979), byte by byte over the field of AES.
 */
final class Shamir {
  /** Shares are numbered by one byte from 1. */
  static final int MOST = 255;

  private static final int FIELD = 0x11b;

  private Shamir() {}

  /**
   * A share.
   *
   * @param number from 1
   */
  record Share(int number, byte[] bytes) {}

  static List<Share> split(byte[] secret, int threshold, int count, SecureRandom random) {
    if (threshold < 1 || threshold > count || count > MOST) {
      throw new IllegalArgumentException(threshold + " of " + count);
    }
    byte[][] coefficients = new byte[threshold][secret.length];
    coefficients[0] = secret;
    for (int i = 1; i < threshold; i++) {
      random.nextBytes(coefficients[i]);
    }
    Share[] shares = new Share[count];
    for (int number = 1; number <= count; number++) {
      byte[] bytes = new byte[secret.length];
      for (int at = 0; at < bytes.length; at++) {
        int value = 0;
        for (int i = threshold - 1; i >= 0; i--) {
          value = multiply(value, number) ^ (coefficients[i][at] & 0xff);
        }
        bytes[at] = (byte) value;
      }
      shares[number - 1] = new Share(number, bytes);
    }
    return Arrays.asList(shares);
  }

  /** The secret, if these are enough shares of it; else some other bytes. */
  static byte[] join(List<Share> shares) {
    byte[] secret = new byte[shares.getFirst().bytes().length];
    for (Share share : shares) {
      int weight = 1;
      for (Share other : shares) {
        if (other.number() != share.number()) {
          weight =
              multiply(weight, multiply(other.number(), inverse(other.number() ^ share.number())));
        }
      }
      for (int at = 0; at < secret.length; at++) {
        secret[at] ^= (byte) multiply(share.bytes()[at] & 0xff, weight);
      }
    }
    return secret;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int left = a;
    for (int right = b; right != 0; right >>= 1) {
      // without branches on the secret
      product ^= -(right & 1) & left;
      left = (left << 1) ^ (-(left >> 7) & FIELD);
    }
    return product & 0xff;
  }

  /** By Fermat: a to the power of 254. */
  private static int inverse(int a) {
    int power = 1;
    for (int i = 0; i < 254; i++) {
      power = multiply(power, a);
    }
    return power;
  }
}
