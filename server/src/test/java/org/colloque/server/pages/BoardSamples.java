package org.colloque.server.pages;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;
import org.jspecify.annotations.Nullable;

/** The board of a group. */
final class BoardSamples extends StatusSamples {
  private static final CategoryView CASES =
      new CategoryView("11", "cas", null, false, CategoryView.Choice.FOLLOWED);
  private static final CategoryView CAFE =
      new CategoryView("12", "bistrot", null, false, CategoryView.Choice.NORMAL);
  private static final CategoryView ANONYMOUS =
      new CategoryView("13", "anonyme", null, false, CategoryView.Choice.NORMAL);
  private static final CategoryView OWN =
      new CategoryView("14", null, "Recherche clinique", true, CategoryView.Choice.MUTED);

  BoardSamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  void addAll() {
    board();
    topic();
    writing();
    finding();
    anonymous();
  }

  private GroupHead group() {
    return new GroupHead("1", t("Groupe de pairs des Lilas", "Lilac peer group"), true, List.of());
  }

  private List<CategoryView> categories() {
    return List.of(CASES, CAFE, ANONYMOUS, OWN);
  }

  private BoardView.Topic topic(
      String title,
      CategoryView category,
      boolean pinned,
      boolean locked,
      int replies,
      int unread) {
    return new BoardView.Topic(
        "/groups/1/topics/2",
        title,
        category,
        pinned,
        locked,
        replies,
        claire,
        replies == 0 ? null : karim(),
        NOW.minus(Duration.ofHours(replies)),
        unread);
  }

  private void board() {
    List<BoardView.Topic> topics =
        List.of(
            topic(t("Charte et rythme du groupe", "Charter and rhythm"), CAFE, true, true, 3, 0),
            topic(
                t(
                    "Toux sèche depuis trois semaines chez une enseignante de 54 ans",
                    "Dry cough for three weeks in a teacher of 54"),
                CASES,
                false,
                false,
                12,
                4),
            topic("", CASES, false, false, 2, 0),
            topic(t("Café jeudi ?", "Coffee on Thursday?"), CAFE, false, false, 0, 120));
    add(
        "board",
        member("/groups/1"),
        new BoardView(group(), categories(), null, topics, pager("/groups/1?max_id=2"), true));
    add(
        "board-category",
        member("/groups/1"),
        new BoardView(group(), categories(), CASES, topics, PagerView.NONE, true));
    add(
        "board-empty",
        member("/groups/1"),
        new BoardView(group(), categories(), OWN, List.of(), PagerView.NONE, false));
  }

  private static PagerView pager(@Nullable String older) {
    return new PagerView(null, older);
  }

  private PostView post(StatusView status, int depth, boolean fresh, boolean removable) {
    return new PostView(
        status.id(),
        status,
        depth,
        fresh,
        removable,
        depth == 0
            ? List.of(new PostView.Reaction("👍", 4, true), new PostView.Reaction("🙏", 1, false))
            : List.of());
  }

  private void topic() {
    StatusView first =
        status(
            "201",
            claire,
            Duration.ofHours(5),
            t(
                "<p>Auscultation normale, pas de fièvre.</p><ul><li>Pas de tabac</li><li>Traitement : <strong>ramipril</strong> depuis deux mois</li></ul><blockquote><p>Que feriez-vous d’abord ?</p></blockquote>",
                "<p>Chest clear, no fever.</p><ul><li>No smoking</li><li>Treatment: <strong>ramipril</strong> for two months</li></ul><blockquote><p>What would you do first?</p></blockquote>"),
            messages.language());
    StatusView answer =
        status(
            "202",
            karim(),
            Duration.ofHours(3),
            t("<p>L’IEC !</p>", "<p>The ACE inhibitor!</p>"),
            "");
    StatusView deeper =
        status("203", claire, Duration.ofHours(2), t("<p>Arrêté hier.</p>", "<p>Stopped.</p>"), "");
    TopicView topic =
        new TopicView(
            group(),
            "201",
            t("Toux sèche depuis trois semaines", "Dry cough for three weeks"),
            CASES,
            true,
            true,
            4,
            List.of(
                post(first, 0, false, false),
                post(answer, 0, true, true),
                post(deeper, 1, true, false),
                new PostView("204", null, 2, false, false, List.of()),
                post(status("205", remote(), Duration.ofHours(1), "<p>OK</p>", ""), 3, true, true),
                post(dates(), 0, true, true),
                post(vote(), 0, false, false)),
            composer(false),
            1,
            2,
            new TopicView.Rights(true, true),
            List.of("👍", "❤️", "🙏", "💡", "😄", "😮"));
    add("board-topic", member("/groups/1/topics/201"), topic);
    add("board-topic-guest", guest("/groups/1/topics/201"), topic);
    history();
  }

  private static final PollView.Manner DATES = new PollView.Manner(true, true, false, false, true);

  /** A poll for a date, in which the reader has voted. */
  private StatusView dates() {
    return status("206", karim(), Duration.ofMinutes(50), t("<p>Quand ?</p>", "<p>When?</p>"), "")
        .withPoll(
            new PollView(
                    List.of(
                        new PollView.Option("2026-12-01 20:00", 2, 67, true),
                        new PollView.Option("2026-12-03 20:30", 3, 100, false)),
                    true,
                    false,
                    true,
                    3,
                    NOW.plus(Duration.ofDays(2)),
                    false,
                    DATES,
                    List.of())
                .with(
                    List.of(
                        List.of("Claire Martin", "Karim Benali"),
                        List.of("Anne-Sophie de la Tour", "Claire Martin", "Karim Benali")),
                    List.of()));
  }

