package org.colloque.server.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.colloque.server.http.Method;
import org.colloque.server.http.Route;
import org.colloque.server.pages.PageLook.Light;
import org.colloque.server.pages.WalkedHouse.Who;
import org.colloque.server.pages.view.Paths;
import org.colloque.server.rig.Browser.Answer;
import org.colloque.server.users.SignedIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every page of the table of routes in a real Chromium, as everybody who can see it: it breaks no
 * policy, runs no faulty script, fits on a phone and on a desk, does not move while it is loaded,
 * is light, and can be pressed. Each page is seen in one language, size and theme, all eight by
 * turns; {@code ./walks} looks at each in all of them, and with axe, which {@link BrowserTest} has
 * look at all samples. Then the pages in use: by the keyboard, with drafts, without a connection,
 * on paper.
 */
class WalkTest {
  /** All combinations of each page and axe, which takes minutes. */
  private static final boolean WHOLE = Boolean.getBoolean("colloque.walks.whole");

  private static final int COMBINATIONS = WHOLE ? 8 : 1;

  /**
   * Addresses at which all are told that there is nothing for them: they hold what a letter says.
   */
  private static final Set<String> REFUSED = Set.of("/confirm", "/password/new", "/setup/:token");

  private static final String KEPT =
      "Object.keys(localStorage).filter(key => key.startsWith('draft:')).length";

  private static WalkedHouse house;
  private static Chromium chromium;
  private static Tabs tabs;

  @BeforeAll
  static void open() throws IOException {
    chromium = Chromium.open();
    house = new WalkedHouse();
    tabs = new Tabs(chromium, house);
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
    if (house != null) {
      house.close();
    }
  }

  /** Somebody opens an address and is shown a page. */
  private record Visit(Who who, String path, boolean refused, Light light) {
    Visit in(Light other) {
      return new Visit(who, path, refused, other);
    }
  }

  /** The worker answers for the page from here on. */
  private static final String AT_WORK =
      """
      async () => {
        const worker = navigator.serviceWorker;
        if (!worker.controller) {
          await new Promise(done => worker.addEventListener('controllerchange', done));
        }
      }
      """;

  @Test
  void everyPageAsEverybodyWhoSeesIt() {
    List<Visit> visits = visits();
    List<String> faults = new ArrayList<>();
    for (boolean french : new boolean[] {true, false}) {
      house.speak(french ? Locale.FRENCH : Locale.ENGLISH);
      List<Visit> here = new ArrayList<>();
      for (int i = 0; i < visits.size() * COMBINATIONS; i++) {
        Visit visit = visits.get(i % visits.size()).in(Light.of(WHOLE ? i / visits.size() : i));
        if (visit.light().french() == french) {
          here.add(visit);
        }
      }
      walk(here, faults);
    }
    faults.addAll(tabs.said());
    System.out.printf("%d pages, %d looks%n", visits.size(), visits.size() * COMBINATIONS);
    assertThat(faults).isEmpty();
  }

  /** The next page is under way while one is looked at. */
  private static void walk(List<Visit> visits, List<String> faults) {
    for (int i = 0; i < visits.size(); i++) {
      Visit visit = visits.get(i);
      if (i == 0 || visits.get(i - 1).who() == visit.who()) {
        tabs.begin(visit.who(), visit.path(), visit.light());
      }
      if (i + 1 < visits.size() && visits.get(i + 1).who() != visit.who()) {
        Visit next = visits.get(i + 1);
        tabs.begin(next.who(), next.path(), next.light());
      }
      for (String fault : look(visit)) {
        faults.add(visit.path() + " as " + visit.who() + " " + visit.light() + ": " + fault);
      }
    }
  }

  private static List<String> look(Visit visit) {
    Page page = tabs.of(visit.who());
    page.waitForLoadState(LoadState.LOAD);
    List<String> found = new ArrayList<>(PageLook.stands(page));
    found.addAll(PageLook.isLight(page));
    found.addAll(PageLook.fits(page, visit.light().width()));
    found.addAll(PageLook.canBePressed(page));
    if (WHOLE) {
      found.addAll(PageLook.isAccessible(page));
    }
    String language = (String) page.evaluate("document.documentElement.lang");
    if (!language.equals(visit.light().french() ? "fr" : "en")) {
      found.add("is in " + language);
    }
    if (visit.refused()) {
      tabs.said().removeIf(said -> said.startsWith(page.url() + " says Failed to load resource"));
    }
    return found;
  }

