package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Settings: moving. Two forms: {@code target} with {@code current_password}; {@code alias}.
 *
 * @param aliases ActivityPub ids of accounts that may move here
 * @param movedTo the handle of the new account, null when the account has not moved
 * @param restsUntil until when the account cannot move again, null when it can
 */
public record MoveView(
    List<String> aliases,
    @Nullable String movedTo,
    @Nullable Instant restsUntil,
    Form moveForm,
    Form aliasForm)
    implements Screen {
  public MoveView {
    aliases = List.copyOf(aliases);
  }

  @Override
  public String template() {
    return "settings/move.jte";
  }

  @Override
  public Head head(Messages messages) {
    return Head.titled(messages.get("settings.move"));
  }
}
