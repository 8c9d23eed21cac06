package org.colloque.server.instance;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountViews;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.http.Caller;
import org.colloque.server.http.Json;
import org.colloque.server.http.RawJson;
import org.colloque.server.kit.Kit;
import org.colloque.server.kit.Version;
import org.colloque.server.notifications.UnreadNotifications;
import org.colloque.server.pages.Frame;
import org.colloque.server.pages.view.AccountView;
import org.colloque.server.pages.view.Flash;
import org.colloque.server.pages.view.InstanceView;
import org.colloque.server.pages.view.MemberView;
import org.colloque.server.pages.view.PageView;
import org.colloque.server.pages.words.Messages;
import org.colloque.server.pages.words.Times;
import org.jspecify.annotations.Nullable;

/** The frame of all pages: what the owner calls this instance, and who is signed in. */
final class InstanceFrame implements Frame {
  /** Where most members live; a setting of each member once there is one. */
  private static final ZoneId ZONE = ZoneId.of("Europe/Paris");

  private final Kit kit;
  private final Settings settings;
  private final AccountEntities accounts;
  private final SourceCode sourceCode;

  InstanceFrame(Kit kit, Settings settings, AccountEntities accounts, SourceCode sourceCode) {
    this.kit = kit;
    this.settings = settings;
    this.accounts = accounts;
    this.sourceCode = sourceCode;
  }

  @Override
  public PageView around(Caller caller, String path, List<Flash> flashes) {
    Caller.Member member = caller.member();
    MemberView shown =
        member == null ? null : kit.db().as(Viewer.of(member.account()), tx -> member(tx, member));
    Caller.Session session = caller.session();
    return page(
        settings.current(),
        caller.locale(),
        shown,
        guest(caller),
        session == null ? "" : session.csrf(),
        path,
        flashes);
  }

  @Override
  public PageView plain(Locale locale) {
    return page(InstanceSettings.defaults(), locale, null, null, "", "/", List.of());
  }

  private @Nullable AccountView guest(Caller caller) {
    Caller.Guest guest = caller.guest();
    if (guest == null) {
      return null;
    }
    RawJson entity =
        kit.db()
            .<@Nullable RawJson>as(
                Viewer.stranger(), tx -> accounts.one(tx.sql(), guest.account()));
    return entity == null ? null : AccountViews.of(Json.read(entity.bytes()), Map.of());
  }

  private MemberView member(Tx tx, Caller.Member member) {
    RawJson entity = Objects.requireNonNull(accounts.one(tx.sql(), member.account()));
    return new MemberView(
        AccountViews.of(
            Json.read(entity.bytes()),
            AccountViews.professions(tx.sql(), List.of(member.account().value()))),
        member.isStaff(),
        member.moderates(),
        UnreadNotifications.count(tx.sql(), member.account(), member.user()));
  }

  private PageView page(
      InstanceSettings about,
      Locale locale,
      @Nullable MemberView member,
      @Nullable AccountView guest,
      String csrf,
      String path,
      List<Flash> flashes) {
    Messages messages = Messages.of(locale);
    InstanceView instance =
        new InstanceView(
            about.title(),
            kit.urls().host(),
            about.shortDescription(),
            about.registrations() == RegistrationMode.OPEN
                || about.registrations() == RegistrationMode.APPROVAL,
            about.admitsGuests(),
            Version.current(),
            sourceCode.address(about));
    return new PageView(
        instance,
        messages,
        new Times(messages, ZONE, kit.now()),
        member,
        guest,
        csrf,
        path,
        flashes);
  }
}
