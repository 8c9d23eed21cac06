package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.USERS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.pages.view.ComposerView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.MediaView;
import org.colloque.server.pages.view.StatusView;
import org.colloque.server.text.StatusLength;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Fills the form that writes a status: with the member's defaults, or for a reply. */
public final class Composers {
  private final Kit kit;
  private final MediaEntities media;

  public Composers(Kit kit, MediaEntities media) {
    this.kit = kit;
    this.media = media;
  }

  /** A form with a text to begin with. */
  ComposerView fresh(DSLContext sql, Caller.Member member, String text) {
    return view(defaults(sql, member).with("status", text), null, null, List.of());
  }

  /** An empty form. */
  public ComposerView fresh(DSLContext sql, Caller.Member member) {
    return view(defaults(sql, member), null, null, List.of());
  }

  /**
   * A form that answers {@code parent}: names those who take part, and is not wider than what it
   * answers.
   */
  public ComposerView reply(DSLContext sql, Caller.Member member, RawJson parent) {
    JsonNode entity = Json.read(parent.bytes());
    StatusView answered = StatusViews.of(sql, List.of(parent)).getFirst();
    Form form = defaults(sql, member);
    Visibility own = Visibility.parse(form.value("visibility")).orElse(Visibility.PUBLIC);
    Visibility theirs =
        Visibility.parse(entity.path("visibility").asText()).orElse(Visibility.DIRECT);
    Visibility narrower = own.compareTo(theirs) >= 0 ? own : theirs;
    String names = names(entity, member);
    return view(
        form.with("visibility", narrower.wire())
            .with("status", names)
            .with("spoiler_text", answered.spoiler()),
        answered,
        null,
        List.of());
  }

  /** A form that quotes {@code quoted}, which is not for more people than that is. */
  ComposerView quote(DSLContext sql, Caller.Member member, RawJson quoted) {
    Form form = defaults(sql, member);
    StatusView shown = StatusViews.of(sql, List.of(quoted)).getFirst();
    boolean open = shown.rebloggable();
    Visibility own = Visibility.parse(form.value("visibility")).orElse(Visibility.PUBLIC);
    return view(
        open || own.compareTo(Visibility.PRIVATE) >= 0
            ? form
            : form.with("visibility", Visibility.PRIVATE.wire()),
        null,
        shown,
        List.of());
  }

  /** The form as it was sent, with what is wrong and the pictures that are stored already. */
  ComposerView again(
      DSLContext sql,
      AccountId author,
      Form form,
      @Nullable RawJson parent,
      @Nullable RawJson quoted,
      List<Long> pictures) {
    return view(
        form,
        parent == null ? null : StatusViews.of(sql, List.of(parent)).getFirst(),
        quoted == null ? null : StatusViews.of(sql, List.of(quoted)).getFirst(),
        attached(sql, author, pictures));
  }

  private ComposerView view(
      Form form,
      @Nullable StatusView parent,
      @Nullable StatusView quoted,
      List<MediaView> attached) {
    return new ComposerView(
        form,
        parent,
        quoted,
        attached,
        StatusLength.MAX,
        AttachMedia.MAX_ATTACHMENTS,
        kit.secrets().newToken());
  }

  private static Form defaults(DSLContext sql, Caller.Member member) {
    return sql.select(
            USERS.DEFAULT_PRIVACY, USERS.DEFAULT_LANGUAGE, USERS.LOCALE, USERS.DEFAULT_QUOTE_POLICY)
        .from(USERS)
        .where(USERS.ID.eq(member.user().value()))
        .fetchOptional(row ->
            Form.EMPTY
                .with("visibility", row.value1())
                .with("quote_approval_policy", row.value4())
                .with("language", row.value2() == null ? row.value3() : row.value2()))
        .orElse(Form.EMPTY);
  }

  /** Who is answered, and who was named there, but not the member. */
  private static String names(JsonNode entity, Caller.Member member) {
    Set<String> names = new LinkedHashSet<>();
    names.add(entity.path("account").path("acct").asText());
    entity.path("mentions").forEach(mention -> names.add(mention.path("acct").asText()));
    names.remove(member.username());
    StringBuilder text = new StringBuilder();
    names.forEach(name -> text.append('@').append(name).append(' '));
    return text.toString();
  }

  private List<MediaView> attached(DSLContext sql, AccountId author, Collection<Long> ids) {
    var entities = Json.MAPPER.createArrayNode();
    sql.selectFrom(MEDIA_ATTACHMENTS)
        .where(MEDIA_ATTACHMENTS.ID.in(ids))
        .and(MEDIA_ATTACHMENTS.ACCOUNT_ID.eq(author.value()))
        .and(MEDIA_ATTACHMENTS.STATUS_ID.isNull())
        .orderBy(MEDIA_ATTACHMENTS.ID)
        .forEach(row -> entities.add(media.entity(row)));
    return StatusViews.media(entities);
  }
}
