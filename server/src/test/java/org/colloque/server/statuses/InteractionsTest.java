package org.colloque.server.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.colloque.server.statuses.Interactions.Permission;
import org.colloque.server.statuses.Interactions.Rule;
import org.colloque.server.statuses.Interactions.Who;
import org.junit.jupiter.api.Test;

class InteractionsTest {
  private static final Rule FOLLOWERS_ELSE_ASK =
      new Rule(Set.of(Who.FOLLOWERS), Set.of(Who.PUBLIC));

  @Test
  void everyRuleIsReadAsItIsWritten() {
    List<Rule> rules =
        List.of(
            Rule.EVERYBODY,
            Rule.NOBODY,
            Rule.ASK,
            FOLLOWERS_ELSE_ASK,
            new Rule(Set.of(Who.values()), Set.of(Who.values())));
    for (Rule one : rules) {
      for (Rule other : rules) {
        var interactions = new Interactions(one, other, one, other);
        assertThat(Interactions.ofColumn(interactions.column())).isEqualTo(interactions);
      }
    }
  }

  /** The column's default stands in the schema. */
  @Test
  void nothingSaidIsTheDefaultOfTheColumn() {
    assertThat(Interactions.NOT_TOLD.column()).isEqualTo(65_793);
  }

  @Test
  void theWiderOfTwoRulesCounts() {
    assertThat(FOLLOWERS_ELSE_ASK.of(true, false)).isEqualTo(Permission.AUTOMATIC);
    assertThat(FOLLOWERS_ELSE_ASK.of(false, false)).isEqualTo(Permission.MANUAL);
    assertThat(Rule.NOBODY.of(true, true)).isEqualTo(Permission.DENIED);
    Rule following = new Rule(Set.of(Who.FOLLOWING), Set.of());
    assertThat(following.of(true, false)).isEqualTo(Permission.DENIED);
    assertThat(following.of(false, true)).isEqualTo(Permission.AUTOMATIC);
    assertThat(new Rule(Set.of(Who.OTHERS), Set.of()).of(false, false))
        .isEqualTo(Permission.UNKNOWN);
  }

  @Test
  void clientsKnowThreePolicies() {
    assertThat(QuotePolicy.wire("ask")).isEqualTo("nobody");
    assertThat(QuotePolicy.wire("followers")).isEqualTo("followers");
    for (QuotePolicy policy : QuotePolicy.values()) {
      assertThat(QuotePolicy.parse(policy.column())).contains(policy);
      assertThat(QuotePolicy.of(Interactions.NOT_TOLD.withQuote(policy.rule()))).isEqualTo(policy);
    }
    assertThat(QuotePolicy.of(Interactions.NOT_TOLD.withQuote(FOLLOWERS_ELSE_ASK)))
        .isEqualTo(QuotePolicy.NOBODY);
  }

  @Test
  void theLineThatLeadsToWhatIsQuotedIsAddedAndTakenAway() {
    String link = "https://far.example/@bob/1";
    String html = QuoteHtml.before(link, "<p>mine</p>");
    assertThat(html).startsWith("<p class=\"quote-inline\">RE: <a href=\"" + link + "\"");
    assertThat(QuoteHtml.before(link, html)).isEqualTo(html);
    assertThat(QuoteHtml.without(html)).isEqualTo("<p>mine</p>");
    assertThat(QuoteHtml.line(html) + "<p>mine</p>").isEqualTo(html);
    assertThat(QuoteHtml.line("<p>mine</p>")).isEmpty();
    assertThat(QuoteHtml.without("<p>x</p><span class=\"quote-inline\">RE: y</span>"))
        .isEqualTo("<p>x</p>");
  }
}
