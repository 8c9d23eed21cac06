package org.colloque.server.anonymous;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.database.Decimal;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.groups.GroupId;
import org.colloque.server.groups.GroupLog;
import org.colloque.server.groups.GroupViews;
import org.colloque.server.groups.MemberOf;
import org.colloque.server.http.Access;
import org.colloque.server.http.Json;
import org.colloque.server.http.Parameters;
import org.colloque.server.http.ProblemException;
import org.colloque.server.http.Reply;
import org.colloque.server.http.Request;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.AnonymousView;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.view.PagerView;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.pages.view.SafeHtml;
import org.colloque.server.pages.view.TrusteesView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the anonymous part of a board. What fails here is told to who asked and not logged.
 */
public final class AnonymousPages {
  private static final int QUESTIONS = 20;
  private static final String HERE = "/groups/:id/anonymous";

  private final Kit kit;
  private final PageReplies replies;
  private final AccountEntities accounts;
  private final PostAnonymously post;
  private final KeepAnonymous keep;

  public AnonymousPages(
      Kit kit, PageReplies replies, AccountEntities accounts, GroupLog log, Notifier notifier) {
    this.kit = kit;
    this.replies = replies;
    this.accounts = accounts;
    this.post = new PostAnonymously(kit);
    this.keep = new KeepAnonymous(kit, log, notifier);
  }

  public List<Route> routes() {
    Access in = Access.signedIn();
    return List.of(
        Route.get(HERE, in, this::show),
        Route.post(HERE, in, this::ask),
        Route.post(HERE + "/take-back", in, this::takeBack),
        Route.get(HERE + "/trustees", in, this::trustees),
        Route.post(HERE + "/trustees", in, this::entrust),
        Route.post(HERE + "/:post/answers", in, this::answer),
        Route.post(HERE + "/:post/hide", in, this::hide),
        Route.post(HERE + "/:post/escrow", in, this::escrow));
  }

  /** Runs {@code work} for a member who may read it; for others there is no such page. */
  private <T> T in(Request request, BiFunction<Tx, MemberOf, T> work) {
    AccountId me = request.caller().required().account();
    GroupId group =
        GroupId.parse(request.pathParameter("id")).orElseThrow(ProblemException::notFound);
    return kit.db()
        .as(Viewer.of(me), tx -> work.apply(tx, PostAnonymously.enter(MemberOf.of(tx, group, me))));
  }

  /** A line in the log would say at what time somebody wrote. */
  private static Reply unlogged(Supplier<Reply> work) {
    try {
      return work.get();
    } catch (ProblemException told) {
      throw told;
    } catch (RuntimeException failure) {
      throw ProblemException.of(503, "This could not be done now, please try again");
    }
  }

  private Reply show(Request request) {
    return replies.ok(request, view(request, Form.EMPTY, null));
  }

  private Reply ask(Request request) {
    return unlogged(() -> send(request, null));
  }

  private Reply answer(Request request) {
    return unlogged(() -> {
      long question = number(request);
      if (!request.parameters().has("named")) {
        return send(request, question);
      }
      String text = request.parameters().text("text", "");
      return leading(request, (tx, member) -> keep(tx, member, question, text));
    });
  }

  private String keep(Tx tx, MemberOf member, long question, String text) {
    post.answer(tx, member, question, text);
    return path(member);
  }

  /** The page itself answers, because the secret must not stand in an address. */
  private Reply send(Request request, @Nullable Long question) {
    Parameters parameters = request.parameters();
    String text = parameters.text("text", "");
    MemberOf member = in(request, (_, entered) -> entered);
    try {
      String secret =
          post.post(
              member, new PostAnonymously.Written(text, question, parameters.text("secret", "")));
      return replies.ok(request, view(request, Form.EMPTY, secret));
    } catch (ProblemException refused) {
      if (refused.status() != 422 && refused.status() != 429) {
        throw refused;
      }
      Messages messages = replies.messages(request);
      String sentence =
          refused.status() == 429
              ? messages.get("anonymous.error.cap", WeeklyCap.MOST)
              : messages.get("anonymous.error.text", PostAnonymously.MAX_CHARACTERS);
      Form form = Form.EMPTY.with("text", text).error("text", sentence);
      return replies.reply(refused.status(), request, view(request, form, null));
    }
  }

  private AnonymousView view(Request request, Form form, @Nullable String secret) {
    Messages messages = replies.messages(request);
    int page = Math.clamp(request.parameters().integer("page").orElse(1), 1, 10_000);
    return in(
        request,
        (tx, member) -> {
          GroupId group = member.group().id();
          Optional<AnonymousQueries.Board> board = AnonymousQueries.board(tx.sql(), group);
          PostAnonymously.Hindrance hindrance = PostAnonymously.hindrance(tx, group);
          List<AnonymousView.Question> questions =
              questions(
                  tx,
                  AnonymousQueries.questions(tx.sql(), group, (page - 1) * QUESTIONS, QUESTIONS));
          boolean open = !member.group().isReadOnly();
          return new AnonymousView(
              GroupViews.head(member, times(member, messages)),
              switch (hindrance) {
                case NONE -> null;
                case NO_TRUSTEES -> messages.get("anonymous.hindrance.notrustees");
                case TOO_FEW_MEMBERS ->
                    messages.get(
                        "anonymous.hindrance.toofewmembers", PostAnonymously.LEAST_MEMBERS);
              },
              board.map(AnonymousQueries.Board::threshold).orElse(0),
              board.stream().flatMap(each -> each.trustees().stream()).map(Trustee::name).toList(),
              Batches.next(kit.now(), member.group().details().zone()),
              questions,
              pager(member, page, questions.size()),
              secret,
              form,
              open && member.role().writes(),
              open && member.role().organises());
        });
  }

