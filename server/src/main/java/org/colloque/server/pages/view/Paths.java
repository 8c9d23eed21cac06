package org.colloque.server.pages.view;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The addresses of the pages. Templates and route classes take them from here. */
public final class Paths {
  public static final String LANDING = "/";
  public static final String ABOUT = "/about";
  public static final String SIGN_UP = "/sign-up";
  public static final String SIGN_IN = "/sign-in";
  public static final String SIGN_IN_CODE = "/sign-in/code";
  public static final String SIGN_IN_GUEST = "/sign-in/guest";
  public static final String SIGN_OUT = "/sign-out";
  public static final String AUTHORIZE = "/oauth/authorize";
  public static final String CONFIRM = "/confirm";
  public static final String PASSWORD_RESET = "/password/reset";
  public static final String PASSWORD_NEW = "/password/new";
  public static final String SETUP = "/setup";
  public static final String LANGUAGE = "/language";
  public static final String HOME = "/home";
  public static final String LOCAL = "/local";
  public static final String FEDERATED = "/federated";
  public static final String NOTIFICATIONS = "/notifications";
  public static final String FILTERED = "/notifications/filtered";
  public static final String SEARCH = "/search";
  public static final String EXPLORE = "/explore";
  public static final String EXPLORE_TAGS = "/explore/tags";
  public static final String EXPLORE_NEWS = "/explore/news";
  public static final String EXPLORE_PEOPLE = "/explore/people";
  public static final String ADMIN_TRENDS = "/admin/trends";
  public static final String BOOKMARKS = "/bookmarks";
  public static final String FAVOURITES = "/favourites";
  public static final String COMPOSE = "/compose";
  public static final String STATUSES = "/statuses";

  /** Below a timeline: how many posts came since {@code min_id}. */
  public static final String NEWS = "/news";

  /** A stream of events: there is something new in a timeline. */
  public static final String LIVE = "/live";

  /** Below a profile or a hashtag: the same as an Atom feed. */
  public static final String FEED = "/feed.atom";

  public static final String LISTS = "/lists";
  public static final String TAGS = "/tags";
  public static final String GROUPS = "/groups";
  public static final String GROUPS_NEW = "/groups/new";
  public static final String GROUPS_JOIN = "/groups/join";
  public static final String GROUPS_INVITATIONS = "/groups/invitations";
  public static final String SETTINGS = "/settings";
  public static final String SETTINGS_PROFILE = "/settings/profile";
  public static final String SETTINGS_ACCOUNT = "/settings/account";
  public static final String SETTINGS_PASSWORD = "/settings/account/password";
  public static final String SETTINGS_EMAIL = "/settings/account/email";
  public static final String SETTINGS_TWO_FACTOR = "/settings/two-factor";
  public static final String SETTINGS_TWO_FACTOR_OFF = "/settings/two-factor/off";
  public static final String SETTINGS_RECOVERY_CODES = "/settings/two-factor/recovery-codes";
  public static final String SETTINGS_SESSIONS = "/settings/sessions";
  public static final String SETTINGS_DELETE = "/settings/delete";
  public static final String DELETED = "/deleted";
  public static final String SETTINGS_MOVE = "/settings/move";
  public static final String SETTINGS_MOVE_STAY = "/settings/move/stay";
  public static final String SETTINGS_ALIASES = "/settings/move/aliases";
  public static final String SETTINGS_ALIASES_REMOVE = "/settings/move/aliases/remove";
  public static final String SETTINGS_POSTING = "/settings/posting";
  public static final String SETTINGS_MAIL = "/settings/mail";
  public static final String SETTINGS_NOTIFICATIONS = "/settings/notifications";
  public static final String SETTINGS_DEVICE = "/settings/mail/device";
  public static final String SETTINGS_DEVICE_OFF = "/settings/mail/device/off";
  public static final String SETTINGS_CALENDAR = "/settings/mail/calendar";
  public static final String SETTINGS_CALENDAR_OFF = "/settings/mail/calendar/off";
  public static final String SETTINGS_EXPORT = "/settings/export";
  public static final String SETTINGS_ARCHIVE = "/settings/export/archive";
  public static final String SETTINGS_ARCHIVE_FILE = "/settings/export/archive.zip";
  public static final String SETTINGS_IMPORT = "/settings/import";
  public static final String FILTERS = "/settings/filters";
  public static final String ADMIN = "/admin";
  public static final String ADMIN_REGISTRATIONS = "/admin/registrations";
  public static final String ADMIN_INVITATIONS = "/admin/invitations";
  public static final String ADMIN_SETTINGS = "/admin/settings";
  public static final String ADMIN_ANNOUNCEMENTS = "/admin/announcements";
  public static final String ADMIN_EMOJIS = "/admin/emojis";
  public static final String ADMIN_STORAGE = "/admin/storage";
  public static final String ADMIN_REPORTS = "/admin/reports";
  public static final String ADMIN_ACCOUNTS = "/admin/accounts";
  public static final String ADMIN_BARRIERS = "/admin/barriers";
  public static final String ADMIN_GROUPS = "/admin/groups";
  public static final String ADMIN_FEDERATION = "/admin/federation";
  public static final String ADMIN_SERVERS = "/admin/federation/servers";
  public static final String ADMIN_DELIVERIES = "/admin/federation/deliveries";
  public static final String ADMIN_WAITING = "/admin/federation/deliveries/waiting";
  public static final String ADMIN_UNREAD = "/admin/federation/not-understood";
  public static final String ADMIN_LISTS = "/admin/federation/lists";
  public static final String FEDERATION_PREVIEW = "/admin/federation/preview";
  public static final String FEDERATION_APPLY = "/admin/federation/apply";
  public static final String FEDERATION_EXPORT = "/admin/federation/domain_blocks.csv";

