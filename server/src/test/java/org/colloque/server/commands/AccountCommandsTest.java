package org.colloque.server.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.ACCOUNTS;
import static org.colloque.migrations.Tables.USERS;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.colloque.server.database.Viewer;
import org.colloque.server.rig.Rig;
import org.colloque.server.users.Passwords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command line beside a running server, on the same database. */
class AccountCommandsTest {
  private Rig rig;
  private Path settings;

  private record Answer(int code, String output, String errors) {}

  @BeforeEach
  void start() throws IOException {
    rig = Rig.start();
    settings = rig.folder().resolve("own.properties");
    Files.writeString(
        settings,
        """
        public-url = %s
        data-folder = %s
        database.url = %s
        database.user = %s
        database.password = %s
        database.pool-size = 2
        """
            .formatted(
                rig.base(),
                rig.folder().toAbsolutePath(),
                rig.database().url(),
                rig.database().user(),
                rig.database().password()));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void createsAnAccountWithAPasswordThatWorksAndMakesItAnOwner() {
    Answer created = run("account create alice alice@mail.example --language en");
    assertThat(created.code()).as(created.errors()).isZero();
    assertThat(passwordWorks("alice", created.output())).isTrue();
    assertThat(text("alice", USERS.ROLE)).isEqualTo("member");
    assertThat(text("alice", USERS.LOCALE)).isEqualTo("en");

    assertThat(run("account owner alice").code()).isZero();
    assertThat(text("alice", USERS.ROLE)).isEqualTo("owner");
    Answer twice = run("account create alice alice@mail.example");
    assertThat(twice.code()).isEqualTo(Failures.WRONG_WORDS);
    assertThat(twice.errors()).contains("username: Already taken.", "email: Already taken.");
  }

  @Test
  void aNewPasswordReplacesTheOldOne() {
    Answer created = run("account create bob bob@mail.example --owner");
    assertThat(text("bob", USERS.ROLE)).isEqualTo("owner");
    Answer reset = run("account reset-password bob");
    assertThat(reset.code()).isZero();
    assertThat(passwordWorks("bob", reset.output())).isTrue();
    assertThat(passwordWorks("bob", created.output())).isFalse();
  }

  @Test
  void saysWhetherAConfirmationWasNeeded() {
    rig.local("carol");
    assertThat(run("account confirm carol").output()).contains("this was not needed");
    Answer nobody = run("account confirm nobody");
    assertThat(nobody.code()).isEqualTo(Failures.WRONG_WORDS);
    assertThat(nobody.errors()).contains("nobody");
  }

  @Test
  void showsAndChangesTheSettingsOfTheInstance() {
    assertThat(run("settings set title Val").code()).isZero();
    assertThat(run("settings show").output().lines()).contains("title = Val");
    Answer wrong = run("settings set registrations perhaps");
    assertThat(wrong.code()).isEqualTo(Failures.WRONG_WORDS);
    assertThat(wrong.errors()).contains("registrations: Choose one of the list.");
    assertThat(run("settings set colour blue").code()).isEqualTo(Failures.WRONG_WORDS);
  }

  @Test
  void speaksFrenchToThoseWhoDo() {
    Answer created = run(Words.FRENCH, "account create alice alice@mail.example");
    assertThat(created.output()).startsWith("mot de passe\u00a0: ");
    assertThat(run(Words.FRENCH, "account confirm alice").output())
        .contains("ce n’était pas nécessaire");
    assertThat(run(Words.FRENCH, "account owner nobody").errors()).contains("Personne ici");
    assertThat(run(Words.FRENCH, "account create alice alice@mail.example").errors())
        .contains("username\u00a0: Déjà pris.", "email\u00a0: Déjà pris.");
  }

  private boolean passwordWorks(String username, String output) {
    String password = output.strip().replace("password: ", "");
    try (Passwords passwords = new Passwords(rig.kit().cryptography().passwords())) {
      return passwords.matches(password, text(username, USERS.PASSWORD_HASH));
    }
  }

  private String text(String username, org.jooq.TableField<?, String> field) {
    return rig.kit()
        .db()
        .as(
            Viewer.stranger(),
            tx ->
                String.valueOf(
                    tx.sql()
                        .select(field)
                        .from(USERS)
                        .join(ACCOUNTS)
                        .on(ACCOUNTS.ID.eq(USERS.ACCOUNT_ID))
                        .where(ACCOUNTS.USERNAME.eq(username))
                        .fetchSingle(field)));
  }

  private Answer run(String command) {
    return run(Words.ENGLISH, command);
  }

  private Answer run(Words words, String command) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        CommandLines.line(words)
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(errors))
            .execute(
                Stream.concat(
                        Stream.of(command.split(" ", -1)),
                        Stream.of("--config", settings.toString()))
                    .toArray(String[]::new));
    return new Answer(code, output.toString(), errors.toString());
  }
}
