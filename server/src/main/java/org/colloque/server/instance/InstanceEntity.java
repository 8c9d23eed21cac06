package org.colloque.server.instance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.colloque.server.http.RawJson;
import org.jspecify.annotations.Nullable;

/** The instance as clients see it (Mastodon 4.6, entity Instance). */
record InstanceEntity(
    String domain,
    String title,
    String version,
    String sourceUrl,
    String description,
    @Nullable String wrapstodon,
    Usage usage,
    Thumbnail thumbnail,
    List<String> icon,
    List<String> languages,
    Configuration configuration,
    Registrations registrations,
    Map<String, Integer> apiVersions,
    Contact contact,
    List<RuleEntity> rules) {
  record Usage(Users users) {}

  record Users(int activeMonth) {}

  record Thumbnail(String url, String description) {}

  /**
   * @param message HTML
   * @param reasonRequired whether who asks to join has to say why
   */
  record Registrations(
      boolean enabled,
      boolean approvalRequired,
      @Nullable String message,
      @Nullable Integer minAge,
      boolean reasonRequired,
      @Nullable String url) {}

  /**
   * @param email a text in any case: a client fails on null (clients.md, section 3)
   */
  record Contact(String email, @Nullable RawJson account) {}

  /** A rule of the house; translations are not kept. */
  record RuleEntity(String id, String text, String hint, Map<String, String> translations) {}

  record Configuration(
      Addresses urls,
      Vapid vapid,
      AccountLimits accounts,
      StatusLimits statuses,
      MediaLimits mediaAttachments,
      PollLimits polls,
      Translation translation,
      TimelinesAccess timelinesAccess,
      boolean limitedFederation) {}

  record Addresses(
      String streaming,
      @Nullable String status,
      String about,
      @Nullable String privacyPolicy,
      @Nullable String termsOfService) {}

  record Vapid(String publicKey) {}

  record AccountLimits(
      int maxDisplayNameLength,
      int maxNoteLength,
      int maxAvatarDescriptionLength,
      int maxHeaderDescriptionLength,
      int maxFeaturedTags,
      int maxPinnedStatuses,
      int maxProfileFields,
      int profileFieldNameLimit,
      int profileFieldValueLimit) {}

  record StatusLimits(int maxCharacters, int maxMediaAttachments, int charactersReservedPerUrl) {}

  /** Only images are taken: the limits of videos are nothing. */
  record MediaLimits(
      List<String> supportedMimeTypes,
      int descriptionLimit,
      long imageSizeLimit,
      long imageMatrixLimit,
      long videoSizeLimit,
      int videoFrameRateLimit,
      long videoMatrixLimit) {}

  record PollLimits(
      int maxOptions, int maxCharactersPerOption, int minExpiration, int maxExpiration) {}

  record Translation(boolean enabled) {}

  record TimelinesAccess(Feeds liveFeeds, Feeds hashtagFeeds, Feeds trendingLinkFeeds) {}

  /** {@code public}, {@code authenticated} or {@code disabled}. */
  record Feeds(String local, String remote) {}

  /** The instance for older clients (Mastodon 4.6, entity V1::Instance). */
  record First(
      String uri,
      String title,
      String shortDescription,
      String description,
      String email,
      String version,
      FirstAddresses urls,
      Stats stats,
      String thumbnail,
      List<String> languages,
      boolean registrations,
      boolean approvalRequired,
      boolean invitesEnabled,
      FirstConfiguration configuration,
      @Nullable RawJson contactAccount,
      List<RuleEntity> rules) {}

  record FirstAddresses(@JsonProperty("streaming_api") String streamingApi) {}

  record Stats(int userCount, long statusCount, int domainCount) {}

  record FirstConfiguration(
      FirstAccountLimits accounts,
      StatusLimits statuses,
      FirstMediaLimits mediaAttachments,
      PollLimits polls) {}

  record FirstAccountLimits(int maxFeaturedTags) {}

  record FirstMediaLimits(
      List<String> supportedMimeTypes,
      long imageSizeLimit,
      long imageMatrixLimit,
      long videoSizeLimit,
      int videoFrameRateLimit,
      long videoMatrixLimit) {}
}