  private Paths() {}

  /** The filters of a member, to put this post into one. */
  public static String filterPost(String status) {
    return FILTERS + "?post=" + status;
  }

  /** The actions that a button below a post stands for. */
  public enum StatusAction {
    FAVOURITE,
    UNFAVOURITE,
    REBLOG,
    UNREBLOG,
    BOOKMARK,
    UNBOOKMARK,
    PIN,
    UNPIN,
    DELETE
  }

  /** The actions that a button on a profile stands for. */
  public enum AccountAction {
    FOLLOW,
    UNFOLLOW,
    MUTE,
    UNMUTE,
    BLOCK,
    UNBLOCK,
    ACCEPT,
    REJECT
  }

  /** The actions of the owner on someone who asks to join. */
  public enum RegistrationAction {
    APPROVE,
    CONFIRM,
    REJECT
  }

  public static String status(String id, StatusAction action) {
    return STATUSES + "/" + id + "/" + lower(action);
  }

  /** What a member decides about somebody whose notifications wait. */
  public static String filtered(String id, String action) {
    return FILTERED + "/" + id + "/" + action;
  }

  /** The form below a poll. */
  public static String vote(String id) {
    return STATUSES + "/" + id + "/vote";
  }

  public static String account(String id, AccountAction action) {
    return "/accounts/" + id + "/" + lower(action);
  }

  public static String registration(String id, RegistrationAction action) {
    return ADMIN_REGISTRATIONS + "/" + id + "/" + lower(action);
  }

  /** A list of people; {@code ""}, {@code "/settings"}, {@code "/people"} and others. */
  public static String peopleList(String id, String action) {
    return LISTS + "/" + id + action;
  }

  /** In which of one's lists somebody is. */
  public static String listsOf(String account) {
    return "/accounts/" + account + "/lists";
  }

  /** A table that a member takes with them. */
  public static String export(String file) {
    return SETTINGS_EXPORT + "/" + file;
  }

  /** A filter; {@code ""} or {@code "/delete"}. */
  public static String filter(String id, String action) {
    return FILTERS + "/" + id + action;
  }

  /** One followed list, and what is done about it: {@code ""}, {@code "/accept"} and others. */
  public static String list(String id, String action) {
    return ADMIN_LISTS + "/" + id + action;
  }

  /** What a moderator decides about an account. */
  public static String report(String id) {
    return ADMIN_REPORTS + "/" + id;
  }

  /** {@code resolve} or {@code reopen}. */
  public static String report(String id, String action) {
    return report(id) + "/" + action;
  }

  public static String moderate(String id, String action) {
    return ADMIN_ACCOUNTS + "/" + id + "/" + action;
  }

  /** Does not suggest somebody any longer. */
  public static String dismissSuggestion(String id) {
    return EXPLORE_PEOPLE + "/" + id + "/dismiss";
  }

