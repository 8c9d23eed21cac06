package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Access;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Limits;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.RawJson;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.http.Upload;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaApi;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.ComposeView;
import org.colloque.server.pages.view.ComposerView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.quotes.QuoteStatus;
import org.colloque.server.text.StatusLength;
import org.colloque.server.text.StatusText;
import org.jspecify.annotations.Nullable;

/** The composer: shows it, and posts what it sends. */
public final class ComposePages {
  /** What the fields of the form may take beside the pictures. */
  private static final long FORM_BYTES = 128 * 1024;

  private static final int SERVER_BUSY = 503;
  private static final List<String> FIELDS =
      List.of(
          "status",
          "spoiler_text",
          "visibility",
          "language",
          "return_to",
          "quote_approval_policy",
          "quoted_status_id");

  /** Longest text that is filled in from an address, in characters. */
  private static final int MAX_WANTED = 2_000;

  private final Kit kit;
  private final PageReplies replies;
  private final PostStatus post;
  private final QuoteStatus quotes;
  private final MediaApi media;
  private final StatusEntities statuses;
  private final Composers composers;

  public ComposePages(
      Kit kit,
      PageReplies replies,
      StatusVerbs verbs,
      MediaApi media,
      StatusEntities statuses,
      Composers composers) {
    this.kit = kit;
    this.replies = replies;
    this.post = verbs.post();
    this.quotes = verbs.quotes();
    this.media = media;
    this.statuses = statuses;
    this.composers = composers;
  }

  public List<Route> routes() {
    long pictures = AttachMedia.MAX_ATTACHMENTS * kit.config().media().maxUploadBytes();
    return List.of(
        Route.get(Paths.COMPOSE, Access.signedIn(), this::show),
        // where a refused form leaves the browser
        Route.get(Paths.STATUSES, Access.signedIn(), _ -> Reply.redirect(Paths.COMPOSE)),
        Route.post(Paths.STATUSES, Access.signedIn(), this::send)
            .limited(Limits.uploads(pictures + FORM_BYTES)));
  }

  private Reply show(Request request) {
    Caller.Member member = request.caller().required();
    Optional<String> replyTo = request.parameters().text("reply_to");
    Optional<String> quoted = request.parameters().text("quote");
    ComposerView composer =
        kit.db()
            .as(
                Viewer.of(member.account()),
                tx -> {
                  if (quoted.isPresent()) {
                    return composers.quote(tx.sql(), member, quoted(tx, member, quoted.get()));
                  }
                  return replyTo.isPresent()
                      ? composers.reply(tx.sql(), member, parent(tx, member, replyTo.get()))
                      : composers.fresh(tx.sql(), member, wanted(request));
                });
    if (composer.replyTo() != null && composer.replyTo().ofGroup()) {
      // a group is answered in the group
      return Reply.redirect(composer.replyTo().path());
    }
    return replies.ok(request, new ComposeView(composer));
  }

  /** What another program wants to have said; its author looks at it before it is posted. */
  private static String wanted(Request request) {
    String text = request.parameters().text("text", "").strip();
    return text.length() > MAX_WANTED ? "" : text;
  }

  private RawJson parent(Tx tx, Caller.Member member, String text) {
    StatusId id = StatusId.parse(text).orElseThrow(ProblemException::notFound);
    Viewer viewer = Viewer.of(member.account());
    long original = ReadStatus.original(tx.sql(), viewer, id).getId();
    return statuses
        .one(tx.sql(), viewer, new StatusId(original))
        .orElseThrow(ProblemException::notFound);
  }

  /** What may be quoted by the member; refuses the rest. */
  private RawJson quoted(Tx tx, Caller.Member member, String text) {
    StatusId id = StatusId.parse(text).orElseThrow(ProblemException::notFound);
    quotes.find(tx, member.account(), id);
    return parent(tx, member, text);
  }

  private Reply send(Request request) {
    AccountId author = request.caller().required().account();
    Parameters parameters = request.parameters();
    Messages messages = replies.messages(request);
    List<Long> pictures = new ArrayList<>(parameters.ids("media_ids"));
    Form form = check(request, pictures, messages);
    form = takePictures(request, author, form, pictures, messages);
    if (!form.valid()) {
      return again(request, form, pictures);
    }
    kit.db().doAs(Viewer.of(author), tx -> describe(tx, author, parameters, pictures));
    ObjectNode fields = parameters.tree().deepCopy();
    ComposedPoll.of(form).ifPresent(poll -> fields.set("poll", poll));
    ArrayNode ids = fields.putArray("media_ids");
    pictures.forEach(id -> ids.add(Long.toString(id)));
    Optional<String> key =
        parameters
            .text("idempotency")
            .filter(text -> !text.isEmpty() && text.length() <= PostStatus.MAX_KEY_CHARACTERS);
    StatusId posted =
        post.post(new PostStatus.Context(author, null, key), Draft.of(Parameters.of(fields)));
    return Reply.redirect(after(request, posted));
  }

