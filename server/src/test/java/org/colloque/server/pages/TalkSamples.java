package org.colloque.server.pages;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.colloque.server.pages.view.*;
import org.colloque.server.pages.words.Messages;

/** A topic of a group as its members know it: what the documentation shows. */
final class TalkSamples extends StatusSamples {
  TalkSamples(Messages messages, Map<String, Samples.Sample> all) {
    super(messages, all);
  }

  void addAll() {
    StatusView question =
        status(
            "401",
            claire,
            Duration.ofHours(5),
            t(
                "<p>Toux sèche, surtout la nuit. Pas de fièvre, pas de tabac, auscultation normale, pas de reflux. <strong>Ramipril 5 mg depuis deux mois</strong> pour une hypertension.</p><ul><li>J’arrête l’IEC d’emblée, ou radio de thorax d’abord ?</li><li>Qui relaie par un sartan, et quand revoyez-vous ?</li></ul>",
                "<p>Dry cough, mostly at night. No fever, never smoked, clear chest, no reflux. <strong>Ramipril 5 mg for two months</strong> for hypertension.</p><ul><li>Stop the ACE inhibitor at once, or a chest X-ray first?</li><li>Who switches to a sartan, and when do you see her again?</li></ul>"),
            messages.language());
    StatusView pharmacist =
        status(
            "402",
            paul(),
            Duration.ofHours(4),
            t(
                "<p>L’IEC est le premier suspect : la toux peut venir des mois après le début, plus souvent chez les femmes. Elle cède en une à quatre semaines après l’arrêt, parfois trois mois : prévenez-la.</p>",
                "<p>The ACE inhibitor is the first suspect: the cough may come months after the start, more often in women. It goes within one to four weeks of stopping, sometimes three months: tell her.</p>"),
            messages.language());
    StatusView nurse =
        status(
            "403",
            karim(),
            Duration.ofHours(3),
            t(
                "<p>Je la vois mardi pour le pansement : je peux contrôler la tension après le relais et vous l’envoyer ici, sans son nom.</p>",
                "<p>I see her on Tuesday for a dressing: I can take her blood pressure after the switch and tell you here, without her name.</p>"),
            messages.language());
    StatusView decided =
        status(
            "404",
            claire,
            Duration.ofHours(1),
            t(
                "<p>Merci. Arrêté ce matin, relais par valsartan, je la revois dans quatre semaines. Radio si elle tousse encore à huit semaines, plus tôt au moindre signe d’alerte.</p>",
                "<p>Thank you. Stopped this morning, switched to valsartan, back in four weeks. X-ray if she still coughs at eight weeks, sooner with any red flag.</p>"),
            messages.language());
    add(
        "board-talk",
        member("/groups/1/topics/401"),
        topic(
            List.of(
                post(question, 0, List.of()),
                post(pharmacist, 0, List.of(new PostView.Reaction("👍", 3, true))),
                post(nurse, 0, List.of(new PostView.Reaction("🙏", 2, false))),
                post(decided, 1, List.of()))));
  }

  private TopicView topic(List<PostView> posts) {
    return new TopicView(
        new GroupHead("1", t("Groupe de pairs des Lilas", "Lilac peer group"), false, List.of()),
        "401",
        t(
            "Toux sèche depuis trois semaines chez une enseignante de 54 ans",
            "Dry cough for three weeks in a teacher of 54"),
        new CategoryView("11", "cas", null, false, CategoryView.Choice.FOLLOWED),
        false,
        false,
        3,
        posts,
        new GroupComposerView(
            Form.EMPTY, "/groups/1/topics/401/replies", false, null, List.of(), 10_000, 4, "key"),
        1,
        1,
        new TopicView.Rights(true, false),
        List.of("👍", "❤️", "🙏", "💡", "😄", "😮"));
  }

  private static PostView post(StatusView status, int depth, List<PostView.Reaction> reactions) {
    return new PostView(status.id(), status, depth, false, false, reactions);
  }

  private AccountView paul() {
    return new AccountView(
        "5",
        "Paul Girard",
        new SafeHtml("Paul Girard"),
        "@paul",
        "/@paul",
        "/avatar-4.svg",
        t("Pharmacien d’officine", "Community pharmacist"),
        false);
  }
}
