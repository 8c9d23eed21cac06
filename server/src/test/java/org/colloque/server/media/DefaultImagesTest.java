package org.colloque.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefaultImagesTest {
  @Test
  void sameAccountSamePicture() {
    assertThat(DefaultImages.avatar("alice").bytes())
        .isEqualTo(DefaultImages.avatar("alice").bytes())
        .isNotEqualTo(DefaultImages.avatar("bob").bytes());
    assertThat(DefaultImages.header("alice").bytes())
        .isNotEqualTo(DefaultImages.header("bob").bytes());
  }

  @Test
  void sizesAndFormatAreWhatAppsExpect() {
    Picture avatar = DefaultImages.avatar("alice");
    assertThat(avatar.size()).isEqualTo(ImageProcessor.AVATAR);
    assertThat(avatar.contentType()).isEqualTo("image/png");
    assertThat(Samples.decode(avatar.bytes()).getWidth()).isEqualTo(400);
    Picture header = DefaultImages.header("");
    assertThat(header.size()).isEqualTo(ImageProcessor.HEADER);
    assertThat(Samples.decode(header.bytes()).getHeight()).isEqualTo(500);
  }
}
