package org.colloque.server.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.http.Route;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.GroupMedia;
import org.colloque.server.media.MediaStore;
import org.colloque.server.notifications.GroupNews;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.oauth.Throttle;
import org.colloque.server.pages.PageReplies;

/** The room of groups, joined. */
public final class Groups {
  private final Kit kit;
  private final Registrar registrar;
  private final GroupLog log;
  private final Invitations invitations;
  private final GroupVerbs verbs;
  private final ExportGroup export;
  private final GroupMedia media;
  private final AccountEntities accounts;

  /**
   * @param founders the setting that says who may make groups
   * @param guests the setting that says whether people of other instances may be guests
   */
  public Groups(
      Kit kit,
      Notifier notifier,
      Supplier<Founders> founders,
      BooleanSupplier guests,
      MediaStore store,
      AccountEntities accounts) {
    this.kit = kit;
    this.accounts = accounts;
    registrar = new Registrar(kit);
    log = new GroupLog(kit, registrar);
    invitations = new Invitations(kit);
    verbs = GroupVerbs.of(kit, registrar, log, notifier, invitations, founders, guests);
    export = new ExportGroup(kit, store, kit.config().dataFolder().resolve("tmp"));
    media = new GroupMedia(kit, store);
  }

  /** What can be done about groups. */
  public GroupVerbs verbs() {
    return verbs;
  }

  /** What was decided in them. */
  public GroupLog log() {
    return log;
  }

  /** What members are told of them. */
  public GroupNews news() {
    return new News(kit);
  }

  /**
   * @param resolver finds people of other instances who are asked in by their handle
   */
  public List<Route> routes(PageReplies replies, Resolver resolver) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new GroupPages(kit, replies, verbs, invitations, accounts).routes());
    routes.addAll(new GroupSettingsPages(kit, replies, verbs).routes());
    routes.addAll(
        new GroupPeoplePages(kit, replies, verbs, invitations, accounts, resolver).routes());
    routes.addAll(new JoinPages(kit, replies, verbs.join(), invitations, accounts).routes());
    routes.addAll(new GroupLogPages(kit, replies).routes());
    routes.addAll(new ExportPages(export, new Throttle(kit)).routes());
    routes.addAll(new GlassPages(kit, replies, verbs.glass()).routes());
    routes.addAll(new GroupsApi(kit, verbs, invitations, accounts, resolver).routes());
    return routes;
  }

  public List<Worker> workers() {
    return List.of(new EndMemberships(kit, registrar, log), new EraseGroups(kit, media));
  }
}
