package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.EditProfile;
import org.colloque.server.accounts.ProfilePages;
import org.colloque.server.accounts.ProfileSettingsPages;
import org.colloque.server.accounts.RelationPages;
import org.colloque.server.accounts.Relations;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.accounts.Sightings;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.media.MediaApi;
import org.colloque.server.media.MediaEntities;
import org.colloque.server.notifications.GroupNews;
import org.colloque.server.notifications.NotificationPages;
import org.colloque.server.notifications.PolicyPages;
import org.colloque.server.pages.InstallPages;
import org.colloque.server.pages.LanguagePages;
import org.colloque.server.pages.PageReplies;
import org.colloque.server.pages.Pages;
import org.colloque.server.pages.StaticFiles;
import org.colloque.server.quotes.QuotePages;
import org.colloque.server.search.Search;
import org.colloque.server.search.SearchPages;
import org.colloque.server.statuses.ComposePages;
import org.colloque.server.statuses.Composers;
import org.colloque.server.statuses.MarkPages;
import org.colloque.server.statuses.PollPages;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.statuses.StatusVerbs;
import org.colloque.server.statuses.ThreadPages;
import org.colloque.server.tags.FeatureTag;
import org.colloque.server.tags.TagEntities;
import org.colloque.server.timelines.TimelinePages;
import org.colloque.server.trends.ExplorePages;
import org.colloque.server.trends.TrendsPages;

/** The pages of reading and writing, joined. */
final class PageRooms {
  private final PageReplies replies;
  private final List<Route> routes = new ArrayList<>();

  /** What pages draw: the same renderings as the client API. */
  record Renderings(AccountEntities accounts, StatusEntities statuses, MediaEntities media) {}

  /** What pages do: the same verbs as the client API. */
  record Verbs(
      StatusVerbs statuses,
      Relations relations,
      EditProfile editProfile,
      FeatureTag featureTag,
      MediaApi media,
      Search search,
      Resolver resolver,
      Sightings sightings,
      GroupNews groupNews) {}

  PageRooms(
      Kit kit,
      Settings settings,
      SourceCode sourceCode,
      Renderings shown,
      Verbs verbs,
      BooleanSupplier setUpNeeded) {
    Pages pages = Pages.precompiled();
    InstanceFrame frame = new InstanceFrame(kit, settings, shown.accounts(), sourceCode);
    replies = new PageReplies(pages, frame);
    routes.addAll(new InstallPages(pages, frame).routes());
    routes.addAll(sourceCode.routes());
    Composers composers = new Composers(kit, shown.media());
    routes.addAll(new StaticFiles().routes());
    routes.addAll(new LanguagePages(kit.urls().isHttps()).routes());
    routes.addAll(new AboutPages(kit, replies, settings, shown.accounts(), setUpNeeded).routes());
    routes.addAll(
        new ProfilePages(kit, replies, shown.accounts(), shown.statuses(), verbs.sightings())
            .routes());
    routes.addAll(
        new ProfileSettingsPages(
                kit, replies, shown.accounts(), verbs.editProfile(), verbs.featureTag())
            .routes());
    routes.addAll(new SearchPages(kit, replies, verbs.search(), verbs.resolver()).routes());
    routes.addAll(new RelationPages(kit, verbs.relations()).routes());
    routes.addAll(
        new ThreadPages(kit, replies, shown.statuses(), composers, verbs.sightings()).routes());
    routes.addAll(new MarkPages(kit, verbs.statuses()).routes());
    routes.addAll(new PollPages(kit, verbs.statuses().vote()).routes());
    routes.addAll(
        new ComposePages(kit, replies, verbs.statuses(), verbs.media(), shown.statuses(), composers)
            .routes());
    routes.addAll(
        new QuotePages(kit, replies, verbs.statuses().quotes(), shown.statuses()).routes());
    routes.addAll(new TimelinePages(kit, replies, shown.statuses(), composers).routes());
    routes.addAll(
        new NotificationPages(kit, replies, shown.accounts(), shown.statuses(), verbs.groupNews())
            .routes());
    TagEntities tags = new TagEntities(kit);
    routes.addAll(
        new ExplorePages(
                kit,
                replies,
                () -> settings.current().trends(),
                shown.accounts(),
                shown.statuses(),
                tags)
            .routes());
    routes.addAll(new TrendsPages(kit, replies, shown.statuses(), tags).routes());
    routes.addAll(new PolicyPages(kit, replies, shown.accounts()).routes());
  }

  List<Route> routes() {
    return routes;
  }

  /** Draws pages in their frame, for the rooms that have pages of their own. */
  PageReplies replies() {
    return replies;
  }
}