  /** To what was written, in the page from which it was written. */
  private static String after(Request request, StatusId posted) {
    Parameters parameters = request.parameters();
    String back = Paths.back(parameters.text("return_to", ""), Paths.HOME);
    if (!back.startsWith(Paths.COMPOSE) && !back.startsWith(Paths.STATUSES)) {
      return back + "#s" + posted;
    }
    // nobody wants to see the empty composer again
    return parameters.text("in_reply_to_id", "").isBlank()
        ? Paths.HOME + "#s" + posted
        : "/@" + request.caller().required().username() + "/" + posted;
  }

  /** What can be said against the text before a picture is looked at. */
  private Form check(Request request, List<Long> pictures, Messages messages) {
    Parameters parameters = request.parameters();
    Form form = Form.EMPTY;
    for (String field : FIELDS) {
      form = form.with(field, parameters.text(field, ""));
    }
    form = ComposedPoll.read(form, parameters);
    int sent = pictures.size() + uploads(request).size();
    String text = form.value("status");
    String spoiler = form.value("spoiler_text");
    boolean quotes = !form.value("quoted_status_id").isBlank();
    if (text.isBlank() && spoiler.isBlank() && sent == 0 && !quotes) {
      form = form.error("status", messages.get("composer.error.blank"));
    }
    if (StatusLength.isTooLong(StatusText.parse(text), spoiler)) {
      form = form.error("status", messages.get("composer.error.long", StatusLength.MAX));
    }
    if (Visibility.parse(form.value("visibility")).isEmpty()) {
      form = form.error("visibility", messages.get("composer.error.visibility"));
    }
    if (sent > AttachMedia.MAX_ATTACHMENTS) {
      form =
          form.error("status", messages.get("composer.error.images", AttachMedia.MAX_ATTACHMENTS));
    }
    return ComposedPoll.check(form, sent, messages);
  }

  /** Stores each picture, also when the text is refused: nobody has to choose it twice. */
  private Form takePictures(
      Request request, AccountId author, Form form, List<Long> pictures, Messages messages) {
    Form checked = form;
    for (Upload upload : uploads(request)) {
      String description =
          request.parameters().text(upload.field().replace("image", "alt"), "").strip();
      if (pictures.size() >= AttachMedia.MAX_ATTACHMENTS) {
        return checked;
      }
      try {
        var details = new MediaApi.Details(cut(description), Optional.empty());
        pictures.add(media.add(author, upload, details).value());
      } catch (ProblemException refused) {
        if (refused.status() == SERVER_BUSY) {
          throw refused;
        }
        long megabytes = kit.config().media().maxUploadBytes() / (1024 * 1024);
        checked = checked.error(upload.field(), messages.get("composer.error.image", megabytes));
      }
    }
    return checked;
  }

  /** The files that were chosen; browsers send an empty one for each field left alone. */
  private static List<Upload> uploads(Request request) {
    List<Upload> chosen = new ArrayList<>();
    for (int i = 1; i <= AttachMedia.MAX_ATTACHMENTS; i++) {
      request.upload("image" + i).filter(upload -> !upload.isEmpty()).ifPresent(chosen::add);
    }
    return chosen;
  }

  /** Descriptions of pictures that were stored by an earlier try. */
  private static void describe(
      Tx tx, AccountId author, Parameters parameters, List<Long> pictures) {
    for (Long id : pictures) {
      Optional<String> description = parameters.text("alt-" + id);
      if (description.isPresent()) {
        tx.sql()
            .update(MEDIA_ATTACHMENTS)
            .set(MEDIA_ATTACHMENTS.DESCRIPTION, cut(description.get().strip()))
            .where(MEDIA_ATTACHMENTS.ID.eq(id))
            .and(MEDIA_ATTACHMENTS.ACCOUNT_ID.eq(author.value()))
            .and(MEDIA_ATTACHMENTS.STATUS_ID.isNull())
            .execute();
      }
    }
  }

  /** The form keeps within the limit; what comes past it is cut rather than refused. */
  private static String cut(String description) {
    int points = description.codePointCount(0, description.length());
    return points <= MediaApi.MAX_DESCRIPTION_CHARACTERS
        ? description
        : description.substring(
            0, description.offsetByCodePoints(0, MediaApi.MAX_DESCRIPTION_CHARACTERS));
  }

  private Reply again(Request request, Form form, List<Long> pictures) {
    Caller.Member member = request.caller().required();
    @Nullable String replyTo =
        request.parameters().text("in_reply_to_id").filter(id -> !id.isBlank()).orElse(null);
    String quoted = form.value("quoted_status_id");
    ComposerView composer =
        kit.db()
            .as(
                Viewer.of(member.account()),
                tx ->
                    composers.again(
                        tx.sql(),
                        member.account(),
                        form,
                        replyTo == null ? null : parent(tx, member, replyTo),
                        quoted.isBlank() ? null : quoted(tx, member, quoted),
                        pictures));
    return replies.refused(request, new ComposeView(composer));
  }
}
