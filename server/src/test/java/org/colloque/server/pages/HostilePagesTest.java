package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.Remote;
import org.colloque.server.rig.RemotePerson;
import org.colloque.server.rig.Rig;
import org.colloque.server.text.HostileHtml;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The corpus of hostile texts in everything that people of this and of another server can write, as
 * pages in a real Chromium, with the content security policy and without it (reliability.md, C62).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePagesTest {
  /** Everything in the page that our templates and the sanitiser would not have written. */
  private static final String INTRUDERS =
      """
      () => {
        const bad = [], text = new Set(['P', 'SPAN', 'BR', 'A', 'DEL', 'PRE', 'CODE', 'EM',
          'STRONG', 'B', 'I', 'U', 'UL', 'OL', 'LI', 'BLOCKQUOTE', 'S', 'RUBY', 'RT', 'RP', 'SUB',
          'SUP']);
        const say = (why, e) => bad.push(why + ': ' + e.outerHTML.slice(0, 200));
        document.querySelectorAll('.content *, .fields dd *').forEach(e => {
          if (!text.has(e.tagName) && !e.closest('svg, .hidden')) say('element', e);
        });
        document.querySelectorAll('*').forEach(e => [...e.attributes].forEach(a => {
          if (/^on|^style$|^srcdoc$|^srcset$/i.test(a.name)) say('attribute', e);
          if (['href', 'src', 'action', 'formaction'].includes(a.name)
              && !/^(https?:\\/\\/|\\/|#|mailto:|gemini:|xmpp:|magnet:)/i.test(a.value)) {
            say('address', e);
          }
        }));
        [...document.scripts].filter(s => s.src === '' || new URL(s.src).host !== location.host)
          .forEach(s => say('script', s));
        [...document.forms].filter(f => !f.getAttribute('action').startsWith('/'))
          .forEach(f => say('form', f));
        for (const one of ['header.top', 'main', 'footer.foot', 'h1', 'title']) {
          if (document.querySelectorAll(one).length !== 1) bad.push('not one ' + one);
        }
        document.querySelectorAll('article').forEach(article => {
          const frame = article.getBoundingClientRect();
          if (!article.parentElement.matches('.feed, .news')) say('place', article);
          article.querySelectorAll('*').forEach(e => {
            const area = e.getBoundingClientRect();
            const wide = area.right > frame.right + 1 || area.left < frame.left - 1;
            if (wide && area.width > 1) say('outside', e);
          });
        });
        return bad;
      }
      """;

  private static final List<String> CORPUS = HostileHtml.corpus();

  /** As many activities as are taken in at once. */
  private static final int BATCH = 20;

  private final List<RemotePerson> strangers = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private Chromium chromium;
  private Rig rig;
  private Remote far;
  private Person alice;
  private String session;
  private int written;
  private int count;

  @BeforeAll
  void start() {
    chromium = Chromium.open();
    rig = Rig.start();
    far = Remote.start("far");
    alice = rig.local("alice");
    session = SignedIn.browser(rig, alice).cookie(rig.sessionCookie());
    RemotePerson bob = far.person("bob");
    follow(bob);
    for (String text : CORPUS) {
      fromElsewhere(bob, text);
      if (++count % BATCH == 0) {
        rig.runDueJobs();
      }
    }
    // not the combinations: a home keeps no more than its length, and here all is plain text
    HostileHtml.collected().forEach(this::fromHere);
    for (int i = 0; i + 3 < CORPUS.size(); i += 4) {
      somebody(CORPUS.subList(i, i + 4));
    }
    rig.runDueJobs();
  }

  @BeforeEach
  void nothingYet() {
    faults.clear();
  }

  @AfterAll
  void stop() {
    if (rig != null) {
      rig.close();
      far.close();
    }
    chromium.close();
  }

  /** Alice follows Bob, and Bob's server says yes. */
  private void follow(RemotePerson bob) {
    var found = rig.instance().rooms().federation().resolver().accountByHandle(bob.handle());
    alice.app().post("/api/v1/accounts/" + found.orElseThrow() + "/follow");
    rig.runDueJobs();
    assertThat(bob.send(rig, bob.activity("Accept", far.received("Follow").getLast().activity())))
        .isEqualTo(202);
    rig.runDueJobs();
  }

  private void fromElsewhere(RemotePerson bob, String text) {
    ObjectNode note = bob.note(text);
    note.put("summary", written % 2 == 0 ? "" : text);
    ObjectNode picture = note.putArray("attachment").addObject();
    picture.put("type", "Document").put("mediaType", "image/png");
    picture.put("url", far.base() + "/picture.png").put("name", text);
    if (bob.send(rig, bob.create(note)) == 202) {
      written++;
    }
  }

  private void fromHere(String text) {
    var answer =
        alice
            .app()
            .post("/api/v1/statuses", "status", text, "spoiler_text", written % 2 == 0 ? text : "");
    if (answer.status() == 200) {
      written++;
    }
  }

  /** Name, text and field of somebody who follows Alice. */
  private void somebody(List<String> texts) {
    RemotePerson stranger = far.person("mallory" + count++);
    ObjectNode actor = stranger.actor();
    actor.put("name", texts.get(0)).put("summary", texts.get(1));
    ObjectNode field = actor.putArray("attachment").addObject();
    field.put("type", "PropertyValue").put("name", texts.get(2)).put("value", texts.get(3));
    far.serve(stranger.uri(), actor);
    String target = rig.kit().urls().actor(alice.username());
    if (stranger.send(rig, stranger.activity("Follow", target)) == 202) {
      strangers.add(stranger);
    }
  }

  private Page open(BrowserContext context) {
    context.addCookies(List.of(new Cookie(rig.sessionCookie(), session).setUrl(rig.base())));
    Page page = context.newPage();
    page.onDialog((Dialog dialog) -> {
      faults.add(page.url() + " ran " + dialog.message());
      dialog.dismiss();
    });
    page.onRequest(request -> {
      String host = URI.create(request.url()).getAuthority();
      if (!rig.host().equals(host)) {
        faults.add(page.url() + " asks " + request.url());
      }
    });
    page.onConsoleMessage(message -> {
      if (message.text().contains("Content Security Policy")
          || message.text().contains("Refused")) {
        faults.add(page.url() + " says " + message.text());
      }
    });
    return page;
  }

  private void look(Page page, String path) {
    String address = path.startsWith("http") ? path : rig.base() + path;
    page.navigate(address);
    assertThat(page.url()).isEqualTo(address);
    for (Object intruder : (List<?>) page.evaluate(INTRUDERS)) {
      faults.add(path + " holds " + intruder);
    }
  }

  private BrowserContext context(boolean withoutPolicy) {
    return chromium
        .browser()
        .newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(360, 800)
                .setBypassCSP(withoutPolicy));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsWrittenStaysText(boolean withoutPolicy) {
    try (BrowserContext context = context(withoutPolicy)) {
      Page page = open(context);
      int seen = 0;
      String path = "/home";
      while (path != null) {
        look(page, path);
        seen += page.locator("main article").count();
        var next = page.locator(".pager [rel=next]");
        path = next.count() == 0 ? null : next.getAttribute("href");
      }
      assertThat(faults).isEmpty();
      assertThat(seen).as("each post in a place of its own").isEqualTo(written);
      assertThat(written).isGreaterThan(CORPUS.size());
    }
  }

  @Test
  void whoeverTheyAreTheyStayInTheirProfile() {
    try (BrowserContext context = context(true)) {
      Page page = open(context);
      String path = "/notifications";
      int seen = 0;
      while (path != null) {
        look(page, path);
        seen += page.locator(".news").count();
        var next = page.locator(".pager [rel=next]");
        path = next.count() == 0 ? null : next.getAttribute("href");
      }
      for (RemotePerson stranger : strangers) {
        look(page, "/@" + stranger.handle());
        assertThat(page.locator(".profile").count()).isEqualTo(1);
      }
      assertThat(faults).isEmpty();
      assertThat(seen).isEqualTo(strangers.size());
      assertThat(seen).isGreaterThan(40);
    }
  }
}
