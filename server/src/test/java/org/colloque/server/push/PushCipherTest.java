package org.colloque.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import org.colloque.server.kit.P256;
import org.junit.jupiter.api.Test;

/** The example of RFC 8291, and keys that are none. */
class PushCipherTest {
  @Test
  void theExampleOfTheStandardComesOut() throws Exception {
    byte[] point =
        Device.bytes(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
    byte[] auth = Device.bytes("BTBZMqHH6r4Tts7J_aSIgg");
    ECPublicKey open =
        P256.key(
                Device.bytes(
                    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"))
            .orElseThrow();
    BigInteger secret =
        new BigInteger(1, Device.bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
    KeyPair own =
        new KeyPair(
            open,
            KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(secret, open.getParams())));
    PushCipher.Sealed sealed =
        PushCipher.standard(
            "When I grow up, I want to be a watermelon".getBytes(UTF_8),
            new PushCipher.Device(P256.key(point).orElseThrow(), point, auth),
            own,
            Device.bytes("DGv6ra1nlYgDCS1FRnbzlw"));
    assertThat(PushCipher.url(sealed.body()))
        .isEqualTo(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY"
                + "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNW"
                + "QexSgSxsj_Qulcy4a-fN");
  }

  @Test
  void onlyPointsOnTheCurveAreKeys() {
    byte[] point = P256.point((ECPublicKey) P256.newKeys().getPublic());
    assertThat(P256.key(point)).isPresent();
    point[64] ^= 1;
    assertThat(P256.key(point)).isEmpty();
    assertThat(P256.key(new byte[65])).isEmpty();
    assertThat(P256.key(new byte[10])).isEmpty();
  }
}
