package org.colloque.server.statuses;

import static org.colloque.migrations.Tables.GROUP_MEMBERS;
import static org.colloque.migrations.Tables.GUESTS;
import static org.colloque.migrations.Tables.STATUSES;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.board.GroupPosts;
import org.colloque.server.board.KeepBoard;
import org.colloque.server.board.Place;
import org.colloque.server.board.Written;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.emojis.CustomEmojis;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaId;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.quotes.QuoteStatus;
import org.colloque.server.quotes.QuoteStatus.Quotable;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** A member posts: checks, stores, and tells other servers, in one transaction. */
public final class PostStatus {
  /** How long the same idempotency key means the same status. */
  public static final Duration IDEMPOTENCY = Duration.ofHours(1);

  /** Longest idempotency key that is kept. */
  public static final int MAX_KEY_CHARACTERS = 256;

  private final Kit kit;
  private final IdempotencyKeys keys;
  private final StoreStatus store;
  private final Outbox outbox;
  private final Mentions mentions;
  private final GroupPosts groups;
  private final KeepBoard board;
  private final QuoteStatus quotes;

  public PostStatus(
      Kit kit,
      StoreStatus store,
      Outbox outbox,
      Resolver resolver,
      KeepBoard board,
      QuoteStatus quotes) {
    this.kit = kit;
    this.keys = new IdempotencyKeys(kit);
    this.store = store;
    this.outbox = outbox;
    this.mentions = new Mentions(kit, resolver);
    this.groups = new GroupPosts(mentions);
    this.board = board;
    this.quotes = quotes;
  }

  /** What surrounds a draft. */
  public record Context(
      AccountId author, @Nullable Long application, Optional<String> idempotencyKey) {
    public static Context of(AccountId author) {
      return new Context(author, null, Optional.empty());
    }
  }

  /**
   * Posts {@code draft}; with an idempotency key that was used within the hour, answers the status
   * of then. What answers a post of a group, or begins with the handle of one, goes into the group
   * and nowhere else, whatever visibility was asked for.
   *
   * @throws ProblemException 404 when the status replied to cannot be read by the author, 422 when
   *     an attachment is not theirs
   */
  public StatusId post(Context context, Draft draft) {
    return post(context, draft, _ -> {});
  }

  /**
   * As {@link #post(Context, Draft)}, for what was written earlier: it goes where it was meant to
   * go then, or nowhere.
   *
   * @param group as {@link #destination} said then
   * @throws ProblemException 404 also when it would go elsewhere now
   */
  public StatusId postInto(Context context, Draft draft, @Nullable Long group) {
    return post(
        context,
        draft,
        place -> {
          if (!Objects.equals(group, place == null ? null : place.group())) {
            throw ProblemException.notFound();
          }
        });
  }

  private StatusId post(Context context, Draft draft, Consumer<@Nullable Place> check) {
    AccountId author = context.author();
    // nobody elsewhere is asked for the names in a post of a group
    if (mentions.leadAbroad(draft.text())
        && !kit.db().<Boolean>as(Viewer.of(author), tx -> isForGroup(tx, author, draft))) {
      draft.checkForFediverse();
      mentions.discover(draft.text());
    }
    return kit.db()
        .as(
            Viewer.of(author),
            tx ->
                keys.once(
                    tx,
                    context,
                    () -> {
                      Parent parent = parent(tx, author, draft.inReplyTo());
                      Place place = place(tx, author, draft, parent);
                      check.accept(place);
                      return post(tx, context, draft, parent, place);
                    }));
  }

  /**
   * Posts the first post of a topic.
   *
   * @throws ProblemException 404 when the author is not in the group
   */
  public StatusId begin(Context context, Draft draft, long group, Place.Beginning beginning) {
    return kit.db()
        .as(
            Viewer.of(context.author()),
            tx ->
                keys.once(
                    tx,
                    context,
                    () ->
                        post(
                            tx,
                            context,
                            draft,
                            null,
                            groups.begin(tx, context.author(), group, beginning))));
  }

