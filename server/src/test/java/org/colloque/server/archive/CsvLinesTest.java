package org.colloque.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables as Mastodon and others write them, and what is none. */
class CsvLinesTest {
  @Test
  void aTableIsReadWithAFirstLineOrWithoutInAnyOrderOfColumns() {
    List<String> whole = List.of("bob@far.example", "false", "true", "fr, en");
    assertThat(
            CsvLines.of(
                CsvKind.FOLLOWING,
                """
                \ufeffAccount address,Show boosts,Notify on new posts,Languages
                bob@far.example,false,true,"fr, en"
                """))
        .contains(List.of(whole));
    assertThat(
            CsvLines.of(
                CsvKind.FOLLOWING,
                """
                Account address,Languages,Notify on new posts,Show boosts,More
                bob@far.example,"fr, en",true,false,x
                """))
        .contains(List.of(whole));
    assertThat(CsvLines.of(CsvKind.FOLLOWING, "bob@far.example\r\ncarol@far.example"))
        .contains(
            List.of(
                List.of("bob@far.example", "", "", ""), List.of("carol@far.example", "", "", "")));
    assertThat(CsvLines.of(CsvKind.DOMAIN_BLOCKING, "#domain,#severity\nbad.example,silence"))
        .contains(List.of(List.of("bad.example")));
    assertThat(CsvLines.of(CsvKind.LISTS, "Colleagues,bob@far.example\n,nobody@far.example"))
        .contains(List.of(List.of("Colleagues", "bob@far.example")));
  }

  @Test
  void anotherTableAnEmptyOneAndOneThatIsTooLongAreNone() {
    assertThat(CsvLines.of(CsvKind.FOLLOWING, "#uri\nhttps://far.example/1")).isEmpty();
    assertThat(CsvLines.of(CsvKind.LISTS, "one column only")).isEmpty();
    assertThat(CsvLines.of(CsvKind.BOOKMARKS, "")).isEmpty();
    assertThat(CsvLines.of(CsvKind.BOOKMARKS, "#uri\n")).isEmpty();
    String most = "bad.example\n".repeat(CsvLines.MOST);
    assertThat(CsvLines.of(CsvKind.DOMAIN_BLOCKING, "#domain\n" + most).map(List::size))
        .isEqualTo(Optional.of(CsvLines.MOST));
    assertThat(CsvLines.of(CsvKind.DOMAIN_BLOCKING, most + "one.more.example")).isEmpty();
  }
}
