package org.colloque.server.remote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.colloque.federation.vocabulary.Attachment;
import org.colloque.federation.vocabulary.Note;
import org.colloque.federation.vocabulary.Tag;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.kit.Secrets;
import org.colloque.server.statuses.Audience;
import org.colloque.server.statuses.EditStatus;
import org.colloque.server.statuses.NewStatus;
import org.colloque.server.statuses.StatusId;
import org.colloque.server.text.HashtagName;
import org.colloque.server.text.Languages;
import org.jspecify.annotations.Nullable;

/** The one translation from notes to statuses. Knows neither network nor database. */
final class IncomingNote {
  /** Attachments that are kept. */
  static final int MAX_ATTACHMENTS = 16;

  /** Hashtags that are kept. */
  static final int MAX_TAGS = 50;

  /** People addressed that are kept. */
  static final int MAX_MENTIONS = 200;

  private final Note note;

  /** Everybody addressed or named whom we know, by ActivityPub id. */
  private final Map<String, KnownActor> people;

  IncomingNote(Note note, Map<String, KnownActor> people) {
    this.note = note;
    this.people = people;
  }

  /**
   * @param parent what it answers, if we hold it
   */
  NewStatus status(KnownActor actor, @Nullable StatusId parent, Instant now) {
    AccountId author = actor.id();
    Instant published = note.published();
    Instant created = published == null || published.isAfter(now) ? now : published;
    Instant updated = note.updated();
    String inReplyTo = note.thread().inReplyTo();
    return new NewStatus(
        author,
        false,
        note.id(),
        url(),
        new Audience.Fediverse(note.addressing()),
        "",
        NoteHtml.of(note),
        spoiler(),
        note.text().sensitive(),
        language(),
        parent,
        Addresses.fits(inReplyTo) ? inReplyTo : null,
        conversation(),
        List.of(),
        media(),
        mentions(author),
        tags(),
        Emojis.json(note.emojis()),
        created,
        updated != null && updated.isAfter(created) && !updated.isAfter(now) ? updated : null,
        null,
        TheirPolicy.of(note.details().policy(), actor));
  }

  /**
   * @param editedAt null for now
   */
  EditStatus.Revision revision(AccountId author, @Nullable Instant editedAt) {
    return new EditStatus.Revision(
        "",
        NoteHtml.of(note),
        spoiler(),
        note.text().sensitive(),
        language(),
        mentions(author),
        tags(),
        Emojis.json(note.emojis()),
        null,
        List.of(),
        media(),
        editedAt);
  }

  private String url() {
    String page = note.url();
    return page != null && Addresses.fits(page) ? page : note.id();
  }

  /** A content warning; the summary of an article is none. */
  private String spoiler() {
    String summary = note.text().summary();
    return summary == null || NoteHtml.isTitled(note) ? "" : summary;
  }

  private @Nullable String language() {
    String tag = note.text().language();
    return tag == null ? null : Languages.normalize(tag).orElse(null);
  }

  /** Kept whole when it can stand in an index, else by its hash: it is only compared. */
  private @Nullable String conversation() {
    String conversation = note.thread().conversation();
    String given = conversation == null ? note.thread().context() : conversation;
    return given == null || Addresses.fits(given)
        ? given
        : "sha256:" + java.util.HexFormat.of().formatHex(Secrets.hash(given));
  }

  /**
   * Who is addressed. Only who is named in a tag as well is told (federation.md, quirk 21); who is
   * named but not addressed may not read a private post by that.
   */
  private List<NewStatus.Mentioned> mentions(AccountId author) {
    Set<String> named = new HashSet<>();
    note.mentions().forEach(mention -> named.add(mention.href()));
    Map<AccountId, NewStatus.Mentioned> mentioned = new LinkedHashMap<>();
    for (String address : note.recipients().all()) {
      KnownActor person = people.get(address);
      if (person != null && !person.id().equals(author) && mentioned.size() < MAX_MENTIONS) {
        mentioned.putIfAbsent(
            person.id(), new NewStatus.Mentioned(person.id(), !named.contains(address)));
      }
    }
    return List.copyOf(mentioned.values());
  }

  private List<String> tags() {
    return note.hashtags().stream()
        .map(Tag.Hashtag::name)
        .filter(HashtagName::isValid)
        .distinct()
        .limit(MAX_TAGS)
        .toList();
  }

  private List<NewStatus.RemoteMedia> media() {
    List<NewStatus.RemoteMedia> media = new ArrayList<>();
    for (Attachment one : note.attachments()) {
      if (media.size() < MAX_ATTACHMENTS) {
        Attachment.FocalPoint focus = one.focalPoint();
        media.add(
            new NewStatus.RemoteMedia(
                kind(one.mediaType()),
                one.url(),
                null,
                one.mediaType(),
                one.name() == null ? "" : one.name(),
                one.blurhash(),
                one.width(),
                one.height(),
                focus == null ? null : focus.x(),
                focus == null ? null : focus.y()));
      }
    }
    return media;
  }

  private static String kind(@Nullable String mediaType) {
    String type = mediaType == null ? "" : mediaType.toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      return "image";
    }
    if (type.startsWith("video/")) {
      return "video";
    }
    return type.startsWith("audio/") ? "audio" : "unknown";
  }
}
