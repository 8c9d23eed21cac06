package org.colloque.server.text;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something found in a text that is more than words. Offsets are UTF-16 indices into the text, end
 * exclusive.
 */
public sealed interface TextToken {
  int start();

  int end();

  /** {@code @user} or {@code @user@domain}, spelled as typed. */
  record Mention(String username, @Nullable String writtenDomain, int start, int end)
      implements TextToken {
    /** The domain in lower case, empty for {@code @user}. */
    public Optional<String> domain() {
      return Optional.ofNullable(writtenDomain).map(written -> written.toLowerCase(Locale.ROOT));
    }
  }

  /** {@code #name}, without the sign, spelled as typed. */
  record Hashtag(String name, int start, int end) implements TextToken {
    /** The name under which the tag is stored and found: {@link HashtagName#normalize}. */
    public String normalized() {
      return HashtagName.normalize(name);
    }
  }

  /** An http or https address, spelled as typed. */
  record Link(String url, int start, int end) implements TextToken {}

  /** {@code :code:}, the name of a custom emoji, without the colons. It stays in the text. */
  record Shortcode(String code, int start, int end) implements TextToken {}
}