  /** Every page that somebody is shown, and one that is missing for each. */
  private static List<Visit> visits() {
    List<Visit> visits = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    Set<String> pages = new TreeSet<>();
    Set<Who> missed = new HashSet<>();
    for (Route route : house.rig().instance().rooms().routes()) {
      if (route.method() != Method.GET || !route.access().isPage()) {
        continue;
      }
      pages.add(route.pattern());
      for (String path : house.paths(route.pattern())) {
        for (Who who : Who.values()) {
          Answer answer = house.browser(who).get(path);
          boolean html = answer.header("content-type").startsWith("text/html");
          if (answer.status() == 404 ? missed.add(who) : html && !answer.text().isEmpty()) {
            visits.add(new Visit(who, path, answer.status() >= 400, Light.of(0)));
          }
          if (answer.status() < 400) {
            // or a file, or it leads to a page
            shown.add(route.pattern());
          }
        }
      }
    }
    pages.removeAll(shown);
    assertThat(pages).as("pages that nobody sees").isEqualTo(new TreeSet<>(REFUSED));
    return visits;
  }

  private static Page at(Who who, String path) {
    Page page = tabs.fresh(who, ServiceWorkerPolicy.BLOCK);
    page.navigate(path);
    return page;
  }

  @Test
  void whoHasAKeyboardSignsInAndWrites() {
    Page page = at(Who.STRANGER, "/");
    Keys keys = new Keys(page);
    keys.to(".skip").press("Enter").to("main :any-link, main button");
    page.navigate("/");
    keys.to("a[href^='/sign-in']").go();
    keys.to("#email").type("claire@mail.example").to("#password").type(SignedIn.PASSWORD);
    keys.to("main button[type=submit]").go();
    assertThat(page.url()).endsWith("/home");
    keys.to("#status").type("Écrit par le clavier").to(".composer button[type=submit]").go();
    assertThat(page.locator("article .content").first().innerText())
        .isEqualTo("Écrit par le clavier");
    keys.to("article a[href*=reply]").go();
    keys.to("#status").type("Et une réponse").go("Control+Enter");
    assertThat(page.locator("article .content").allInnerTexts()).contains("Et une réponse");
    keys.sawTheFocus();
  }

  @Test
  void whoHasAKeyboardTalksInAGroup() {
    Page page = at(Who.GUEST, "/groups");
    Keys keys = new Keys(page);
    keys.to("a[href$='" + house.club().path() + "']").go();
    keys.to("a[href*='/topics/']").go();
    keys.to("a[href$='/reply']").go();
    keys.to("#status").type("Dit par le clavier").to(".composer button:not([name])").go();
    assertThat(page.locator("article .content").allInnerTexts()).contains("Dit par le clavier");
    keys.to("summary.act").press("Enter").to(".palette button").go();
    assertThat(page.locator(".chip.on").count()).isEqualTo(1);
    keys.sawTheFocus();
  }

  @Test
  void whoHasAKeyboardVotesAndFilters() {
    Page page = at(Who.DOCTOR, "/@modeste");
    Keys keys = new Keys(page);
    keys.to(".poll input").press("Space").to(".poll button").go();
    assertThat(page.locator(".poll .results").count()).isEqualTo(1);
    keys.to("article summary.act").press("Enter");
    assertThat(page.locator("article .menu[open]").count()).isEqualTo(1);
    keys.press("Escape");
    assertThat(page.locator("article .menu[open]").count()).isZero();
    assertThat(keys.focused("summary.act")).isTrue();
    keys.press("Enter").to("a.item[href*='/settings/filters?post=']").go();
    keys.to("#title").type("Trop vu").to("form[action='/settings/filters'] button").go();
    assertThat(page.locator(".rows").innerText()).contains("Trop vu", "one chosen post");
    keys.sawTheFocus();
  }

  @Test
  void whatIsBeingWrittenStaysOnTheDeviceUntilSignOut() {
    Page page = at(Who.STRANGER, "/sign-in");
    page.locator("#email").fill("claire@mail.example");
    page.locator("#password").fill(SignedIn.PASSWORD);
    page.locator("main button[type=submit]").click();
    page.navigate(house.club().path() + "/new");
    page.locator("#title").fill("Pas encore dit");
    page.locator("#status").fill("À finir ce soir");
    page.navigate(house.topic());
    assertThat(page.locator("#status").inputValue()).isEmpty();
    page.navigate(house.club().path() + "/new");
    assertThat(page.locator("#title").inputValue()).isEqualTo("Pas encore dit");
    assertThat(page.locator("#status").inputValue()).isEqualTo("À finir ce soir");
    page.locator(".composer button:not([name])[type=submit]").click();
    page.waitForURL("**/topics/*");
    page.navigate(house.club().path() + "/new");
    assertThat(page.locator("#status").inputValue()).isEmpty();
    page.locator("#status").fill("Jamais fini");
    page.navigate("/home");
    page.locator("#status").fill("Ni cela");
    assertThat(page.evaluate(KEPT)).isEqualTo(2);
    page.locator(".wide form[action='/sign-out'] button").click();
    page.waitForURL(url -> !url.endsWith("/home"));
    assertThat(page.evaluate(KEPT)).isEqualTo(0);
  }

