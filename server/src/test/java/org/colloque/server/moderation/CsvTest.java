package org.colloque.server.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.colloque.federation.handle.Hosts;
import org.colloque.server.text.Csv;
import org.junit.jupiter.api.Test;

/** Lists of rules as text: read from anywhere, written so that no spreadsheet computes them. */
class CsvTest {
  @Test
  void c64_whatASpreadsheetWouldComputeIsWrittenAsTextAndReadBackAsItWas() {
    for (String formula :
        List.of("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=HYPERLINK(\"http://x\",\"y\")")) {
      String line = Csv.line(List.of("a.example", formula));
      assertThat(line.substring("a.example,".length()))
          .startsWith(line.contains("\"") ? "\"'" : "'");
      assertThat(Csv.read(line).getFirst().getLast()).isEqualTo(formula);
    }
    assertThat(Csv.line(List.of("plain", "it's"))).isEqualTo("plain,it's\r\n");
  }

  @Test
  void quotesLineEndsAndMarksOfOrderAreRead() {
    assertThat(Csv.read("a,\"b, \"\"c\"\"\",d\r\n\n\"e\nf\",g"))
        .containsExactly(List.of("a", "b, \"c\"", "d"), List.of("e\nf", "g"));
    RuleList list = RuleList.csv("\ufeff#domain,#severity\nBAD.example.,silence\n", CsvTest::host);
    assertThat(list.rules()).containsExactly(DomainRule.of("bad.example", Severity.SILENCE));
  }

  @Test
  void aListOfNamesSuspends() {
    RuleList list = RuleList.csv("bad.example\nworse.example\n", CsvTest::host);
    assertThat(list.rules())
        .extracting(DomainRule::severity)
        .containsExactly(Severity.SUSPEND, Severity.SUSPEND);
  }

  @Test
  void noMoreThanSoManyRulesAreTaken() {
    StringBuilder text = new StringBuilder();
    IntStream.rangeClosed(0, RuleList.MOST)
        .forEach(i -> text.append("s").append(i).append(".example\n"));
    RuleList list = RuleList.csv(text.toString(), CsvTest::host);
    assertThat(list.rules()).hasSize(RuleList.MOST);
    assertThat(list.unreadable()).containsExactly("s" + RuleList.MOST + ".example");
  }

  @Test
  void whatIsNoSeverityIsLeftAside() {
    RuleList list = RuleList.csv("domain,severity\na.example,explode\n", CsvTest::host);
    assertThat(list.rules()).isEmpty();
    assertThat(list.unreadable()).containsExactly("a.example");
  }

  private static Optional<String> host(String typed) {
    return Hosts.canonical(typed);
  }
}
