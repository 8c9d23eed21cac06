package org.colloque.server.pages.view;

import java.time.Instant;
import java.util.List;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/**
 * Someone's page.
 *
 * @param relation null for a visitor
 * @param activity the actor, null when it is not ours
 * @param tags hashtags that they show, without their sign
 * @param movedTo where they live now, null when they have not moved
 * @param remoteUrl the page on their own server, null for a member of this instance
 */
public record ProfileView(
    AccountView account,
    SafeHtml note,
    String headerUrl,
    List<ProfileField> fields,
    List<String> tags,
    long posts,
    long following,
    long followers,
    Instant joinedAt,
    boolean locked,
    @Nullable RelationView relation,
    @Nullable String remoteUrl,
    @Nullable AccountView movedTo,
    List<StatusView> pinned,
    List<StatusView> statuses,
    PagerView pager,
    String canonical,
    @Nullable String activity,
    String summary,
    boolean indexed)
    implements Screen {
  @Override
  public String template() {
    return "profile.jte";
  }

  @Override
  public Head head(Messages messages) {
    return new Head(
        messages.get("profile.title", account.displayName(), account.handle()),
        summary,
        canonical,
        account.avatarUrl(),
        activity,
        indexed,
        remoteUrl == null ? account.path() + Paths.FEED : null);
  }
}
