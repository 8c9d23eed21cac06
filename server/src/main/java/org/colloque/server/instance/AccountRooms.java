package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.AccountListsApi;
import org.colloque.server.accounts.AccountsApi;
import org.colloque.server.accounts.CredentialEntities;
import org.colloque.server.accounts.CredentialsApi;
import org.colloque.server.accounts.DomainBlocksApi;
import org.colloque.server.accounts.EditProfile;
import org.colloque.server.accounts.ExpireMutes;
import org.colloque.server.accounts.ProfileImages;
import org.colloque.server.accounts.ProfileTexts;
import org.colloque.server.accounts.Relations;
import org.colloque.server.accounts.RelationsApi;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.accounts.Sightings;
import org.colloque.server.http.Route;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.ImageProcessor;
import org.colloque.server.media.MediaStore;
import org.colloque.server.notifications.Notifier;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.statuses.Mentions;

/** Profiles and the relations between people, joined. */
public final class AccountRooms {
  private final Relations relations;
  private final EditProfile editProfile;
  private final List<Route> routes = new ArrayList<>();
  private final List<Worker> workers;

  AccountRooms(
      Kit kit,
      Outbox outbox,
      Notifier notifier,
      Resolver resolver,
      Sightings sightings,
      AccountEntities entities,
      ImageProcessor images,
      MediaStore store) {
    relations = Relations.of(kit, notifier, outbox);
    editProfile =
        new EditProfile(
            kit,
            new ProfileImages(images, store),
            new ProfileTexts(kit, new Mentions(kit, resolver)),
            outbox,
            relations.answer(),
            sightings);
    routes.addAll(new RelationsApi(kit, relations).routes());
    routes.addAll(new DomainBlocksApi(kit, relations).routes());
    routes.addAll(new AccountsApi(kit, entities, sightings).routes());
    routes.addAll(new AccountListsApi(kit, entities).routes());
    routes.addAll(new CredentialsApi(kit, editProfile, new CredentialEntities(entities)).routes());
    workers = List.of(new ExpireMutes(kit, relations.mute()));
  }

  /** The verbs between two accounts. */
  public Relations relations() {
    return relations;
  }

  public EditProfile editProfile() {
    return editProfile;
  }

  List<Route> routes() {
    return routes;
  }

  List<Worker> workers() {
    return workers;
  }
}