  @Test
  void withoutAConnectionThereIsAPageToWriteOnAndNothingOfAnybody() {
    Page page = tabs.fresh(Who.DOCTOR, ServiceWorkerPolicy.ALLOW);
    page.navigate(house.topic());
    page.evaluate(AT_WORK);
    page.context().setOffline(true);
    page.navigate("/home");
    assertThat(page.locator("[data-offline]").count()).isEqualTo(1);
    page.locator("#status").fill("Écrit dans le train");
    assertThat(page.evaluate(KEPT)).isEqualTo(1);
    page.context().setOffline(false);
    page.navigate("/compose");
    assertThat(page.locator("#status").inputValue()).isEqualTo("Écrit dans le train");
    String kept =
        (String)
            page.evaluate(
                """
                async () => {
                  const cache = await caches.open((await caches.keys())[0]);
                  return (await cache.keys()).map(one => new URL(one.url).pathname).join('\\n');
                }
                """);
    assertThat(kept.lines()).isNotEmpty().allMatch(path -> path.matches("/(static|offline)/.*"));
  }

  /** What a push service hands to the worker is shown, and turned into a page when pressed. */
  @Test
  void theWorkerShowsWhatADeviceIsTold() {
    Page page = tabs.fresh(Who.DOCTOR, ServiceWorkerPolicy.ALLOW);
    page.context().grantPermissions(List.of("notifications"));
    CDPSession session = page.context().newCDPSession(page);
    AtomicReference<String> worker = new AtomicReference<>("");
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        told -> {
          for (JsonElement each : told.getAsJsonArray("registrations")) {
            worker.set(each.getAsJsonObject().get("registrationId").getAsString());
          }
        });
    session.send("ServiceWorker.enable");
    page.navigate(Paths.SETTINGS_MAIL);
    page.evaluate(AT_WORK);
    JsonObject push = new JsonObject();
    push.addProperty("origin", house.rig().base());
    push.addProperty("registrationId", worker.get());
    push.addProperty(
        "data",
        """
        {"title": "Karim vous a mentionné", "body": "Bonjour", "preferred_locale": "fr",
         "notification_id": 7, "path": "/@karim/1"}
        """);
    session.send("ServiceWorker.deliverPushMessage", push);
    assertThat(
            page.evaluate(
                """
                async () => {
                  const worker = await navigator.serviceWorker.ready;
                  for (;;) {
                    const [told] = await worker.getNotifications();
                    if (told) return [told.title, told.body, told.lang, told.data].join('|');
                    await new Promise(requestAnimationFrame);
                  }
                }
                """))
        .isEqualTo("Karim vous a mentionné|Bonjour|fr|/@karim/1");
    // the page offers it, and says so where the browser refuses
    page.context().clearPermissions();
    assertThat(page.locator("[data-device]").isVisible()).isTrue();
    page.locator("[data-device] button").click();
    page.locator("[data-said]:not(:empty)").waitFor();
  }

  @Test
  void aTimelineSaysWhenThereIsMore() {
    Page page = tabs.fresh(Who.DOCTOR, ServiceWorkerPolicy.BLOCK);
    page.waitForResponse("**/live?*", () -> page.navigate("/home"));
    house.post(Who.MODERATOR, "status", "Du nouveau");
    page.locator("[data-news] a").click();
    assertThat(page.locator("article .content").first().innerText()).isEqualTo("Du nouveau");
    // a proxy that lets no stream through
    page.context().route("**/live?*", route -> route.abort());
    page.navigate("/home");
    house.post(Who.MODERATOR, "status", "Encore");
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    page.locator("[data-news] a").waitFor();
  }

  @Test
  void aThreadIsPrintedWithoutWhatIsForTheScreen() {
    Page page = at(Who.DOCTOR, house.topic());
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(page.locator("article .content").first().isVisible()).isTrue();
    for (String part : List.of(".top", ".rail", ".foot", ".actions", ".composer", ".tabs")) {
      for (var one : page.locator(part).all()) {
        assertThat(one.isVisible()).as(part).isFalse();
      }
    }
  }
}