  /** An anonymous one that is open. */
  private StatusView vote() {
    return status(
            "207",
            claire,
            Duration.ofMinutes(40),
            t("<p>Vous arrive-t-il de douter ?</p>", "<p>Do you ever doubt?</p>"),
            messages.language())
        .withPoll(
            new PollView(
                List.of(
                    new PollView.Option(t("Chaque jour", "Every day"), 0, 0, false),
                    new PollView.Option(t("Jamais", "Never"), 0, 0, false)),
                false,
                false,
                false,
                4,
                NOW.plus(Duration.ofDays(2)),
                true,
                new PollView.Manner(true, false, true, false, false),
                List.of()));
  }

  private void history() {
    add(
        "board-history",
        member("/groups/1/posts/201/history"),
        new PostHistoryView(
            group(),
            claire,
            List.of(
                new PostHistoryView.Version(NOW, new SafeHtml("<p>Après</p>")),
                new PostHistoryView.Version(
                    NOW.minus(Duration.ofHours(1)), new SafeHtml("<p>Avant</p>"))),
            "/groups/1/posts/201"));
  }

  private GroupComposerView composer(boolean titled) {
    return new GroupComposerView(
        Form.of(Map.of("category", "11")),
        "/groups/1/topics",
        titled,
        null,
        List.of(),
        10_000,
        4,
        "key");
  }

  private void writing() {
    add(
        "board-new",
        member("/groups/1/new"),
        new GroupWriteView(
            group(),
            GroupWriteView.Kind.TOPIC,
            List.of(CASES, CAFE),
            composer(true),
            null,
            "/groups/1"));
    Form refused =
        Form.of(Map.of("title", "", "status", t("Mon texte", "My text")))
            .error("title", messages.get("board.error.title"))
            .error("file1", messages.get("board.error.file", 16));
    MediaView pdf =
        new MediaView(
            "m9",
            MediaView.Kind.OTHER,
            "/photo-1.svg",
            "/photo-1.svg",
            "Recommandation-HAS-2026.pdf",
            0,
            0);
    add(
        "board-edit",
        member("/groups/1/posts/201/edit"),
        new GroupWriteView(
            group(),
            GroupWriteView.Kind.EDIT,
            List.of(),
            new GroupComposerView(
                refused,
                "/groups/1/posts/201/edit",
                true,
                null,
                List.of(image(1, t("Courbe de saturation", "Saturation curve")), pdf),
                10_000,
                4,
                "key"),
            null,
            "/groups/1/posts/201"));
    replying();
  }

  private void replying() {
    add(
        "board-reply",
        member("/groups/1/posts/201/reply"),
        new GroupWriteView(
            group(),
            GroupWriteView.Kind.REPLY,
            List.of(),
            new GroupComposerView(
                Form.of(Map.of("in_reply_to_id", "101", "date1", "2026-12-01T20:00"))
                    .error("date1", messages.get("composer.error.poll.few")),
                "/groups/1/topics/201/replies",
                false,
                "Karim Benali",
                List.of(),
                10_000,
                4,
                "key"),
            question(),
            "/groups/1/topics/201"));
  }

  private void finding() {
    add(
        "board-search",
        member("/groups/1/search?q=toux"),
        new GroupSearchView(group(), "toux", List.of(question()), pager("/groups/1/search?q=x")));
    add(
        "board-search-none",
        member("/groups/1/search?q=rien"),
        new GroupSearchView(group(), "rien", List.of(), PagerView.NONE));
  }

  private void anonymous() {
    AnonymousView.Question question =
        new AnonymousView.Question(
            "301",
            NOW.minus(Duration.ofHours(6)),
            new SafeHtml(
                t(
                    "<p>J’ai oublié de demander une allergie. Rien n’est arrivé. Je n’en dors pas.</p>",
                    "<p>I forgot to ask about an allergy. Nothing happened. I cannot sleep.</p>")),
            false,
            List.of(
                new AnonymousView.Answer(
                    "302",
                    karim(),
                    false,
                    NOW.minus(Duration.ofHours(2)),
                    new SafeHtml(t("<p>Moi aussi, en 2019.</p>", "<p>So did I, in 2019.</p>")),
                    false),
                new AnonymousView.Answer(
                    "303",
                    null,
                    true,
                    NOW.minus(Duration.ofHours(1)),
                    new SafeHtml(t("<p>Merci.</p>", "<p>Thank you.</p>")),
                    false),
                new AnonymousView.Answer("304", null, false, NOW, SafeHtml.EMPTY, true)));
    add(
        "anonymous",
        member("/groups/1/anonymous"),
        new AnonymousView(
            group(),
            null,
            2,
            List.of("Claire Morel", "Karim B.", "Me Dupont"),
            NOW.plus(Duration.ofHours(5)),
            List.of(question),
            PagerView.NONE,
            "3v0Zk2b9pX-secret-of-a-post",
            Form.EMPTY,
            true,
            true));
    anonymousElse();
  }

  private void anonymousElse() {
    add(
        "anonymous-closed",
        member("/groups/1/anonymous"),
        new AnonymousView(
            group(),
            messages.get("anonymous.hindrance.notrustees"),
            0,
            List.of(),
            NOW,
            List.of(),
            PagerView.NONE,
            null,
            Form.EMPTY,
            true,
            true));
    add(
        "anonymous-trustees",
        member("/groups/1/anonymous/trustees"),
        new TrusteesView(
            group(),
            Form.of(Map.of("threshold", "2", "name1", "Claire Morel", "key1", "trustee-public-x"))
                .error("threshold", messages.get("anonymous.error.trustees")),
            9));
  }
}