  /**
   * The group into which {@code draft} goes; null for the fediverse.
   *
   * @throws ProblemException 404 when the author cannot read the status replied to or may not write
   *     there, 422 when the draft is too long for where it goes
   */
  public @Nullable Long destination(Tx tx, AccountId author, Draft draft) {
    Place place = place(tx, author, draft, parent(tx, author, draft.inReplyTo()));
    if (place == null) {
      draft.checkForFediverse();
      return null;
    }
    return place.group();
  }

  private boolean isForGroup(Tx tx, AccountId author, Draft draft) {
    Parent parent = parent(tx, author, draft.inReplyTo());
    return parent != null && parent.group() != null
        || groups.named(tx.sql(), author, draft.text().text()).isPresent();
  }

  /** The place in a group where the draft belongs; null for the fediverse. */
  private @Nullable Place place(Tx tx, AccountId author, Draft draft, @Nullable Parent parent) {
    if (parent != null && parent.group() != null) {
      return groups.reply(tx, author, parent.group(), parent.id());
    }
    String text = draft.text().text();
    Long named = groups.named(tx.sql(), author, text).orElse(null);
    if (named != null && parent != null) {
      throw ProblemException.invalid(
          "A post that begins with the handle of a group cannot answer a post outside of it");
    }
    return named == null ? null : groups.begin(tx, author, named, text);
  }

  private StatusId post(
      Tx tx, Context context, Draft draft, @Nullable Parent parent, @Nullable Place place) {
    if (place == null) {
      draft.checkForFediverse();
    } else {
      draft.checkForGroup();
    }
    Quotable quoted = quotes.find(tx, context.author(), draft.quoted());
    Defaults defaults = defaults(tx, context.author(), place);
    Audience audience =
        place == null
            ? Audience.of(visibility(draft, defaults, quoted))
            : new Audience.Group(place.group());
    Written written =
        place == null
            ? written(tx, draft, quoted)
            : withAnswered(tx, place, parent, groups.write(tx.sql(), place, draft.text().text()));
    if (quoted != null && audience.visibility() == Visibility.DIRECT) {
      quoted.checkNamed(context.author(), written.mentioned());
    }
    String emojis = CustomEmojis.in(tx.sql(), draft.words());
    StatusId id =
        store
            .store(tx, status(context, draft, audience, defaults, parent, written, emojis))
            .orElseThrow(() -> new IllegalStateException("a new status cannot be known"));
    if (draft.poll() != null) {
      PollQueries.ask(tx.sql(), id, draft.poll(), kit.now());
    }
    if (quoted != null) {
      quotes.quote(tx, id, context.author(), quoted);
    }
    if (place == null) {
      outbox.created(tx, id);
      if (quoted != null) {
        quotes.ask(tx, id);
      }
    } else {
      board.posted(tx, place, id, written);
    }
    return id;
  }

  /** What quotes a post for followers is for nobody else (semantics.md, section 7). */
  private static Visibility visibility(Draft draft, Defaults defaults, @Nullable Quotable quoted) {
    Visibility asked = draft.visibility();
    Visibility chosen = asked == null ? defaults.visibility() : asked;
    return quoted != null && quoted.forFollowers() && chosen.compareTo(Visibility.PRIVATE) < 0
        ? Visibility.PRIVATE
        : chosen;
  }

  private Written written(Tx tx, Draft draft, @Nullable Quotable quoted) {
    Mentions.Found found = mentions.find(tx.sql(), draft.text());
    String html = draft.text().format(found.links(), kit.urls()::tag);
    return new Written(
        draft.text().text(),
        quoted == null ? html : QuoteHtml.before(quoted.link(), html),
        found.accounts());
  }

  /** In a group whoever is answered is told of it, as long as they are a member. */
  private static Written withAnswered(
      Tx tx, Place place, @Nullable Parent parent, Written written) {
    if (parent == null
        || !tx.sql()
            .fetchExists(
                GROUP_MEMBERS,
                GROUP_MEMBERS.GROUP_ID.eq(place.group()),
                GROUP_MEMBERS.ACCOUNT_ID.eq(parent.author()))) {
      return written;
    }
    List<AccountId> told =
        Stream.concat(Stream.of(new AccountId(parent.author())), written.mentioned().stream())
            .distinct()
            .toList();
    return new Written(written.text(), written.html(), told);
  }

