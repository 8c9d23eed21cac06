package org.colloque.server.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.colloque.migrations.Tables.GROUPS;
import static org.colloque.migrations.Tables.GROUP_LOG;
import static org.colloque.migrations.Tables.MEDIA_ATTACHMENTS;
import static org.colloque.migrations.Tables.MEMBERSHIPS;
import static org.colloque.migrations.Tables.NOTIFICATIONS;
import static org.colloque.migrations.Tables.STATUSES;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.Tx;
import org.colloque.server.groups.Circle.Who;
import org.colloque.server.rig.Browser;
import org.colloque.server.rig.Person;
import org.colloque.server.rig.WebPage;
import org.jooq.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Export, deletion with its time of grace, and what is left of a group afterwards: nothing. */
class GroupEndTest {
  private static Circle circle;

  @BeforeAll
  static void open() {
    circle = new Circle();
  }

  @AfterAll
  static void close() {
    circle.close();
  }

  @BeforeEach
  void clear() {
    circle.clear();
  }

  /** A post with a picture, as the board writes them. */
  private static long post(GroupId group, Person author, String text) {
    long media =
        author
            .app()
            .upload("POST", "/api/v2/media", "file", "a.png", png(), "description", "alt " + text)
            .json()
            .path("id")
            .asLong();
    long id = circle.rig().kit().ids().next();
    circle
        .rig()
        .kit()
        .db()
        .<Integer>seeingAll(tx -> {
          tx.sql()
              .execute(
                  "INSERT INTO statuses (id, account_id, local, audience, group_id,"
                      + " conversation_id, text, content_html, created_at)"
                      + " VALUES (?, ?, true, 'group', ?, ?, ?, ?, now())",
                  id,
                  author.account().value(),
                  group.value(),
                  id,
                  text,
                  "<p>" + text + "</p>");
          return tx.sql()
              .execute(
                  "UPDATE media_attachments SET status_id = ?, group_id = ? WHERE id = ?",
                  id,
                  group.value(),
                  media);
        });
    return id;
  }

  private static byte[] png() {
    try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file);
      return file.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static int count(Table<?> table) {
    return circle.rig().kit().db().<Integer>seeingAll(tx -> tx.sql().fetchCount(table));
  }

  private static long files() throws IOException {
    try (Stream<Path> all = Files.walk(circle.rig().folder().resolve("media"))) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  private static void organise(BiConsumer<Tx, AccountId> verb) {
    circle.as(Who.ORGANISER, tx -> verb.accept(tx, circle.account(Who.ORGANISER)));
  }

  @Test
  void nothingIsLeftOfAGroupAfterTheTimeOfGrace() throws IOException {
    long filesBefore = files();
    GroupId group = circle.full("To be erased");
    post(group, circle.person(Who.MEMBER), "a case");
    assertThat(files()).isGreaterThan(filesBefore);
    organise((tx, me) -> circle.verbs().delete().delete(tx, me, group));
    circle.rig().clock().advance(DeleteGroup.GRACE.minus(Duration.ofSeconds(1)));
    circle.rig().runDueJobs();
    assertThat(
            WebPage.open(circle.browser(circle.person(Who.MEMBER)), "/groups/" + group + "/about")
                .document()
                .text())
        .contains("This group will be erased on");
    circle.rig().clock().advance(Duration.ofSeconds(1));
    circle.rig().runDueJobs();
    for (Table<?> table :
        new Table<?>[] {GROUPS, MEMBERSHIPS, GROUP_LOG, STATUSES, MEDIA_ATTACHMENTS}) {
      assertThat(count(table)).as(table.getName()).isZero();
    }
    assertThat(
            circle
                .rig()
                .kit()
                .db()
                .<Integer>seeingAll(
                    tx -> tx.sql().fetchCount(NOTIFICATIONS, NOTIFICATIONS.GROUP_ID.isNotNull())))
        .isZero();
    assertThat(files()).isEqualTo(filesBefore);
  }

  @Test
  void anOrganiserTakesTheDeletionBack() {
    GroupId group = circle.full("Kept");
    organise((tx, me) -> circle.verbs().delete().delete(tx, me, group));
    Person member = circle.person(Who.MEMBER);
    assertThat(circle.outcome(member, tx -> MemberOf.of(tx, group, member.account()).writes()))
        .isEqualTo(403);
    assertThat(WebPage.open(circle.browser(member), "/notifications").document().text())
        .contains("Kept: organiser decided to delete the group");
    organise((tx, me) -> circle.verbs().delete().takeBack(tx, me, group));
    circle.rig().clock().advance(DeleteGroup.GRACE);
    circle.rig().runDueJobs();
    assertThat(circle.role(group, member)).isEqualTo(Role.MEMBER);
    assertThat(circle.outcome(member, tx -> MemberOf.of(tx, group, member.account()).writes()))
        .isEqualTo(200);
  }

  @Test
  void aMemberTakesTheirOwnAndNothingOfOthers() throws IOException {
    GroupId group = circle.full("Exported");
    Person member = circle.person(Who.MEMBER);
    long mine = post(group, member, "what I wrote");
    post(group, circle.person(Who.ORGANISER), "zzkanari of another");
    assertThat(
            member.app().post("/api/v1/statuses", "status", "@exported A topic\n\nMore").status())
        .isEqualTo(200);
    organise((tx, me) -> circle.verbs().archive().archive(tx, me, group));

    Browser.Answer answer = circle.browser(member).get("/groups/" + group + "/export");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/zip");
    assertThat(answer.header("cache-control")).contains("no-store");
    Map<String, byte[]> entries = entries(answer.response().body());
    assertThat(entries.keySet())
        .containsExactlyInAnyOrder(
            "membership.json", "posts.json", "posts.md", "media/" + mediaOf(mine) + ".png");
    String all = "";
    for (byte[] bytes : entries.values()) {
      all += new String(bytes, StandardCharsets.UTF_8);
    }
    assertThat(all)
        .contains(
            "\"title\":\"A topic\"",
            "# A topic\n",
            "Exported",
            "what I wrote",
            "alt what I wrote",
            "\"role\":\"member\"")
        .doesNotContain("zzkanari", circle.account(Who.ORGANISER).toString());
    assertThat(
            ImageIO.read(
                new ByteArrayInputStream(
                    entries.getOrDefault("media/" + mediaOf(mine) + ".png", new byte[0]))))
        .isNotNull();
    // deleted when the server has seen that it is sent
    Awaitility.await().until(() -> temporaryFiles() == 0);
  }

  private static long temporaryFiles() throws IOException {
    try (Stream<Path> left = Files.list(circle.rig().folder().resolve("tmp"))) {
      return left.count();
    }
  }

  private static long mediaOf(long status) {
    return circle
        .rig()
        .kit()
        .db()
        .<Long>seeingAll(tx ->
            tx.sql()
                .select(MEDIA_ATTACHMENTS.ID)
                .from(MEDIA_ATTACHMENTS)
                .where(MEDIA_ATTACHMENTS.STATUS_ID.eq(status))
                .fetchSingle()
                .value1());
  }

  private static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
