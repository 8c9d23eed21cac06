package org.colloque.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentUserTest {
  @Test
  void isTheEffectiveOne() {
    List<String> status =
        List.of("Name:\tjava", "Uid:\t1000\t1234\t1000\t1000", "Gid:\t0\t0\t0\t0");
    assertThat(Runner.effectiveUser(status)).isEqualTo(1234);
    assertThatThrownBy(() -> Runner.effectiveUser(List.of("Name:\tjava")))
        .isInstanceOf(EmbeddedDatabaseException.class);
  }
}
