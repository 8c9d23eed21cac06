package org.colloque.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.colloque.server.search.Question.Wish;
import org.junit.jupiter.api.Test;

/** What is typed, taken apart into words and operators. */
class QuestionTest {
  @Test
  void operatorsAreTakenOutOfTheWords() {
    Question question =
        Question.of(
            "toux from:claire@far.example -from:me \"trois semaines\" HAS:Poll is:reply language:fr");
    assertThat(question.words()).isEqualTo("toux \"trois semaines\"");
    assertThat(question.from())
        .containsExactly(new Wish("claire@far.example", true), new Wish("me", false));
    assertThat(question.has()).containsExactly(new Wish("poll", true));
    assertThat(question.is()).containsExactly(new Wish("reply", true));
    assertThat(question.languages()).containsExactly(new Wish("fr", true));
    assertThat(question.library()).isFalse();
    assertThat(Question.of("in:library").library()).isTrue();
  }

  @Test
  void daysAndMonthsBecomeASpanWhoseEndIsNotInIt() {
    Question day = Question.of("during:2026-11-23");
    assertThat(day.since()).contains(LocalDate.of(2026, 11, 23));
    assertThat(day.until()).contains(LocalDate.of(2026, 11, 24));
    Question month = Question.of("during:2026-11");
    assertThat(month.since()).contains(LocalDate.of(2026, 11, 1));
    assertThat(month.until()).contains(LocalDate.of(2026, 12, 1));
    Question between = Question.of("after:2026-01-31 before:2026-03-01 after:2025-01-01");
    assertThat(between.since()).contains(LocalDate.of(2026, 2, 1));
    assertThat(between.until()).contains(LocalDate.of(2026, 3, 1));
  }

  @Test
  void whatOnlyLooksLikeAnOperatorIsAWord() {
    for (String words :
        List.of(
            "before:tomorrow",
            "during:2026-13",
            "has:everything",
            "-in:library",
            "is:true",
            "https://far.example/from:me",
            "\"from:me\"",
            "note:fr",
            "language:français")) {
      Question question = Question.of(words);
      assertThat(question.words()).isEqualTo(words);
      assertThat(question.hasOperators()).as(words).isFalse();
    }
  }

  @Test
  void oneOperatorTooManyIsAWord() {
    Question most = Question.of("from:me ".repeat(Question.MOST));
    assertThat(most.from()).hasSize(Question.MOST);
    assertThat(most.words()).isEmpty();
    Question more = Question.of("from:me ".repeat(Question.MOST + 1));
    assertThat(more.from()).hasSize(Question.MOST);
    assertThat(more.words()).isEqualTo("from:me");
  }
}
