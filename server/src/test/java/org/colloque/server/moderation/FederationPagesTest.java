package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.FOLLOWS;

import java.util.List;
import java.util.Map;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.WebPage;
import org.colloque.server.users.SignedIn;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** The pages on which it is decided with whom we speak: the effect is shown before it is there. */
class FederationPagesTest extends ModerationRoom {
  private static final String PAGE = "/admin/federation";
  private static final String PREVIEW = PAGE + "/preview";
  private static final String APPLY = PAGE + "/apply";

  @Test
  void aSuspensionSaysHowManyFollowsItEndsBeforeItDoes() {
    befriend(mallory);
    posted(mallory, "hello");
    Browser browser = SignedIn.browser(rig, owner);
    WebPage page = WebPage.open(browser, PAGE);
    Browser.Answer seen =
        WebPage.send(
            browser,
            page.document().select("form:has(input[name=severity])").getFirst(),
            Map.of("domain", "bad.localhost", "severity", "suspend"));
    assertThat(seen.status()).isEqualTo(200);
    assertThat(seen.text())
        .contains("1 known account will be hidden", "1 follow by a member", "1 follow from there")
        .contains("@mallory@bad.localhost");
    assertThat(count(DOMAIN_BLOCKS, DSL.noCondition())).isZero();
    assertThat(count(FOLLOWS, DSL.noCondition())).isEqualTo(2);
    Browser.Answer done = WebPage.of(browser, seen).send(APPLY, Map.of());
    assertThat(done.status()).isEqualTo(303);
    assertThat(count(FOLLOWS, DSL.noCondition())).isZero();
    assertThat(mallory.send(rig, mallory.activity("Follow", aliceUri()))).isEqualTo(403);
    assertThat(browser.get(PAGE + "?q=bad").text()).contains("bad.localhost", "suspended");
  }

  @Test
  void onlyTheOwnerChangesTheModeAndItHoldsAtOnce() {
    Browser browser = SignedIn.browser(rig, owner);
    WebPage page = WebPage.open(browser, PAGE);
    Browser.Answer seen =
        WebPage.send(
            browser,
            page.document().select("form:has(input[name=mode])").getFirst(),
            Map.of("mode", "closed"));
    assertThat(WebPage.of(browser, seen).send(APPLY, Map.of()).status()).isEqualTo(303);
    assertThat(bob.send(rig, bob.activity("Follow", aliceUri()))).isEqualTo(404);
    Browser moderator = SignedIn.browser(rig, moderator());
    WebPage theirs = WebPage.open(moderator, PAGE);
    assertThat(theirs.document().select("input[name=mode]")).isEmpty();
    assertThat(
            moderator.post(APPLY, "csrf", csrf(theirs), "change", "mode", "mode", "open").status())
        .isEqualTo(404);
  }

  @Test
  void aListIsImportedAfterItsEffectWasSeenAndExportedAsMastodonWritesIt() {
    Browser browser = SignedIn.browser(rig, owner);
    String csv =
        """
        #domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
        bad.localhost,suspend,true,true,"Spam, and more",false
        noisy.example,silence,FALSE,TRUE,'=cmd(),TRUE
        not a server,suspend,false,false,,false
        localhost,suspend,false,false,,false
        """;
    WebPage page = WebPage.open(browser, PAGE);
    Browser.Answer seen = browser.post(PREVIEW, "csrf", csrf(page), "change", "import", "csv", csv);
    assertThat(seen.text()).contains("2 imported rules", "not a server");
    assertThat(count(DOMAIN_BLOCKS, DSL.noCondition())).isZero();
    assertThat(WebPage.of(browser, seen).send(APPLY, Map.of()).status()).isEqualTo(303);
    assertThat(browser.get(PAGE + "/domain_blocks.csv").text())
        .isEqualTo(
            String.join(
                "\r\n",
                "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate",
                "bad.localhost,suspend,true,true,\"Spam, and more\",false",
                "noisy.example,silence,false,true,'=cmd(),true",
                ""));
    assertThat(mallory.send(rig, mallory.activity("Follow", aliceUri()))).isEqualTo(403);
  }

  @Test
  void whatIsNoServerComesBackWithWords() {
    Browser browser = SignedIn.browser(rig, owner);
    WebPage page = WebPage.open(browser, PAGE);
    for (String domain : List.of("", "localhost", "what is this", "10.0.0.1")) {
      Browser.Answer answer =
          browser.post(
              PREVIEW,
              "csrf",
              csrf(page),
              "change",
              "rule",
              "severity",
              "suspend",
              "domain",
              domain);
      assertThat(answer.status()).as(domain).isEqualTo(422);
      assertThat(answer.text()).contains("is not the name of another server");
    }
  }

  @Test
  void forMembersThereIsNoSuchPage() {
    assertThat(SignedIn.browser(rig, alice).get(PAGE).status()).isEqualTo(404);
  }

  private Person moderator() {
    Person mona = rig.local("mona");
    rig.kit()
        .db()
        .doAs(
            Viewer.stranger(),
            tx ->
                rig.instance()
                    .rooms()
                    .signIn()
                    .users()
                    .setRole()
                    .set(tx, owner.account(), "mona", "moderator"));
    return mona;
  }

  private static String csrf(WebPage page) {
    return page.document().select("input[name=csrf]").val();
  }
}
