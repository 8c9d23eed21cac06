package org.colloque.server.instance;

import java.util.ArrayList;
import java.util.List;
import org.colloque.server.accounts.AccountEntities;
import org.colloque.server.accounts.DirectoryApi;
import org.colloque.server.accounts.PreferencesApi;
import org.colloque.server.accounts.Resolver;
import org.colloque.server.api.NotYetApi;
import org.colloque.server.filters.ChangeFilters;
import org.colloque.server.filters.FiltersApi;
import org.colloque.server.filters.OldFiltersApi;
import org.colloque.server.http.Route;
import org.colloque.server.kit.Kit;
import org.colloque.server.outbox.Outbox;
import org.colloque.server.search.Search;
import org.colloque.server.search.SearchApi;
import org.colloque.server.statuses.StatusEntities;
import org.colloque.server.suggestions.SuggestionsApi;
import org.colloque.server.tags.FeatureTag;
import org.colloque.server.tags.FeaturedTagsApi;
import org.colloque.server.tags.FollowTag;
import org.colloque.server.tags.TagEntities;
import org.colloque.server.tags.TagsApi;
import org.colloque.server.timelines.MarkersApi;
import org.colloque.server.trends.AdminStatusesApi;
import org.colloque.server.trends.AdminTagsApi;
import org.colloque.server.trends.LinksApi;
import org.colloque.server.trends.TrendsApi;

/** What apps ask for when they start, and search, joined. */
public final class ApiRooms {
  private final Statistics statistics;
  private final FollowTag followTag;
  private final FeatureTag featureTag;
  private final TagEntities tags;
  private final FeaturedTagsApi featuredTags;
  private final ChangeFilters changeFilters;
  private final Search search;
  private final List<Route> routes = new ArrayList<>();

  ApiRooms(
      Kit kit,
      SignInRooms signIn,
      SourceCode sourceCode,
      Resolver resolver,
      Outbox outbox,
      AccountEntities accounts,
      StatusEntities statuses) {
    statistics = new Statistics(kit);
    followTag = new FollowTag(kit);
    featureTag = new FeatureTag(kit, outbox);
    tags = new TagEntities(kit);
    changeFilters = new ChangeFilters(kit);
    search = new Search(kit, accounts, statuses, tags);
    InstanceEntities instance =
        new InstanceEntities(
            kit, signIn.settings(), sourceCode, signIn.vapidKey(), statistics, accounts);
    routes.addAll(new InstanceApi(kit, signIn.settings(), statistics, instance).routes());
    routes.addAll(new CustomEmojisApi(kit).routes());
    routes.addAll(new PreferencesApi(kit).routes());
    routes.addAll(new DirectoryApi(kit, accounts).routes());
    routes.addAll(new MarkersApi(kit).routes());
    routes.addAll(new TagsApi(kit, followTag, featureTag, tags).routes());
    featuredTags = new FeaturedTagsApi(kit, featureTag, tags);
    routes.addAll(featuredTags.routes());
    routes.addAll(new SearchApi(kit, resolver, search).routes());
    routes.addAll(new FiltersApi(kit, changeFilters).routes());
    routes.addAll(new OldFiltersApi(kit, changeFilters).routes());
    routes.addAll(new SuggestionsApi(kit, accounts).routes());
    routes.addAll(
        new TrendsApi(kit, () -> signIn.settings().current().trends(), tags, statuses).routes());
    routes.addAll(new LinksApi(kit, () -> signIn.settings().current().trends()).routes());
    routes.addAll(new AdminTagsApi(kit, tags).routes());
    routes.addAll(new AdminStatusesApi(kit, statuses).routes());
    routes.addAll(NotYetApi.routes());
  }

  /** A member shows a hashtag on their profile. */
  FeatureTag featureTag() {
    return featureTag;
  }

  /** The hashtags on profiles. */
  FeaturedTagsApi featuredTags() {
    return featuredTags;
  }

  /** How large the instance is. */
  public Statistics statistics() {
    return statistics;
  }

  public FollowTag followTag() {
    return followTag;
  }

  /** A member keeps what they do not want to read. */
  ChangeFilters changeFilters() {
    return changeFilters;
  }

  public TagEntities tags() {
    return tags;
  }

  /** Finds people and hashtags, here and elsewhere. */
  public Search search() {
    return search;
  }

  List<Route> routes() {
    return routes;
  }
}