  /** Says whether something may trend: {@code tags} or {@code posts}, {@code approve} or not. */
  public static String review(String kind, String id, String action) {
    return ADMIN_TRENDS + "/" + kind + "/" + id + "/" + action;
  }

  /** Puts a barrier of this kind up, or takes the one with this number down. */
  public static String barrier(String kind, String id) {
    return ADMIN_BARRIERS + "/" + kind + (id.isEmpty() ? "" : "/" + id + "/lift");
  }

  /** A page of a private group, or what is done there: {@code /about}; empty for its board. */
  public static String group(String id, String page) {
    return GROUPS + "/" + id + page;
  }

  /** An invitation by name, or what is answered to it: {@code /accept}. */
  public static String groupInvitation(String id, String answer) {
    return GROUPS_INVITATIONS + "/" + id + answer;
  }

  public static String groupSearch(String group, String asked) {
    return group(group, "/search?q=" + encode(asked));
  }

  public static String topic(String group, String topic) {
    return group(group, "/topics/" + topic);
  }

  /** A post of a group; with what is done with it, or empty. */
  public static String groupPost(String group, String post, String action) {
    return group(group, "/posts/" + post + action);
  }

  public static String reply(String statusId) {
    return COMPOSE + "?reply_to=" + statusId;
  }

  public static String quote(String statusId) {
    return COMPOSE + "?quote=" + statusId;
  }

  /** Below a post: who quotes it. */
  public static final String QUOTES = "/quotes";

  /** Where whoever is asked lets a post quote theirs, or does not. */
  public static String quoteRequest(String quoting, boolean yes) {
    return STATUSES + "/" + quoting + "/quote-request/" + (yes ? "accept" : "refuse");
  }

  /** Where the author of a post takes it out of what quotes it. */
  public static String revokeQuote(String quoted, String quoting) {
    return STATUSES + "/" + quoted + QUOTES + "/" + quoting + "/revoke";
  }

  /** Who may quote a post. */
  public static String quotePolicy(String status) {
    return STATUSES + "/" + status + "/quote-policy";
  }

  public static String revokeSession(String id) {
    return SETTINGS_SESSIONS + "/" + id + "/revoke";
  }

  public static String revokeApp(String id) {
    return "/settings/apps/" + id + "/revoke";
  }

  public static String revokeInvitation(String id) {
    return ADMIN_INVITATIONS + "/" + id + "/revoke";
  }

  /** A page that says that its form was saved. */
  public static String saved(String path) {
    return path + "?saved=1";
  }

  public static String tag(String name) {
    return "/tags/" + encode(name);
  }

  /** The button on a hashtag. */
  public static String followTag(String name, boolean follow) {
    return tag(name) + (follow ? "/follow" : "/unfollow");
  }

  /** {@code enable}, {@code disable} or {@code delete}. */
  public static String emoji(String id, String action) {
    return ADMIN_EMOJIS + "/" + id + "/" + action;
  }

  /** {@code dismiss} or {@code react}. */
  public static String announcement(String id, String action) {
    return "/announcements/" + id + "/" + action;
  }

  public static String language(String code, String back) {
    return LANGUAGE + "?to=" + code + "&return_to=" + encode(back);
  }

  public static String signIn(String back) {
    return SIGN_IN + "?return_to=" + encode(back);
  }

  public static String signInAsGuest(String back) {
    return SIGN_IN_GUEST + "?return_to=" + encode(back);
  }

  /** Where the instance of a guest sends them back to: each has one of its own. */
  public static String guestReturn(String host) {
    return SIGN_IN_GUEST + "/" + host;
  }

  /** The secret of a link that lets people into a group; empty for any other address. */
  public static String joinToken(String path) {
    return path.startsWith(GROUPS_JOIN + "/") ? path.substring(GROUPS_JOIN.length() + 1) : "";
  }

  /**
   * Where a form leads back to: {@code wanted} when it is a path of this instance, so that nobody
   * can be led elsewhere by a link to us.
   */
  public static String back(String wanted, String otherwise) {
    boolean ours =
        wanted.startsWith("/")
            && !wanted.startsWith("//")
            && wanted.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    return ours ? wanted : otherwise;
  }

  private static String lower(Enum<?> action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