  private Times times(MemberOf member, Messages messages) {
    return new Times(messages, member.group().details().zone(), kit.now());
  }

  private static PagerView pager(MemberOf member, int page, int shown) {
    return new PagerView(
        page > 1 ? path(member) + "?page=" + (page - 1) : null,
        shown < QUESTIONS ? null : path(member) + "?page=" + (page + 1));
  }

  private List<AnonymousView.Question> questions(Tx tx, List<AnonymousQueries.Post> posts) {
    List<AnonymousQueries.Post> answers =
        AnonymousQueries.answers(tx.sql(), posts.stream().map(AnonymousQueries.Post::id).toList());
    Map<Long, AccountView> people = people(tx, answers);
    Map<Long, List<AnonymousView.Answer>> byQuestion = new HashMap<>();
    for (AnonymousQueries.Post answer : answers) {
      byQuestion
          .computeIfAbsent(Objects.requireNonNull(answer.parent()), _ -> new ArrayList<>())
          .add(
              new AnonymousView.Answer(
                  Long.toString(answer.id()),
                  answer.account() == null ? null : people.get(answer.account()),
                  answer.byAuthor(),
                  answer.appearedAt(),
                  shown(answer),
                  answer.hidden()));
    }
    return posts.stream()
        .map(question ->
            new AnonymousView.Question(
                Long.toString(question.id()),
                question.appearedAt(),
                shown(question),
                question.hidden(),
                byQuestion.getOrDefault(question.id(), List.of())))
        .toList();
  }

  /** A hidden post is not sent at all. */
  private static SafeHtml shown(AnonymousQueries.Post post) {
    return post.hidden() ? SafeHtml.EMPTY : new SafeHtml(post.html());
  }

  private Map<Long, AccountView> people(Tx tx, List<AnonymousQueries.Post> answers) {
    List<Long> ids =
        answers.stream()
            .map(AnonymousQueries.Post::account)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    Map<Long, String> professions = AccountViews.professions(tx.sql(), ids);
    Map<Long, AccountView> people = new HashMap<>();
    accounts
        .byIds(tx.sql(), ids)
        .forEach(
            (id, json) -> people.put(id, AccountViews.of(Json.read(json.bytes()), professions)));
    return people;
  }

  private Reply takeBack(Request request) {
    String secret = request.parameters().text("secret", "");
    return unlogged(() ->
        leading(
            request,
            (tx, member) -> {
              keep.takeBack(tx, member, secret);
              return path(member);
            }));
  }

  private Reply hide(Request request) {
    return leading(
        request,
        (tx, member) -> {
          keep.hide(tx, member, number(request));
          return path(member);
        });
  }

  private Reply escrow(Request request) {
    String reason = request.parameters().text("reason", "");
    byte[] escrow = in(request, (tx, member) -> keep.handOut(tx, member, number(request), reason));
    return Reply.bytes(200, "application/json", escrow)
        .with("content-disposition", "attachment; filename=\"escrow.json\"")
        .with("cache-control", "no-store");
  }

  private Reply trustees(Request request) {
    Messages messages = replies.messages(request);
    return replies.ok(
        request,
        in(
            request,
            (tx, member) -> {
              member.organises();
              Form form = Form.EMPTY.with("threshold", "2");
              Optional<AnonymousQueries.Board> board =
                  AnonymousQueries.board(tx.sql(), member.group().id());
              if (board.isPresent()) {
                form = form.with("threshold", Integer.toString(board.get().threshold()));
                for (int i = 0; i < board.get().trustees().size(); i++) {
                  Trustee trustee = board.get().trustees().get(i);
                  form =
                      form.with("name" + (i + 1), trustee.name())
                          .with("key" + (i + 1), trustee.key());
                }
              }
              return trusteesView(member, messages, form);
            }));
  }

  private TrusteesView trusteesView(MemberOf member, Messages messages, Form form) {
    return new TrusteesView(
        GroupViews.head(member, times(member, messages)), form, KeepAnonymous.MOST_TRUSTEES);
  }

  private Reply entrust(Request request) {
    Parameters parameters = request.parameters();
    List<Trustee> trustees = new ArrayList<>();
    Form form = Form.EMPTY.with("threshold", parameters.text("threshold", ""));
    for (int i = 1; i <= KeepAnonymous.MOST_TRUSTEES; i++) {
      String name = parameters.text("name" + i, "").strip();
      String key = parameters.text("key" + i, "").strip();
      form = form.with("name" + i, name).with("key" + i, key);
      if (!name.isEmpty() || !key.isEmpty()) {
        trustees.add(new Trustee(name, key));
      }
    }
    int threshold = parameters.integer("threshold").orElse(0);
    Messages messages = replies.messages(request);
    try {
      return leading(
          request,
          (tx, member) -> {
            keep.entrust(tx, member, new AnonymousQueries.Board(threshold, trustees));
            return path(member);
          });
    } catch (ProblemException refused) {
      if (refused.status() != 422) {
        throw refused;
      }
      Form wrong = form.error("threshold", messages.get("anonymous.error.trustees"));
      return replies.refused(
          request, in(request, (_, member) -> trusteesView(member, messages, wrong)));
    }
  }

  private Reply leading(Request request, BiFunction<Tx, MemberOf, String> work) {
    return Reply.redirect(in(request, work));
  }

  private static long number(Request request) {
    return Decimal.parse(request.pathParameter("post")).orElseThrow(ProblemException::notFound);
  }

  private static String path(MemberOf member) {
    return Paths.group(member.group().id().toString(), "/anonymous");
  }
}