  private NewStatus status(
      Context context,
      Draft draft,
      Audience audience,
      Defaults defaults,
      @Nullable Parent parent,
      Written written,
      String emojis) {
    List<MediaId> media = draft.media();
    return new NewStatus(
        context.author(),
        true,
        null,
        null,
        audience,
        written.text(),
        written.html(),
        draft.spoilerText(),
        draft.sensitive() || defaults.sensitive() && !media.isEmpty(),
        draft.language() == null ? defaults.language() : draft.language(),
        parent == null ? null : new StatusId(parent.id()),
        parent == null ? null : parent.uri(),
        null,
        media,
        List.of(),
        written.mentioned().stream()
            .filter(account -> !account.equals(context.author()))
            .map(account -> new NewStatus.Mentioned(account, false))
            .toList(),
        // a hashtag of a group would be found outside of it
        audience instanceof Audience.Group ? List.of() : draft.text().tagNames(),
        emojis,
        kit.now(),
        null,
        context.application(),
        (draft.quotePolicy() == null ? defaults.quotes() : draft.quotePolicy()).on(audience));
  }

  /** The status replied to, as far as the author may read it. */
  private record Parent(long id, @Nullable String uri, long author, @Nullable Long group) {}

  private record Defaults(
      Visibility visibility, boolean sensitive, @Nullable String language, QuotePolicy quotes) {}

  private static @Nullable Parent parent(Tx tx, AccountId author, @Nullable StatusId id) {
    if (id == null) {
      return null;
    }
    var status = STATUSES.as("s");
    Record row =
        tx.sql()
            .select(status.ID, status.URI, status.ACCOUNT_ID, status.GROUP_ID, status.REBLOG_OF_ID)
            .select(status.INTERACTIONS)
            .from(status)
            .where(status.ID.eq(id.value()))
            .and(Visible.to(Viewer.of(author), status))
            .fetchOne();
    if (row == null) {
      throw ProblemException.of(
          404, "The post you are trying to reply to does not appear to exist.");
    }
    Long reblogged = row.get(status.REBLOG_OF_ID);
    if (reblogged != null) {
      return parent(tx, author, new StatusId(reblogged));
    }
    long answered = row.get(status.ACCOUNT_ID);
    MayInteract.reply(tx.sql(), row.get(status.INTERACTIONS), answered, author, row.get(status.ID));
    return new Parent(row.get(status.ID), row.get(status.URI), answered, row.get(status.GROUP_ID));
  }

  /**
   * @throws ProblemException 404 for a guest of another instance outside of a group: what they say
   *     to everybody, they say at home
   */
  private static Defaults defaults(Tx tx, AccountId author, @Nullable Place place) {
    Optional<Defaults> member = defaults(tx, author);
    if (member.isEmpty()
        && place == null
        && tx.sql().fetchExists(GUESTS, GUESTS.ACCOUNT_ID.eq(author.value()))) {
      throw ProblemException.notFound();
    }
    return member.orElse(new Defaults(Visibility.PUBLIC, false, null, QuotePolicy.NOBODY));
  }

  private static Optional<Defaults> defaults(Tx tx, AccountId author) {
    return tx.sql()
        .select(
            USERS.DEFAULT_PRIVACY,
            USERS.DEFAULT_SENSITIVE,
            USERS.DEFAULT_LANGUAGE,
            USERS.LOCALE,
            USERS.DEFAULT_QUOTE_POLICY)
        .from(USERS)
        .where(USERS.ACCOUNT_ID.eq(author.value()))
        .fetchOptional(row ->
            new Defaults(
                Visibility.parse(row.value1()).orElse(Visibility.PUBLIC),
                row.value2(),
                Stream.of(row.value3(), row.value4())
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .orElse(null),
                QuotePolicy.parse(row.value5()).orElse(QuotePolicy.PUBLIC)));
  }
}
