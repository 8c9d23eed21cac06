-- The spine of Colloque. Identifiers are 64-bit and sortable by time: milliseconds << 16 | sequence,
-- handed out by the server (org.colloque.server.database.Ids), so that statuses, reblogs and
-- notifications page by id. Mastodon's words throughout.

-- A connection gives each statement two seconds (Db.REQUEST_TIMEOUT); a migration takes what it needs.
SET LOCAL statement_timeout = 0;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Blocks of 1024 low bits of identifiers, one block per process at a time.
CREATE SEQUENCE id_blocks;

-- ---------------------------------------------------------------------------------------------
-- Who looks. Set once per transaction by the one opener (Db); unset means a stranger.
-- ---------------------------------------------------------------------------------------------
CREATE FUNCTION viewer_id() RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('colloque.viewer', true), '')::bigint;

-- Work that must see everything (retention, export, deletion) asks for it by name.
CREATE FUNCTION sees_all() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('colloque.sees_all', true), '') = 'on';

-- ---------------------------------------------------------------------------------------------
-- The instance
-- ---------------------------------------------------------------------------------------------
CREATE TABLE instance_settings (
  key        text PRIMARY KEY,
  value      jsonb NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE rules (
  id         bigint PRIMARY KEY,
  position   integer NOT NULL,
  text       text NOT NULL,
  hint       text NOT NULL DEFAULT '',
  deleted_at timestamptz
);

-- What those who run the instance say to all members
CREATE TABLE announcements (
  id         bigint PRIMARY KEY,
  text       text NOT NULL,
  html       text NOT NULL,
  -- from then on nobody sees it; null for one without an end
  ends_at    timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE custom_emojis (
  id                bigint PRIMARY KEY,
  shortcode         text NOT NULL,
  domain            text,
  uri               text,
  -- key of our store; one of another server has only its address
  image_key         text UNIQUE,
  image_url         text NOT NULL,
  static_url        text NOT NULL,
  category          text,
  visible_in_picker boolean NOT NULL DEFAULT true,
  disabled          boolean NOT NULL DEFAULT false,
  updated_at        timestamptz NOT NULL
);
CREATE UNIQUE INDEX custom_emojis_shortcode ON custom_emojis (shortcode, coalesce(domain, ''));

-- ---------------------------------------------------------------------------------------------
-- Accounts: the public face of a person, local (domain IS NULL) or remote
-- ---------------------------------------------------------------------------------------------
CREATE TABLE accounts (
  id                  bigint PRIMARY KEY,
  username            text NOT NULL,
  domain              text,
  -- the ActivityPub id
  uri                 text NOT NULL UNIQUE,
  url                 text NOT NULL,
  actor_type          text NOT NULL DEFAULT 'Person'
                      CHECK (actor_type IN ('Person', 'Service', 'Group', 'Organization', 'Application')),
  inbox_url           text NOT NULL,
  shared_inbox_url    text,
  outbox_url          text,
  followers_url       text,
  following_url       text,
  featured_url        text,
  featured_tags_url   text,
  display_name        text NOT NULL DEFAULT '',
  -- what the member wrote (local), and the sanitised HTML that is shown
  note_source         text NOT NULL DEFAULT '',
  note_html           text NOT NULL DEFAULT '',
  -- [{"name": …, "source": …, "value": html, "verified_at": …}]
  fields              jsonb NOT NULL DEFAULT '[]',
  emojis              jsonb NOT NULL DEFAULT '[]',
  -- media keys of our store, or for a remote account the address of the image there
  avatar_key          text,
  avatar_remote_url   text,
  avatar_description  text NOT NULL DEFAULT '',
  header_key          text,
  header_remote_url   text,
  header_description  text NOT NULL DEFAULT '',
  locked              boolean NOT NULL DEFAULT false,
  bot                 boolean NOT NULL DEFAULT false,
  discoverable        boolean,
  indexable           boolean NOT NULL DEFAULT false,
  hide_collections    boolean NOT NULL DEFAULT false,
  profession          text NOT NULL DEFAULT '',
  -- what apps show beside the posts of the profile
  show_media          boolean NOT NULL DEFAULT true,
  show_media_replies  boolean NOT NULL DEFAULT true,
  show_featured       boolean NOT NULL DEFAULT true,
  also_known_as       text[] NOT NULL DEFAULT '{}',
  -- sites that may name this account as an author
  attribution_domains text[] NOT NULL DEFAULT '{}',
  moved_to_id         bigint REFERENCES accounts (id) ON DELETE SET NULL,
  -- the last time that a local one moved away, or that one here was moved by its server
  moved_at            timestamptz,
  silenced_at         timestamptz,
  suspended_at        timestamptz,
  -- pictures and films of theirs are covered until somebody wants to see them
  sensitized_at       timestamptz,
  -- those who run the instance suggest to members to follow them
  suggested_at        timestamptz,
  -- by a rule about its server, not by a decision about this account: goes when the rule goes
  silenced_by_domain  boolean NOT NULL DEFAULT false,
  suspended_by_domain boolean NOT NULL DEFAULT false,
  -- a rule about its server: its pictures are not shown
  no_media            boolean NOT NULL DEFAULT false,
  deleted_at          timestamptz,
  -- when what a member left is erased: at once when they delete their account, later when suspended
  erase_at            timestamptz,
  followers_count     integer NOT NULL DEFAULT 0,
  following_count     integer NOT NULL DEFAULT 0,
  statuses_count      integer NOT NULL DEFAULT 0,
  last_status_on      date,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  -- when a remote profile was last fetched
  fetched_at          timestamptz,
  -- steps with every change that is seen in rendered JSON; part of the cache key
  version             bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX accounts_handle ON accounts (lower(username), coalesce(domain, ''));
CREATE INDEX accounts_url ON accounts (url);
CREATE INDEX accounts_domain ON accounts (domain) WHERE domain IS NOT NULL;
CREATE INDEX accounts_moved_to ON accounts (moved_to_id) WHERE moved_to_id IS NOT NULL;
CREATE INDEX accounts_local ON accounts (id) WHERE domain IS NULL;
-- the directory: the latest to join, and the latest to write
CREATE INDEX accounts_discoverable ON accounts (id DESC) WHERE discoverable;
CREATE INDEX accounts_active ON accounts (last_status_on DESC NULLS LAST, id DESC) WHERE discoverable;
-- whose statuses the public timelines leave out
CREATE INDEX accounts_limited ON accounts (id)
  WHERE suspended_at IS NOT NULL OR silenced_at IS NOT NULL OR deleted_at IS NOT NULL;
CREATE INDEX accounts_suggested ON accounts (suggested_at) WHERE suggested_at IS NOT NULL;
CREATE INDEX accounts_sensitized ON accounts (id) WHERE sensitized_at IS NOT NULL;
CREATE INDEX accounts_erase ON accounts (erase_at) WHERE erase_at IS NOT NULL;
CREATE INDEX accounts_avatar ON accounts (avatar_key) WHERE avatar_key IS NOT NULL;
CREATE INDEX accounts_header ON accounts (header_key) WHERE header_key IS NOT NULL;
CREATE INDEX accounts_search ON accounts USING gin ((lower(username) || ' ' || lower(display_name)) gin_trgm_ops);

CREATE TABLE announcement_reads (
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  announcement_id bigint NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, announcement_id)
);
CREATE INDEX announcement_reads_announcement ON announcement_reads (announcement_id);

CREATE TABLE announcement_reactions (
  id              bigint PRIMARY KEY,
  announcement_id bigint NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- a character, or the shortcode of a picture of ours
  name            text NOT NULL,
  UNIQUE (announcement_id, name, account_id)
);
CREATE INDEX announcement_reactions_account ON announcement_reactions (account_id);

-- Public keys of every account; private keys of local ones, encrypted with the instance's secret. A
-- local account has one of each algorithm: RSA signs requests, Ed25519 is for proofs (FEP-521a).
CREATE TABLE account_keys (
  key_id                text PRIMARY KEY,
  account_id            bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  algorithm             text NOT NULL DEFAULT 'rsa' CHECK (algorithm IN ('rsa', 'ed25519')),
  public_key_pem        text NOT NULL,
  private_key_encrypted bytea,
  fetched_at            timestamptz NOT NULL
);
CREATE INDEX account_keys_account ON account_keys (account_id);

-- ---------------------------------------------------------------------------------------------
-- Users: who signs in here
-- ---------------------------------------------------------------------------------------------
CREATE TABLE invites (
  id          bigint PRIMARY KEY,
  code_hash   bytea NOT NULL UNIQUE,
  created_by  bigint REFERENCES accounts (id) ON DELETE SET NULL,
  comment     text NOT NULL DEFAULT '',
  max_uses    integer CHECK (max_uses > 0),
  uses        integer NOT NULL DEFAULT 0,
  expires_at  timestamptz,
  revoked_at  timestamptz,
  created_at  timestamptz NOT NULL,
  CHECK (max_uses IS NULL OR uses <= max_uses)
);
CREATE INDEX invites_created_by ON invites (created_by) WHERE created_by IS NOT NULL;

CREATE TABLE users (
  id                    bigint PRIMARY KEY,
  account_id            bigint NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
  email                 text NOT NULL,
  -- the address as compared: NFKC, lower case, canonical host
  email_canonical       text NOT NULL UNIQUE,
  password_hash         text NOT NULL,
  role                  text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'moderator', 'admin', 'owner')),
  locale                text NOT NULL DEFAULT 'fr',
  confirmed_at          timestamptz,
  approved_at           timestamptz,
  disabled_at           timestamptz,
  sign_up_reason        text NOT NULL DEFAULT '',
  invite_id             bigint REFERENCES invites (id) ON DELETE SET NULL,
  created_by_app_id     bigint,
  totp_secret_encrypted bytea,
  totp_enabled_at       timestamptz,
  -- the last time step that was used: a code works once
  totp_last_step        bigint,
  default_privacy       text NOT NULL DEFAULT 'public',
  default_quote_policy  text NOT NULL DEFAULT 'public' CHECK (default_quote_policy IN ('public', 'followers', 'ask', 'nobody')),
  default_sensitive     boolean NOT NULL DEFAULT false,
  default_language      text,
  -- another one with every change of the member's filters; 0 while there are none
  filters_version       bigint NOT NULL DEFAULT 0,
  -- a letter each week about what happened, and kinds of notifications that are mailed soon
  mail_digest           boolean NOT NULL DEFAULT true,
  mail_kinds            text[] NOT NULL DEFAULT '{}',
  digest_at             timestamptz,
  -- of which notification, and when, the last letter told
  mailed_until          bigint NOT NULL DEFAULT 0,
  mailed_at             timestamptz,
  -- of the secret address of the calendar
  calendar_hash         bytea UNIQUE,
  -- what letters say of their private groups: nothing, how much, or the first words; and
  -- whether messages to their devices say what is said in their private groups
  mail_groups           text NOT NULL DEFAULT 'count' CHECK (mail_groups IN ('off', 'count', 'words')),
  push_groups           boolean NOT NULL DEFAULT false,
  created_at            timestamptz NOT NULL,
  last_sign_in_at       timestamptz
);
CREATE INDEX users_digest ON users ((coalesce(digest_at, created_at))) WHERE mail_digest;
CREATE INDEX users_mailed ON users (mailed_at NULLS FIRST) WHERE mail_kinds <> '{}';

CREATE TABLE recovery_codes (
  user_id   bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (user_id, code_hash)
);

-- One-time links: e-mail confirmation, password reset, first set-up
CREATE TABLE one_time_tokens (
  token_hash bytea PRIMARY KEY,
  purpose    text NOT NULL CHECK (purpose IN ('confirm_email', 'reset_password', 'set_up')),
  user_id    bigint REFERENCES users (id) ON DELETE CASCADE,
  -- the address to be confirmed, where it differs from the present one
  email      text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  CHECK (purpose = 'set_up' OR user_id IS NOT NULL)
);
CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id, purpose);

CREATE TABLE sessions (
  id           bigint PRIMARY KEY,
  token_hash   bytea NOT NULL UNIQUE,
  user_id      bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  user_agent   text NOT NULL DEFAULT '',
  ip           text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX sessions_user ON sessions (user_id);

-- People of other instances who have signed in here with theirs: they see the groups of which they are
-- guests, and nothing else that a visitor does not see
CREATE TABLE guests (
  account_id   bigint PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  signed_in_at timestamptz NOT NULL
);

CREATE TABLE guest_sessions (
  id         bigint PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  account_id bigint NOT NULL REFERENCES guests (account_id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX guest_sessions_account ON guest_sessions (account_id);

-- As what we are known to the instances of guests
CREATE TABLE guest_apps (
  origin                  text PRIMARY KEY,
  client_id               text NOT NULL,
  client_secret_encrypted bytea NOT NULL,
  scope                   text NOT NULL,
  registered_at           timestamptz NOT NULL
);

-- Letters on their way to the SMTP server; whom they go to and what they say is encrypted, for they
-- hold one-time links
CREATE TABLE outgoing_mails (
  id              bigint PRIMARY KEY,
  sealed          bytea NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  created_at      timestamptz NOT NULL
);
CREATE INDEX outgoing_mails_due ON outgoing_mails (next_attempt_at, id);

-- Counters of attempts per key (an account, an address block …) and window; lost in a crash without harm
CREATE UNLOGGED TABLE throttles (
  key          text NOT NULL,
  window_start timestamptz NOT NULL,
  attempts     integer NOT NULL DEFAULT 1,
  PRIMARY KEY (key, window_start)
);

CREATE TABLE audit_log (
  seq        bigserial PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor_id   bigint,
  kind       text NOT NULL,
  payload    jsonb NOT NULL DEFAULT '{}'
);

-- ---------------------------------------------------------------------------------------------
-- Who may not join, or not even come: domains of e-mail, addresses of e-mail, networks
-- ---------------------------------------------------------------------------------------------
CREATE TABLE email_domain_blocks (
  id                  bigint PRIMARY KEY,
  -- canonical; holds for what lies below it too
  domain              text NOT NULL UNIQUE,
  -- they may ask to join, also where nobody else has to ask
  allow_with_approval boolean NOT NULL DEFAULT false,
  created_at          timestamptz NOT NULL
);

-- Who tried to join in spite of it, by day, kept for a week; a place is kept only as a code
CREATE TABLE email_domain_attempts (
  block_id bigint NOT NULL REFERENCES email_domain_blocks (id) ON DELETE CASCADE,
  day      date NOT NULL,
  place    text NOT NULL,
  uses     integer NOT NULL DEFAULT 1,
  PRIMARY KEY (block_id, day, place)
);

CREATE TABLE canonical_email_blocks (
  id   bigint PRIMARY KEY,
  -- SHA-256 of the address without what mailboxes ignore
  hash bytea NOT NULL UNIQUE CHECK (length(hash) = 32)
);

CREATE TABLE ip_blocks (
  id         bigint PRIMARY KEY,
  -- address/prefix, the bits of the host zero
  ip         text NOT NULL UNIQUE,
  severity   text NOT NULL CHECK (severity IN ('sign_up_requires_approval', 'sign_up_block', 'no_access')),
  comment    text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  expires_at timestamptz
);

-- On which days a member was here, for the figures of those who run the instance
CREATE TABLE member_days (
  day     date NOT NULL,
  user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  PRIMARY KEY (day, user_id)
);
CREATE INDEX member_days_user ON member_days (user_id);

-- ---------------------------------------------------------------------------------------------
-- Other servers: rules about them, and lists of rules that others keep. Domains are canonical
-- (org.colloque.federation.handle.Hosts), without a port; a rule holds for what lies below it too.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE domain_blocks (
  id              bigint PRIMARY KEY,
  domain          text NOT NULL UNIQUE,
  severity        text NOT NULL CHECK (severity IN ('noop', 'silence', 'suspend')),
  reject_media    boolean NOT NULL DEFAULT false,
  reject_reports  boolean NOT NULL DEFAULT false,
  private_comment text NOT NULL DEFAULT '',
  public_comment  text NOT NULL DEFAULT '',
  obfuscate       boolean NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL
);

-- whom an instance speaks with that speaks with named ones only: these, and nothing below them
CREATE TABLE domain_allows (
  id         bigint PRIMARY KEY,
  domain     text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);

CREATE TABLE domain_subscriptions (
  id            bigint PRIMARY KEY,
  url           text NOT NULL UNIQUE,
  kind          text NOT NULL CHECK (kind IN ('block', 'allow')),
  -- of two lists that name a domain, the one with the smaller number counts
  priority      integer NOT NULL,
  -- whether new entries count at once or wait for the owner
  automatic     boolean NOT NULL DEFAULT false,
  etag          text,
  fetched_at    timestamptz,
  next_fetch_at timestamptz NOT NULL,
  last_error    text,
  created_at    timestamptz NOT NULL
);

-- what a list says now; an entry that it drops is dropped here
CREATE TABLE domain_subscription_entries (
  subscription_id bigint NOT NULL REFERENCES domain_subscriptions (id) ON DELETE CASCADE,
  domain          text NOT NULL,
  severity        text NOT NULL CHECK (severity IN ('noop', 'silence', 'suspend')),
  reject_media    boolean NOT NULL DEFAULT false,
  reject_reports  boolean NOT NULL DEFAULT false,
  public_comment  text NOT NULL DEFAULT '',
  state           text NOT NULL CHECK (state IN ('draft', 'accepted', 'refused')),
  PRIMARY KEY (subscription_id, domain)
);

-- ---------------------------------------------------------------------------------------------
-- OAuth 2
-- ---------------------------------------------------------------------------------------------
CREATE TABLE oauth_apps (
  id                 bigint PRIMARY KEY,
  client_id          text NOT NULL UNIQUE,
  client_secret_hash bytea NOT NULL,
  name               text NOT NULL,
  website            text,
  redirect_uris      text[] NOT NULL,
  scopes             text[] NOT NULL,
  created_at         timestamptz NOT NULL
);

CREATE TABLE oauth_tokens (
  id           bigint PRIMARY KEY,
  token_hash   bytea NOT NULL UNIQUE,
  app_id       bigint NOT NULL REFERENCES oauth_apps (id) ON DELETE CASCADE,
  -- no user: a token of the app itself (client credentials)
  user_id      bigint REFERENCES users (id) ON DELETE CASCADE,
  scopes       text[] NOT NULL,
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
CREATE INDEX oauth_tokens_user ON oauth_tokens (user_id);
CREATE INDEX oauth_tokens_app ON oauth_tokens (app_id);

CREATE TABLE oauth_codes (
  code_hash      bytea PRIMARY KEY,
  app_id         bigint NOT NULL REFERENCES oauth_apps (id) ON DELETE CASCADE,
  user_id        bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  redirect_uri   text NOT NULL,
  scopes         text[] NOT NULL,
  code_challenge text,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  used_at        timestamptz,
  -- the token that the code was exchanged for: revoked when the code is played again
  token_id       bigint REFERENCES oauth_tokens (id) ON DELETE SET NULL
);
CREATE INDEX oauth_codes_user ON oauth_codes (user_id);
CREATE INDEX oauth_codes_app ON oauth_codes (app_id);
CREATE INDEX oauth_codes_token ON oauth_codes (token_id) WHERE token_id IS NOT NULL;

-- ---------------------------------------------------------------------------------------------
-- Relations between accounts
-- ---------------------------------------------------------------------------------------------
CREATE TABLE follows (
  id                bigint PRIMARY KEY,
  account_id        bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- id of the Follow activity, ours or theirs
  uri               text UNIQUE,
  show_reblogs      boolean NOT NULL DEFAULT true,
  notify            boolean NOT NULL DEFAULT false,
  languages         text[],
  any_language      boolean NOT NULL GENERATED ALWAYS AS (languages IS NULL) STORED,
  -- false for whom the follower keeps to an exclusive list
  in_home           boolean NOT NULL DEFAULT true,
  created_at        timestamptz NOT NULL,
  UNIQUE (account_id, target_account_id),
  CHECK (account_id <> target_account_id)
);
-- with all that feeds ask of each who follows: their rows lie in as many places as there are readers
CREATE INDEX follows_target ON follows (target_account_id, id DESC) INCLUDE (account_id, show_reblogs, any_language, in_home);
CREATE INDEX follows_account ON follows (account_id, id DESC);
-- who wants to be told of each post
CREATE INDEX follows_notify ON follows (target_account_id) WHERE notify;

CREATE TABLE follow_requests (
  id                bigint PRIMARY KEY,
  account_id        bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri               text UNIQUE,
  show_reblogs      boolean NOT NULL DEFAULT true,
  notify            boolean NOT NULL DEFAULT false,
  languages         text[],
  created_at        timestamptz NOT NULL,
  UNIQUE (account_id, target_account_id),
  CHECK (account_id <> target_account_id)
);
CREATE INDEX follow_requests_target ON follow_requests (target_account_id, id DESC);

CREATE TABLE blocks (
  id                bigint PRIMARY KEY,
  account_id        bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  uri               text UNIQUE,
  created_at        timestamptz NOT NULL,
  UNIQUE (account_id, target_account_id),
  CHECK (account_id <> target_account_id)
);
CREATE INDEX blocks_target ON blocks (target_account_id);

CREATE TABLE mutes (
  id                 bigint PRIMARY KEY,
  account_id         bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_account_id  bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  hide_notifications boolean NOT NULL DEFAULT true,
  expires_at         timestamptz,
  created_at         timestamptz NOT NULL,
  UNIQUE (account_id, target_account_id),
  CHECK (account_id <> target_account_id)
);
CREATE INDEX mutes_target ON mutes (target_account_id);
CREATE INDEX mutes_expiring ON mutes (expires_at) WHERE expires_at IS NOT NULL;

-- Lists of people whom a member follows. What these write is looked up when a list is read
CREATE TABLE lists (
  id             bigint PRIMARY KEY,
  account_id     bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  title          text NOT NULL,
  replies_policy text NOT NULL CHECK (replies_policy IN ('followed', 'list', 'none')),
  exclusive      boolean NOT NULL,
  created_at     timestamptz NOT NULL,
  UNIQUE (account_id, id)
);

-- Who is no longer followed leaves the lists by the second key
CREATE TABLE list_accounts (
  id         bigint PRIMARY KEY,
  list_id    bigint NOT NULL,
  owner_id   bigint NOT NULL,
  account_id bigint NOT NULL,
  UNIQUE (list_id, account_id),
  FOREIGN KEY (owner_id, list_id) REFERENCES lists (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (owner_id, account_id) REFERENCES follows (account_id, target_account_id) ON DELETE CASCADE
);
CREATE INDEX list_accounts_list ON list_accounts (owner_id, list_id);
CREATE INDEX list_accounts_member ON list_accounts (owner_id, account_id);
-- whose lists a new status concerns
CREATE INDEX list_accounts_author ON list_accounts (account_id);

CREATE TABLE account_notes (
  account_id        bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  comment           text NOT NULL,
  PRIMARY KEY (account_id, target_account_id)
);
CREATE INDEX account_notes_target ON account_notes (target_account_id);

-- People whom a member shows on their profile
CREATE TABLE endorsements (
  id                bigint PRIMARY KEY,
  account_id        bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at        timestamptz NOT NULL,
  UNIQUE (account_id, target_account_id),
  CHECK (account_id <> target_account_id)
);
CREATE INDEX endorsements_target ON endorsements (target_account_id);

-- People whom a member does not want to be suggested
CREATE TABLE suggestion_dismissals (
  account_id        bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, target_account_id)
);
CREATE INDEX suggestion_dismissals_target ON suggestion_dismissals (target_account_id);

-- Servers of which a member wants to see nothing
-- People whom a member recommends together, under a name
CREATE TABLE collections (
  id           bigint PRIMARY KEY,
  account_id   bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name         text NOT NULL,
  description  text NOT NULL DEFAULT '',
  language     text,
  -- as it was written
  tag_name     text,
  sensitive    boolean NOT NULL DEFAULT false,
  discoverable boolean NOT NULL DEFAULT true,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL
);
CREATE INDEX collections_account ON collections (account_id, id);

-- A row stays when the one who is recommended does not want it: nobody puts them in again
CREATE TABLE collection_items (
  id            bigint PRIMARY KEY,
  collection_id bigint NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  account_id    bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  revoked_at    timestamptz,
  created_at    timestamptz NOT NULL,
  UNIQUE (collection_id, account_id)
);
CREATE INDEX collection_items_account ON collection_items (account_id, id);

CREATE TABLE account_domain_blocks (
  id         bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  domain     text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (account_id, domain)
);
CREATE INDEX account_domain_blocks_domain ON account_domain_blocks (domain);

-- Activities that arrived before what they undo (federation quirk 33): kept some hours
CREATE TABLE undone_early (
  uri        text PRIMARY KEY,
  actor_uri  text NOT NULL,
  expires_at timestamptz NOT NULL
);

-- ---------------------------------------------------------------------------------------------
-- Private groups (community.md, B.1). What is mine alone stands in `memberships`, what members see of
-- each other in `group_members`. All of them are read by members and written only by the registrar of
-- the groups (org.colloque.server.groups.Registrar), in a moment in which it sees all: whoever has the
-- viewer of a member cannot write themselves or anybody in.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE groups (
  id           bigint PRIMARY KEY,
  name         text NOT NULL,
  -- what the handles of the members begin with: lower case letters, digits and hyphens
  slug         text NOT NULL,
  description  text NOT NULL DEFAULT '',
  -- Markdown as it was written, and the cleaned HTML that is shown
  charter      text NOT NULL DEFAULT '',
  charter_html text NOT NULL DEFAULT '',
  type         text NOT NULL DEFAULT 'peer' CHECK (type IN ('peer', 'balint', 'open', 'campaign')),
  visibility   text NOT NULL DEFAULT 'secret' CHECK (visibility IN ('secret', 'listed')),
  -- in words: every first Tuesday
  rhythm       text NOT NULL DEFAULT '',
  seats        integer NOT NULL CHECK (seats > 0),
  -- IANA
  zone         text NOT NULL DEFAULT 'Europe/Paris',
  created_by   bigint REFERENCES accounts (id) ON DELETE SET NULL,
  created_at   timestamptz NOT NULL,
  -- read-only from then on
  archived_at  timestamptz,
  -- everything is erased then; until then it is read-only, can be exported and taken back
  delete_after timestamptz,
  version      bigint NOT NULL DEFAULT 1
);
CREATE INDEX groups_created_by ON groups (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX groups_deleted ON groups (delete_after) WHERE delete_after IS NOT NULL;

-- Who is in, in their own eyes: decides through my_groups() what every other table shows them
CREATE TABLE memberships (
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  group_id   bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  -- how this member names the group as first word of a post. Unique for them only, so that it says
  -- nothing of groups of others; nobody else can read it, because a number at its end tells of theirs
  handle     text NOT NULL,
  -- null for as long as they are wanted; guests and who broke the glass have an end
  until      timestamptz,
  PRIMARY KEY (account_id, group_id),
  UNIQUE (account_id, handle)
);
CREATE INDEX memberships_group ON memberships (group_id);
CREATE INDEX memberships_until ON memberships (until) WHERE until IS NOT NULL;

-- Who is guest of nothing any more is not signed in any more
CREATE FUNCTION end_guest_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM guest_sessions s WHERE s.account_id = OLD.account_id
    AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = OLD.account_id);
  RETURN NULL;
END $$;
CREATE TRIGGER memberships_guest AFTER DELETE ON memberships
  FOR EACH ROW EXECUTE FUNCTION end_guest_sessions();

-- the body is bound when it is made: pg_dump reads the tables with an empty search_path
CREATE FUNCTION my_groups() RETURNS bigint[]
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (SELECT coalesce(array_agg(group_id), '{}') FROM memberships
          WHERE account_id = viewer_id() AND (until IS NULL OR until > now()));

-- Who looks is somebody of this instance: no stranger, no guest from another one
CREATE FUNCTION viewer_is_local() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN EXISTS (SELECT 1 FROM accounts WHERE id = viewer_id() AND domain IS NULL);

CREATE TABLE group_members (
  group_id   bigint NOT NULL,
  account_id bigint NOT NULL,
  role       text NOT NULL
             CHECK (role IN ('organiser', 'moderator', 'member', 'guest', 'observer', 'glass')),
  -- organiser, moderator and member take a seat
  invited_by bigint REFERENCES accounts (id) ON DELETE SET NULL,
  joined_at  timestamptz NOT NULL,
  -- shown to the others: the same as memberships.until
  until      timestamptz,
  PRIMARY KEY (group_id, account_id),
  FOREIGN KEY (account_id, group_id) REFERENCES memberships (account_id, group_id) ON DELETE CASCADE
);
CREATE INDEX group_members_account ON group_members (account_id, group_id);
CREATE INDEX group_members_invited_by ON group_members (invited_by) WHERE invited_by IS NOT NULL;

-- What is shown of a listed group to the members of the instance. A secret one has no row here. Kept by
-- a trigger on groups and group_members.
CREATE TABLE listed_groups (
  group_id bigint PRIMARY KEY REFERENCES groups (id) ON DELETE CASCADE,
  name     text NOT NULL,
  type     text NOT NULL,
  rhythm   text NOT NULL,
  seats    integer NOT NULL,
  taken    integer NOT NULL
);
CREATE INDEX listed_groups_name ON listed_groups (lower(name), group_id);

-- The board: five categories to begin with, named by their slug in the language of who reads; own ones
-- have a name
CREATE TABLE group_categories (
  id          bigint PRIMARY KEY,
  group_id    bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  slug        text CHECK (slug IN ('cas', 'geeks', 'bistrot', 'anonyme', 'bonnes-nouvelles')),
  name        text,
  position    smallint NOT NULL,
  -- no new topics; what is in it stays
  archived_at timestamptz,
  UNIQUE (group_id, slug),
  UNIQUE (id, group_id),
  CHECK ((slug IS NULL) <> (name IS NULL))
);

-- Who was asked in by name (account_id), or by a link that opens once (token_hash)
CREATE TABLE group_invitations (
  id          bigint PRIMARY KEY,
  group_id    bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  account_id  bigint REFERENCES accounts (id) ON DELETE CASCADE,
  -- SHA-256 of the secret in the link
  token_hash  bytea UNIQUE,
  role        text NOT NULL CHECK (role IN ('member', 'observer', 'guest')),
  -- when the membership that comes of it ends
  member_until timestamptz,
  invited_by  bigint REFERENCES accounts (id) ON DELETE CASCADE,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  UNIQUE (group_id, account_id),
  CHECK ((account_id IS NULL) <> (token_hash IS NULL))
);
CREATE INDEX group_invitations_account ON group_invitations (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX group_invitations_invited_by ON group_invitations (invited_by) WHERE invited_by IS NOT NULL;
CREATE INDEX group_invitations_expired ON group_invitations (expires_at);

-- Who asks to join a listed group; gone with its listing
CREATE TABLE group_requests (
  group_id   bigint NOT NULL REFERENCES listed_groups (group_id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  message    text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (group_id, account_id)
);
CREATE INDEX group_requests_account ON group_requests (account_id);

-- What was decided in a group, in a chain that shows when somebody changed it afterwards. No foreign
-- key to the actor: who leaves the instance must not change it.
CREATE TABLE group_log (
  group_id  bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  seq       bigint NOT NULL CHECK (seq > 0),
  at        timestamptz NOT NULL,
  -- null: the server itself
  actor_id  bigint,
  kind      text NOT NULL,
  payload   jsonb NOT NULL DEFAULT '{}',
  -- 32 bytes of zero in the first row
  prev_hash bytea NOT NULL CHECK (length(prev_hash) = 32),
  -- SHA-256 over prev_hash and the row as JSON (RFC 8785)
  hash      bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (group_id, seq)
);

CREATE FUNCTION group_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  SELECT seq, hash INTO last FROM group_log WHERE group_id = NEW.group_id ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1
     OR NEW.prev_hash <> coalesce(last.hash, decode(repeat('00', 32), 'hex')) THEN
    RAISE EXCEPTION 'a row of the group log must follow the last one';
  END IF;
  RETURN NEW;
END $$;

-- A row goes only with its whole group
CREATE FUNCTION group_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM groups WHERE id = OLD.group_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the group log is append-only';
END $$;

CREATE TRIGGER group_log_chain BEFORE INSERT ON group_log FOR EACH ROW EXECUTE FUNCTION group_log_chain();
CREATE TRIGGER group_log_stays BEFORE UPDATE OR DELETE ON group_log FOR EACH ROW EXECUTE FUNCTION group_log_stays();
CREATE TRIGGER group_log_whole BEFORE TRUNCATE ON group_log FOR EACH STATEMENT EXECUTE FUNCTION group_log_stays();

-- listed_groups, from the two tables it shows
CREATE FUNCTION list_group() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed bigint;
BEGIN
  IF TG_TABLE_NAME = 'groups' THEN
    changed := NEW.id;
  ELSE
    changed := coalesce(NEW.group_id, OLD.group_id);
  END IF;
  DELETE FROM listed_groups l WHERE l.group_id = changed AND NOT EXISTS (
    SELECT 1 FROM groups g WHERE g.id = changed AND g.visibility = 'listed'
      AND g.archived_at IS NULL AND g.delete_after IS NULL);
  INSERT INTO listed_groups (group_id, name, type, rhythm, seats, taken)
    SELECT g.id, g.name, g.type, g.rhythm, g.seats,
           (SELECT count(*) FROM group_members m
            WHERE m.group_id = g.id AND m.role IN ('organiser', 'moderator', 'member'))
    FROM groups g WHERE g.id = changed AND g.visibility = 'listed'
      AND g.archived_at IS NULL AND g.delete_after IS NULL
  ON CONFLICT (group_id) DO UPDATE SET name = EXCLUDED.name, type = EXCLUDED.type, rhythm = EXCLUDED.rhythm,
    seats = EXCLUDED.seats, taken = EXCLUDED.taken;
  RETURN NULL;
END $$;
CREATE TRIGGER groups_listed AFTER INSERT OR UPDATE ON groups FOR EACH ROW EXECUTE FUNCTION list_group();
CREATE TRIGGER group_members_listed AFTER INSERT OR UPDATE OR DELETE ON group_members
  FOR EACH ROW EXECUTE FUNCTION list_group();

-- ---------------------------------------------------------------------------------------------
-- Statuses. A reblog is a status. A deleted one keeps its row, emptied, as a tombstone.
-- ---------------------------------------------------------------------------------------------
-- Names that other servers gave to conversations. One without a name is but a number, which is the
-- same in all of its statuses
CREATE TABLE conversations (
  id  bigint PRIMARY KEY,
  uri text NOT NULL UNIQUE
);

CREATE TABLE statuses (
  id                  bigint PRIMARY KEY,
  account_id          bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- the ActivityPub id: null for what is never federated
  uri                 text UNIQUE,
  url                 text,
  local               boolean NOT NULL,
  audience            text NOT NULL
                      CHECK (audience IN ('public', 'unlisted', 'followers', 'direct', 'group')),
  group_id            bigint REFERENCES groups (id) ON DELETE CASCADE,
  reblog_of_id        bigint REFERENCES statuses (id) ON DELETE CASCADE,
  in_reply_to_id      bigint REFERENCES statuses (id) ON DELETE SET NULL,
  -- refers to accounts without a key: who was ever answered keeps a row there for good, also when erased, and
  -- a key would need an index that each answer from elsewhere pays for
  in_reply_to_account_id bigint,
  -- address of a parent that we do not hold (yet)
  in_reply_to_uri     text,
  conversation_id     bigint NOT NULL,
  -- what the member wrote, and the HTML that is shown (sanitised, if it came from elsewhere)
  text                text NOT NULL DEFAULT '',
  content_html        text NOT NULL DEFAULT '',
  spoiler_text        text NOT NULL DEFAULT '',
  sensitive           boolean NOT NULL DEFAULT false,
  language            text,
  emojis              jsonb NOT NULL DEFAULT '[]',
  -- in the public timelines: public, no reblog, no reply to another person
  listed              boolean NOT NULL DEFAULT false,
  -- fetched, not received: nobody was told of it, until its own server sends it
  quiet               boolean NOT NULL DEFAULT false,
  application_id      bigint REFERENCES oauth_apps (id) ON DELETE SET NULL,
  replies_count       integer NOT NULL DEFAULT 0,
  reblogs_count       integer NOT NULL DEFAULT 0,
  favourites_count    integer NOT NULL DEFAULT 0,
  -- posts that quote it with the author's consent
  quotes_count        integer NOT NULL DEFAULT 0,
  -- whom the author lets like, answer, boost and quote it, eight bits each (statuses/Interactions):
  -- everybody, and quote nobody, where nothing is said
  interactions        integer NOT NULL DEFAULT 65793,
  -- an answer or a boost of which the author over there had to be asked: empty while it waits, then
  -- where their server says that they agree
  approval            text,
  -- what its server tells beyond what came here: shown, never counted on
  reblogs_elsewhere   integer NOT NULL DEFAULT 0,
  favourites_elsewhere integer NOT NULL DEFAULT 0,
  created_at          timestamptz NOT NULL,
  edited_at           timestamptz,
  deleted_at          timestamptz,
  -- steps with every change that is seen in rendered JSON (edit, counters, media); part of the cache key
  version             bigint NOT NULL DEFAULT 1,
  CHECK ((audience = 'group') = (group_id IS NOT NULL)),
  CHECK (audience <> 'group' OR uri IS NULL),
  CHECK (NOT listed OR audience = 'public' AND deleted_at IS NULL),
  -- the target of the foreign key of deliveries: only a federated audience can be delivered
  UNIQUE (id, audience)
) WITH (fillfactor = 85);
CREATE INDEX statuses_account ON statuses (account_id, id DESC);
CREATE UNIQUE INDEX statuses_reblog ON statuses (reblog_of_id, account_id) WHERE reblog_of_id IS NOT NULL AND deleted_at IS NULL;
-- for what hangs on a row that is deleted: without, each deletion reads the table from end to end
CREATE INDEX statuses_reblog_of ON statuses (reblog_of_id) WHERE reblog_of_id IS NOT NULL;
CREATE INDEX statuses_application ON statuses (application_id) WHERE application_id IS NOT NULL;
CREATE INDEX statuses_url ON statuses (url) WHERE url IS NOT NULL;
CREATE INDEX statuses_reply ON statuses (in_reply_to_id) WHERE in_reply_to_id IS NOT NULL;
-- where the threads begin that begin here: they are served whole (FEP-7888)
CREATE INDEX statuses_thread ON statuses (conversation_id) WHERE local AND in_reply_to_id IS NULL AND reblog_of_id IS NULL;
CREATE INDEX statuses_missing_parent ON statuses (in_reply_to_uri) WHERE in_reply_to_uri IS NOT NULL AND in_reply_to_id IS NULL;
-- public and local timelines
CREATE INDEX statuses_public ON statuses (id DESC) WHERE listed;
CREATE INDEX statuses_local ON statuses (id DESC) WHERE listed AND local;
-- what was said in a group
CREATE INDEX statuses_group ON statuses (group_id, id DESC) WHERE group_id IS NOT NULL;

-- What quotes what, and whether the quoted author agrees (FEP-044f). As with deliveries, PostgreSQL
-- itself refuses that a post of a group quotes or is quoted.
CREATE TABLE quotes (
  status_id         bigint PRIMARY KEY,
  status_audience   text NOT NULL CHECK (status_audience IN ('public', 'unlisted', 'followers', 'direct')),
  account_id        bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- null while we do not hold what is quoted
  quoted_id         bigint,
  quoted_audience   text CHECK (quoted_audience IN ('public', 'unlisted', 'followers', 'direct')),
  quoted_account_id bigint REFERENCES accounts (id) ON DELETE SET NULL,
  quoted_uri        text NOT NULL,
  state             text NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected', 'revoked', 'deleted')),
  -- said in the words of before, which ask nobody: not shown as a quote before it is accepted
  legacy            boolean NOT NULL DEFAULT false,
  -- the QuoteRequest, ours or theirs; and where the quoted author's server says that they agree
  request_uri       text,
  stamp_uri         text,
  created_at        timestamptz NOT NULL,
  FOREIGN KEY (status_id, status_audience) REFERENCES statuses (id, audience) ON UPDATE CASCADE ON DELETE CASCADE,
  FOREIGN KEY (quoted_id, quoted_audience) REFERENCES statuses (id, audience) ON UPDATE CASCADE ON DELETE SET NULL,
  CHECK ((quoted_id IS NULL) = (quoted_audience IS NULL))
);
CREATE INDEX quotes_quoted ON quotes (quoted_id, status_id DESC) WHERE quoted_id IS NOT NULL;
CREATE INDEX quotes_missing ON quotes (quoted_uri) WHERE quoted_id IS NULL;
CREATE INDEX quotes_account ON quotes (account_id);
CREATE INDEX quotes_quoted_account ON quotes (quoted_account_id) WHERE quoted_account_id IS NOT NULL;
CREATE INDEX quotes_request ON quotes (request_uri) WHERE request_uri IS NOT NULL;
CREATE INDEX quotes_stamp ON quotes (stamp_uri) WHERE stamp_uri IS NOT NULL;

CREATE TABLE status_edits (
  id           bigint PRIMARY KEY,
  status_id    bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  group_id     bigint REFERENCES groups (id) ON DELETE CASCADE,
  text         text NOT NULL,
  content_html text NOT NULL,
  spoiler_text text NOT NULL,
  sensitive    boolean NOT NULL,
  emojis       jsonb NOT NULL DEFAULT '[]',
  -- the attachments as they were: [{"id": …, "description": …}]
  media        jsonb NOT NULL DEFAULT '[]',
  created_at   timestamptz NOT NULL
);
CREATE INDEX status_edits_status ON status_edits (status_id, id);
CREATE INDEX status_edits_group ON status_edits (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE media_attachments (
  id              bigint PRIMARY KEY,
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id       bigint REFERENCES statuses (id) ON DELETE SET NULL,
  group_id        bigint REFERENCES groups (id) ON DELETE CASCADE,
  position        smallint NOT NULL DEFAULT 0,
  kind            text NOT NULL CHECK (kind IN ('image', 'gifv', 'video', 'audio', 'unknown')),
  -- keys of our store; a remote attachment has only its address
  file_key        text,
  thumbnail_key   text,
  content_type    text,
  file_size       bigint,
  remote_url      text,
  thumbnail_remote_url text,
  description     text NOT NULL DEFAULT '',
  blurhash        text,
  focus_x         real,
  focus_y         real,
  width           integer,
  height          integer,
  thumbnail_width integer,
  thumbnail_height integer,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX media_attachments_status ON media_attachments (status_id, position) WHERE status_id IS NOT NULL;
CREATE INDEX media_attachments_account ON media_attachments (account_id);
CREATE INDEX media_attachments_loose ON media_attachments (created_at) WHERE status_id IS NULL;
CREATE UNIQUE INDEX media_attachments_file ON media_attachments (file_key) WHERE file_key IS NOT NULL;
CREATE UNIQUE INDEX media_attachments_thumbnail ON media_attachments (thumbnail_key) WHERE thumbnail_key IS NOT NULL;
CREATE INDEX media_attachments_group ON media_attachments (group_id) WHERE group_id IS NOT NULL;

-- Posts that are written and come out later, as they were sent. One that is for a private group comes
-- out there or nowhere, whatever became of its author since
CREATE TABLE scheduled_statuses (
  id              bigint PRIMARY KEY,
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  group_id        bigint REFERENCES groups (id) ON DELETE CASCADE,
  application_id  bigint REFERENCES oauth_apps (id) ON DELETE SET NULL,
  scheduled_at    timestamptz NOT NULL,
  params          jsonb NOT NULL,
  idempotency_key text,
  created_at      timestamptz NOT NULL,
  UNIQUE (account_id, idempotency_key)
);
CREATE INDEX scheduled_statuses_account ON scheduled_statuses (account_id, id DESC);
CREATE INDEX scheduled_statuses_due ON scheduled_statuses (scheduled_at);
CREATE INDEX scheduled_statuses_group ON scheduled_statuses (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX scheduled_statuses_app ON scheduled_statuses (application_id) WHERE application_id IS NOT NULL;

-- Uploads that such a post holds until it comes out
ALTER TABLE media_attachments
  ADD COLUMN scheduled_id bigint REFERENCES scheduled_statuses (id) ON DELETE SET NULL;
CREATE INDEX media_attachments_scheduled ON media_attachments (scheduled_id) WHERE scheduled_id IS NOT NULL;

-- Direct posts as each member has them: those of one thread among the same people
CREATE TABLE account_conversations (
  id              bigint PRIMARY KEY,
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  conversation_id bigint NOT NULL,
  -- the others, in the order of their numbers
  participants    bigint[] NOT NULL,
  last_status_id  bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  unread          boolean NOT NULL,
  UNIQUE (account_id, conversation_id, participants)
) WITH (fillfactor = 85);
CREATE INDEX account_conversations_latest ON account_conversations (account_id, last_status_id DESC);
CREATE INDEX account_conversations_status ON account_conversations (last_status_id);

-- Which posts these are: when the last one is deleted, the one before it is the last
CREATE TABLE account_conversation_statuses (
  account_conversation_id bigint NOT NULL REFERENCES account_conversations (id) ON DELETE CASCADE,
  status_id               bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  PRIMARY KEY (account_conversation_id, status_id)
);
CREATE INDEX account_conversation_statuses_status ON account_conversation_statuses (status_id);
-- Pictures of other servers that somebody looked at here, by the SHA-256 of their address
CREATE TABLE remote_files (
  url_hash   bytea PRIMARY KEY,
  file_key   text NOT NULL,
  bytes      bigint NOT NULL,
  fetched_at timestamptz NOT NULL,
  used_at    timestamptz NOT NULL
);
CREATE INDEX remote_files_used ON remote_files (used_at) INCLUDE (bytes);

-- The poll of a status, with the numbers that its server tells or, for one of ours, that we count
CREATE TABLE polls (
  status_id    bigint PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  group_id     bigint REFERENCES groups (id) ON DELETE CASCADE,
  multiple     boolean NOT NULL,
  options      text[] NOT NULL,
  -- as many as options
  votes        integer[] NOT NULL,
  -- people; null when its server does not tell
  voters       integer,
  -- null for one without an end
  ends_at      timestamptz,
  closed       boolean NOT NULL DEFAULT false,
  -- nobody sees how it stands before it is over
  hide_totals  boolean NOT NULL DEFAULT false,
  -- of ours: votes came since, and other servers were not told yet
  untold_since timestamptz,
  -- when its server last told of it
  refreshed_at timestamptz NOT NULL,
  -- somebody looked at it since, and it is to be asked for again
  wanted_at    timestamptz,
  -- when those who voted were told that it is over
  told_at      timestamptz,
  -- of groups. How votes are kept: with who gave them, also for the members to see, or without
  ballots      text NOT NULL DEFAULT 'kept' CHECK (ballots IN ('kept', 'named', 'anonymous')),
  -- nobody sees how it stands before they have voted
  hide_until_vote boolean NOT NULL DEFAULT false,
  -- where the options are dates, their moments
  dates        timestamptz[],
  CHECK (cardinality(options) = cardinality(votes)),
  CHECK (cardinality(dates) = cardinality(options)),
  CHECK (group_id IS NOT NULL OR ballots = 'kept')
);
CREATE INDEX polls_ending ON polls (ends_at) WHERE told_at IS NULL;
CREATE INDEX polls_ended ON polls (status_id) WHERE told_at IS NULL AND closed;
CREATE INDEX polls_untold ON polls (untold_since) WHERE untold_since IS NOT NULL;
CREATE INDEX polls_wanted ON polls (wanted_at) WHERE wanted_at IS NOT NULL;
CREATE INDEX polls_group ON polls (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE poll_votes (
  status_id  bigint NOT NULL REFERENCES polls (status_id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  group_id   bigint REFERENCES groups (id) ON DELETE CASCADE,
  -- index into the options, from 0
  choice     smallint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (status_id, account_id, choice)
);
CREATE INDEX poll_votes_account ON poll_votes (account_id);
CREATE INDEX poll_votes_group ON poll_votes (group_id) WHERE group_id IS NOT NULL;

-- Who has voted where votes are anonymous. What they chose is added to the counts of the poll and
-- kept nowhere else: there is no row of a ballot, so none can be laid beside these by order or time.
CREATE TABLE poll_voters (
  status_id  bigint NOT NULL REFERENCES polls (status_id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  group_id   bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  PRIMARY KEY (status_id, account_id)
);
CREATE INDEX poll_voters_account ON poll_voters (account_id);
CREATE INDEX poll_voters_group ON poll_voters (group_id);

-- ---------------------------------------------------------------------------------------------
-- The boards of groups. A topic is a status of a group that answers nothing, with a title; its
-- replies share its conversation. What one member keeps for themselves goes with the membership.
-- ---------------------------------------------------------------------------------------------
CREATE INDEX statuses_topic ON statuses (conversation_id, id) WHERE group_id IS NOT NULL;

CREATE TABLE group_topics (
  -- its first post; that one may go with its author's account while the answers stay
  status_id       bigint PRIMARY KEY,
  group_id        bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  category_id     bigint NOT NULL,
  conversation_id bigint NOT NULL UNIQUE,
  -- empty when the first post is gone and others had answered
  title           text NOT NULL,
  pinned          boolean NOT NULL DEFAULT false,
  locked          boolean NOT NULL DEFAULT false,
  replies         integer NOT NULL DEFAULT 0,
  -- its latest post
  last_status_id  bigint NOT NULL,
  last_account_id bigint REFERENCES accounts (id) ON DELETE SET NULL,
  FOREIGN KEY (category_id, group_id) REFERENCES group_categories (id, group_id) ON DELETE CASCADE
);
CREATE INDEX group_topics_latest ON group_topics (group_id, pinned DESC, last_status_id DESC);
CREATE INDEX group_topics_category ON group_topics (category_id, group_id);
CREATE INDEX group_topics_account ON group_topics (last_account_id) WHERE last_account_id IS NOT NULL;

-- Posts that are erased with an account: the words of a topic go, the answers of others stay
CREATE FUNCTION forget_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM group_topics t WHERE t.conversation_id = OLD.conversation_id AND NOT EXISTS (
    SELECT FROM statuses s WHERE s.conversation_id = OLD.conversation_id
      AND s.group_id = OLD.group_id AND s.deleted_at IS NULL);
  UPDATE group_topics t SET title = CASE WHEN t.status_id = OLD.id THEN '' ELSE t.title END,
    replies = t.replies - CASE WHEN t.status_id = OLD.id OR OLD.deleted_at IS NOT NULL THEN 0 ELSE 1 END
  WHERE t.conversation_id = OLD.conversation_id;
  RETURN NULL;
END $$;
CREATE TRIGGER statuses_forget_topic AFTER DELETE ON statuses
  FOR EACH ROW WHEN (OLD.group_id IS NOT NULL) EXECUTE FUNCTION forget_topic();

-- Up to where a member has read a topic
CREATE TABLE group_reads (
  account_id   bigint NOT NULL,
  topic_id     bigint NOT NULL REFERENCES group_topics (status_id) ON DELETE CASCADE,
  group_id     bigint NOT NULL,
  last_read_id bigint NOT NULL,
  PRIMARY KEY (account_id, topic_id),
  FOREIGN KEY (account_id, group_id) REFERENCES memberships (account_id, group_id) ON DELETE CASCADE
);
CREATE INDEX group_reads_topic ON group_reads (topic_id);
CREATE INDEX group_reads_member ON group_reads (account_id, group_id);

CREATE TABLE group_reactions (
  status_id  bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  group_id   bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  emoji      text NOT NULL,
  PRIMARY KEY (status_id, account_id, emoji)
);
CREATE INDEX group_reactions_account ON group_reactions (account_id);
CREATE INDEX group_reactions_group ON group_reactions (group_id);

-- What a member began to write; topic 0 is a new one
CREATE TABLE group_drafts (
  account_id  bigint NOT NULL,
  group_id    bigint NOT NULL,
  topic_id    bigint NOT NULL,
  title       text NOT NULL DEFAULT '',
  text        text NOT NULL,
  -- the fields of a poll, by their names
  poll        jsonb NOT NULL DEFAULT '{}',
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (account_id, group_id, topic_id),
  FOREIGN KEY (account_id, group_id) REFERENCES memberships (account_id, group_id) ON DELETE CASCADE
);

-- Categories of which a member wants to hear nothing, or of each new topic
CREATE TABLE group_category_choices (
  account_id  bigint NOT NULL,
  category_id bigint NOT NULL,
  group_id    bigint NOT NULL,
  choice      text NOT NULL CHECK (choice IN ('muted', 'followed')),
  PRIMARY KEY (account_id, category_id),
  FOREIGN KEY (account_id, group_id) REFERENCES memberships (account_id, group_id) ON DELETE CASCADE,
  FOREIGN KEY (category_id, group_id) REFERENCES group_categories (id, group_id) ON DELETE CASCADE
);
CREATE INDEX group_category_choices_member ON group_category_choices (account_id, group_id);
CREATE INDEX group_category_choices_category ON group_category_choices (category_id, group_id);

-- Words of posts in both languages, without accents. Full text cannot use an index through row-level
-- security (it is not leakproof): a search reads the rows of its group, which are few.
CREATE TEXT SEARCH CONFIGURATION plain_french (COPY = french);
ALTER TEXT SEARCH CONFIGURATION plain_french
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION plain_english (COPY = english);
ALTER TEXT SEARCH CONFIGURATION plain_english
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

CREATE TABLE group_search (
  status_id bigint PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  group_id  bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  words     tsvector NOT NULL
);
CREATE INDEX group_search_group ON group_search (group_id, status_id DESC);

-- ---------------------------------------------------------------------------------------------
-- The anonymous part of a board (community.md, B.7, ESCROW): no author, and no time but the batch
-- ---------------------------------------------------------------------------------------------
CREATE TABLE anonymous_boards (
  group_id  bigint PRIMARY KEY REFERENCES groups (id) ON DELETE CASCADE,
  -- how many trustees it takes to learn an author
  threshold smallint NOT NULL CHECK (threshold >= 2),
  -- [{"name": …, "key": …}], public keys only
  trustees  jsonb NOT NULL
);

CREATE TABLE anonymous_posts (
  -- random, so that it says nothing of the time
  id          bigint PRIMARY KEY,
  group_id    bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  parent_id   bigint REFERENCES anonymous_posts (id) ON DELETE CASCADE,
  -- of an answer with a name only
  account_id  bigint REFERENCES accounts (id) ON DELETE CASCADE,
  -- written by whoever wrote the post it answers
  by_author   boolean NOT NULL DEFAULT false,
  -- its batch
  appears_at  timestamptz NOT NULL,
  published   boolean NOT NULL,
  text        text NOT NULL,
  html        text NOT NULL,
  secret_hash bytea,
  -- the author, encrypted to the trustees
  escrow      bytea,
  hidden_at   timestamptz,
  CHECK ((account_id IS NULL) = (escrow IS NOT NULL)),
  CHECK ((secret_hash IS NULL) = (escrow IS NULL)),
  CHECK (account_id IS NULL OR published)
);
CREATE INDEX anonymous_posts_board ON anonymous_posts (group_id, appears_at DESC, id) WHERE parent_id IS NULL;
CREATE INDEX anonymous_posts_group ON anonymous_posts (group_id);
CREATE INDEX anonymous_posts_parent ON anonymous_posts (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX anonymous_posts_account ON anonymous_posts (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX anonymous_posts_waiting ON anonymous_posts (appears_at) WHERE NOT published;

CREATE TABLE anonymous_hides (
  post_id    bigint NOT NULL REFERENCES anonymous_posts (id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  group_id   bigint NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  PRIMARY KEY (post_id, account_id)
);
CREATE INDEX anonymous_hides_account ON anonymous_hides (account_id);
CREATE INDEX anonymous_hides_group ON anonymous_hides (group_id);

CREATE TABLE mentions (
  status_id  bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- addressed without being named in the text: no notification, but may read
  silent     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (status_id, account_id)
);
CREATE INDEX mentions_account ON mentions (account_id, status_id DESC);

CREATE TABLE tags (
  id           bigint PRIMARY KEY,
  -- compared form: lower case
  name         text NOT NULL UNIQUE,
  display_name text NOT NULL,
  -- what those who moderate decided: whether it may trend (null: nobody looked yet), be used, be found
  trendable    boolean,
  usable       boolean NOT NULL DEFAULT true,
  listable     boolean NOT NULL DEFAULT true,
  reviewed_at  timestamptz,
  created_at   timestamptz NOT NULL
);
-- search by the beginning of the name, whatever the collation
CREATE INDEX tags_prefix ON tags (name text_pattern_ops);

-- The number by which clients know a hashtag: from its name (org.colloque.server.tags.TagEntities),
-- because the number of the row would tell when it was first written
CREATE FUNCTION tag_wire_id(name text) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (('x' || encode(substr(sha256(convert_to('tag ' || name, 'UTF8')), 1, 8), 'hex'))::bit(64) >> 5)::bigint;
CREATE INDEX tags_wire ON tags (tag_wire_id(name));

-- What the pages say of themselves to which public posts link (org.colloque.server.cards)
CREATE TABLE card_providers (
  id          bigint PRIMARY KEY,
  domain      text NOT NULL UNIQUE,
  -- what those who moderate decided; null: nobody looked yet
  trendable   boolean,
  reviewed_at timestamptz
);

CREATE TABLE preview_cards (
  id                bigint PRIMARY KEY,
  url               text NOT NULL UNIQUE,
  domain            text NOT NULL REFERENCES card_providers (domain),
  title             text NOT NULL,
  description       text NOT NULL,
  author_name       text NOT NULL,
  author_url        text NOT NULL,
  provider_name     text NOT NULL,
  language          text,
  published_at      timestamptz,
  -- key of our store: a picture that was made anew
  image_key         text UNIQUE,
  image_description text NOT NULL,
  blurhash          text,
  width             integer NOT NULL,
  height            integer NOT NULL,
  fetched_at        timestamptz NOT NULL,
  trendable         boolean
);
CREATE INDEX preview_cards_domain ON preview_cards (domain);
CREATE INDEX preview_cards_age ON preview_cards (fetched_at);

-- Of public and unlisted posts only
CREATE TABLE status_cards (
  status_id bigint PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  card_id   bigint NOT NULL REFERENCES preview_cards (id) ON DELETE CASCADE
);
CREATE INDEX status_cards_card ON status_cards (card_id, status_id DESC);

-- Posts at whose links somebody is to look; an empty one takes the card away
CREATE TABLE card_errands (
  status_id bigint PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  url       text NOT NULL
);

CREATE TABLE trend_links (
  card_id   bigint PRIMARY KEY REFERENCES preview_cards (id) ON DELETE CASCADE,
  score     double precision NOT NULL,
  max_score double precision NOT NULL,
  max_at    timestamptz NOT NULL
);

-- What is much used in public now, counted again every few minutes (org.colloque.server.trends)
CREATE TABLE trend_tags (
  tag_id    bigint PRIMARY KEY REFERENCES tags (id) ON DELETE CASCADE,
  score     double precision NOT NULL,
  -- the highest of the last days, and when it was
  max_score double precision NOT NULL,
  max_at    timestamptz NOT NULL
);

CREATE TABLE trend_statuses (
  status_id bigint PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  score     double precision NOT NULL,
  -- what those who moderate decided; null: nobody looked yet
  trendable boolean
);

CREATE TABLE status_tags (
  tag_id    bigint NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  status_id bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  PRIMARY KEY (tag_id, status_id)
);
CREATE INDEX status_tags_status ON status_tags (status_id);

-- Hashtags that somebody shows on their profile, here or elsewhere
CREATE TABLE featured_tags (
  id         bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  tag_id     bigint NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  UNIQUE (account_id, tag_id)
);
CREATE INDEX featured_tags_tag ON featured_tags (tag_id);

CREATE TABLE tag_follows (
  id         bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  tag_id     bigint NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  UNIQUE (account_id, tag_id)
);
CREATE INDEX tag_follows_tag ON tag_follows (tag_id);

CREATE TABLE favourites (
  id         bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id  bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  uri        text UNIQUE,
  -- a reaction of another server: a character, or the shortcode of a picture there
  emoji      text,
  emoji_url  text,
  created_at timestamptz NOT NULL,
  UNIQUE (account_id, status_id)
);
CREATE INDEX favourites_status ON favourites (status_id, id DESC);
CREATE INDEX favourites_account ON favourites (account_id, id DESC);

CREATE TABLE bookmarks (
  id         bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id  bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  UNIQUE (account_id, status_id)
);
CREATE INDEX bookmarks_account ON bookmarks (account_id, id DESC);
CREATE INDEX bookmarks_status ON bookmarks (status_id);

CREATE TABLE status_pins (
  id         bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id  bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  UNIQUE (account_id, status_id)
);
CREATE INDEX status_pins_status ON status_pins (status_id);

-- What a member has marked, gathered from the tables above so that a page of statuses needs one
-- look for each: kept by triggers, read by lists, written by nobody else.
CREATE TABLE status_marks (
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id  bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  favourited boolean NOT NULL DEFAULT false,
  reblogged  boolean NOT NULL DEFAULT false,
  bookmarked boolean NOT NULL DEFAULT false,
  pinned     boolean NOT NULL DEFAULT false,
  PRIMARY KEY (account_id, status_id)
);
CREATE INDEX status_marks_status ON status_marks (status_id);

CREATE FUNCTION mark_status() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  marked boolean := TG_OP = 'INSERT';
  mark text := TG_ARGV[0];
  who bigint;
  what bigint;
BEGIN
  -- by IF, not by CASE: a record has either the one column or the other
  IF marked AND mark = 'reblogged' THEN
    who := NEW.account_id;
    what := NEW.reblog_of_id;
  ELSIF marked THEN
    who := NEW.account_id;
    what := NEW.status_id;
  ELSIF mark = 'reblogged' THEN
    who := OLD.account_id;
    what := OLD.reblog_of_id;
  ELSE
    who := OLD.account_id;
    what := OLD.status_id;
  END IF;
  -- only members look at their marks
  IF marked AND EXISTS (SELECT FROM users WHERE account_id = who) THEN
    EXECUTE format('INSERT INTO status_marks (account_id, status_id, %1$I) VALUES ($1, $2, true)
      ON CONFLICT (account_id, status_id) DO UPDATE SET %1$I = true', mark) USING who, what;
  ELSIF NOT marked THEN
    EXECUTE format('UPDATE status_marks SET %1$I = false
      WHERE account_id = $1 AND status_id = $2', mark) USING who, what;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER favourites_mark AFTER INSERT OR DELETE ON favourites
  FOR EACH ROW EXECUTE FUNCTION mark_status('favourited');
CREATE TRIGGER bookmarks_mark AFTER INSERT OR DELETE ON bookmarks
  FOR EACH ROW EXECUTE FUNCTION mark_status('bookmarked');
CREATE TRIGGER status_pins_mark AFTER INSERT OR DELETE ON status_pins
  FOR EACH ROW EXECUTE FUNCTION mark_status('pinned');
CREATE TRIGGER reblogs_mark AFTER INSERT ON statuses
  FOR EACH ROW WHEN (NEW.reblog_of_id IS NOT NULL) EXECUTE FUNCTION mark_status('reblogged');
CREATE TRIGGER reblogs_unmark AFTER UPDATE OF deleted_at ON statuses
  FOR EACH ROW WHEN (OLD.reblog_of_id IS NOT NULL AND OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL)
  EXECUTE FUNCTION mark_status('reblogged');

-- What a member does not want to read, by words or post by post
CREATE TABLE filters (
  id         bigint PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  title      text NOT NULL,
  contexts   text[] NOT NULL CHECK (contexts <> '{}'
             AND contexts <@ ARRAY['home', 'notifications', 'public', 'thread', 'account']),
  action     text NOT NULL CHECK (action IN ('warn', 'hide', 'blur')),
  expires_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX filters_account ON filters (account_id, id);

CREATE TABLE filter_keywords (
  id         bigint PRIMARY KEY,
  filter_id  bigint NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
  keyword    text NOT NULL,
  whole_word boolean NOT NULL
);
CREATE INDEX filter_keywords_filter ON filter_keywords (filter_id, id);

CREATE TABLE filter_statuses (
  id        bigint PRIMARY KEY,
  filter_id bigint NOT NULL REFERENCES filters (id) ON DELETE CASCADE,
  status_id bigint NOT NULL REFERENCES statuses (id) ON DELETE CASCADE,
  UNIQUE (filter_id, status_id)
);
CREATE INDEX filter_statuses_status ON filter_statuses (status_id);

CREATE TABLE conversation_mutes (
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  conversation_id bigint NOT NULL,
  PRIMARY KEY (account_id, conversation_id)
);

-- Feeds are written when a status is posted, so that reading is one index scan
-- without foreign keys, whose checks would cost more than the rows: one post goes into hundreds of
-- feeds. Whoever deletes accounts or statuses deletes these first.
-- What is written at the same moment for one reader stands in one row if it was posted within the
-- same span of about four seconds: many servers send at once, and rows are what costs
CREATE FUNCTION home_span(status bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
  RETURN status >> 28; -- ids hold milliseconds above the low 16 bits

CREATE TABLE home_chunks (
  account_id bigint NOT NULL,
  span       bigint NOT NULL,
  -- the smallest that was written; names the row, even when that status is gone
  first_id   bigint NOT NULL,
  -- none: that one alone
  ids        bigint[],
  PRIMARY KEY (account_id, span, first_id)
);
-- who has a status: exactly, and among the rows with several of the same time; whoever sends can give
-- ten thousand posts one and the same time
CREATE INDEX home_chunks_one ON home_chunks (first_id) WHERE ids IS NULL;
CREATE INDEX home_chunks_several ON home_chunks (span) WHERE ids IS NOT NULL;

CREATE VIEW home_entries WITH (security_invoker = true) AS
  SELECT account_id, span, unnest(coalesce(ids, ARRAY[first_id])) AS status_id FROM home_chunks;

-- Takes statuses out of one row, and the row when it was all; answers its reader
CREATE FUNCTION take_from_feed(reader bigint, of_span bigint, chunk bigint, gone bigint[])
RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  UPDATE home_chunks c SET ids = ARRAY(
    SELECT i FROM unnest(coalesce(c.ids, ARRAY[c.first_id])) i WHERE i <> ALL (gone))
  WHERE c.account_id = reader AND c.span = of_span AND c.first_id = chunk;
  DELETE FROM home_chunks c
  WHERE c.account_id = reader AND c.span = of_span AND c.first_id = chunk AND c.ids = '{}';
  RETURN reader;
END
$$;

-- What moderators are to look at: reported by a member, or by another server
CREATE TABLE reports (
  id                bigint PRIMARY KEY,
  account_id        bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  target_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- id of the Flag that came from elsewhere
  uri               text UNIQUE,
  category          text NOT NULL CHECK (category IN ('spam', 'legal', 'violation', 'other')),
  comment           text NOT NULL,
  status_ids        bigint[] NOT NULL DEFAULT '{}',
  rule_ids          bigint[] NOT NULL DEFAULT '{}',
  -- the server of the target was told, without saying by whom
  forwarded         boolean NOT NULL DEFAULT false,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  -- of those who moderate, who looks after it, and who was done with it
  assigned_to_id    bigint REFERENCES accounts (id) ON DELETE SET NULL,
  resolved_at       timestamptz,
  resolved_by_id    bigint REFERENCES accounts (id) ON DELETE SET NULL
);
CREATE INDEX reports_assigned ON reports (assigned_to_id) WHERE assigned_to_id IS NOT NULL;
CREATE INDEX reports_resolved_by ON reports (resolved_by_id) WHERE resolved_by_id IS NOT NULL;
CREATE INDEX reports_account ON reports (account_id, created_at);
CREATE INDEX reports_target ON reports (target_account_id);
CREATE INDEX reports_open ON reports (id DESC) WHERE resolved_at IS NULL;

CREATE TABLE notifications (
  id              bigint PRIMARY KEY,
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  from_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  type            text NOT NULL,
  status_id       bigint REFERENCES statuses (id) ON DELETE CASCADE,
  report_id       bigint REFERENCES reports (id) ON DELETE CASCADE,
  group_key       text NOT NULL,
  -- the private group it is about, with which it goes, and with the membership of who is told; and the
  -- row of the group's log that it tells of
  group_id        bigint REFERENCES groups (id) ON DELETE CASCADE,
  group_seq       bigint,
  filtered        boolean NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL,
  CHECK (group_seq IS NULL OR group_id IS NOT NULL),
  FOREIGN KEY (group_id, group_seq) REFERENCES group_log (group_id, seq) ON DELETE CASCADE
);
CREATE INDEX notifications_account ON notifications (account_id, id DESC);
CREATE INDEX notifications_from ON notifications (from_account_id);
CREATE INDEX notifications_group ON notifications (account_id, group_key, id DESC);
CREATE INDEX notifications_of_group ON notifications (group_id, account_id) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX notifications_once ON notifications (account_id, from_account_id, type, coalesce(status_id, 0))
  WHERE type IN ('mention', 'reblog', 'favourite', 'follow', 'follow_request', 'quote', 'colloque.quote_request');
CREATE INDEX notifications_report ON notifications (report_id) WHERE report_id IS NOT NULL;
CREATE INDEX notifications_status ON notifications (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX notifications_filtered ON notifications (account_id, from_account_id, id DESC) WHERE filtered;

-- From whom a member wants to be told only after a look, or never. No row: as FilterReason says
CREATE TABLE notification_policies (
  account_id           bigint PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  for_not_following    text NOT NULL CHECK (for_not_following IN ('accept', 'filter', 'drop')),
  for_not_followers    text NOT NULL CHECK (for_not_followers IN ('accept', 'filter', 'drop')),
  for_new_accounts     text NOT NULL CHECK (for_new_accounts IN ('accept', 'filter', 'drop')),
  for_private_mentions text NOT NULL CHECK (for_private_mentions IN ('accept', 'filter', 'drop')),
  for_limited_accounts text NOT NULL CHECK (for_limited_accounts IN ('accept', 'filter', 'drop')),
  for_bots             text NOT NULL CHECK (for_bots IN ('accept', 'filter', 'drop'))
);

-- Whose notifications wait, as long as there is one; how many is counted when somebody looks
CREATE TABLE notification_requests (
  id              bigint PRIMARY KEY,
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  from_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  UNIQUE (account_id, from_account_id)
);
CREATE INDEX notification_requests_account ON notification_requests (account_id, id DESC);
CREATE INDEX notification_requests_from ON notification_requests (from_account_id);

-- Whom a member let through, whatever their policy says
CREATE TABLE notification_permissions (
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  from_account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, from_account_id)
);
CREATE INDEX notification_permissions_from ON notification_permissions (from_account_id);

-- ---------------------------------------------------------------------------------------------
-- Web push: devices that are told of notifications, one for each token of an app and each session of
-- a browser, and no longer than these.
-- ---------------------------------------------------------------------------------------------
CREATE TABLE push_subscriptions (
  id           bigserial PRIMARY KEY,
  token_id     bigint UNIQUE REFERENCES oauth_tokens (id) ON DELETE CASCADE,
  session_id   bigint UNIQUE REFERENCES sessions (id) ON DELETE CASCADE,
  account_id   bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  endpoint     text NOT NULL,
  -- of the device: its public key, as an uncompressed point, and its secret (RFC 8291)
  p256dh       bytea NOT NULL,
  auth         bytea NOT NULL,
  -- whether it reads RFC 8291, and not its draft
  standard     boolean NOT NULL,
  policy       text NOT NULL CHECK (policy IN ('all', 'followed', 'follower', 'none')),
  -- types of notifications; a browser names "groups" for all that happens there
  alerts       text[] NOT NULL,
  -- the token, encrypted: clients find by it which of their accounts a message is for
  token_sealed bytea,
  created_at   timestamptz NOT NULL,
  CHECK (num_nonnulls(token_id, session_id) = 1),
  CHECK ((token_id IS NULL) = (token_sealed IS NULL))
);
CREATE INDEX push_subscriptions_account ON push_subscriptions (account_id);

-- What waits to be sent. The notification may be gone by then, and nothing is sent
CREATE TABLE pushes (
  subscription_id bigint NOT NULL REFERENCES push_subscriptions (id) ON DELETE CASCADE,
  notification_id bigint NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (subscription_id, notification_id)
);
CREATE INDEX pushes_due ON pushes (next_attempt_at);

CREATE FUNCTION queue_pushes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO pushes (subscription_id, notification_id, next_attempt_at, created_at)
  SELECT id, NEW.id, NEW.created_at, NEW.created_at FROM push_subscriptions
  WHERE account_id = NEW.account_id
    AND CASE WHEN session_id IS NOT NULL AND NEW.group_id IS NOT NULL THEN 'groups' ELSE NEW.type END = ANY (alerts);
  RETURN NULL;
END $$;
CREATE TRIGGER notifications_pushed AFTER INSERT ON notifications
  FOR EACH ROW WHEN (NOT NEW.filtered) EXECUTE FUNCTION queue_pushes();

CREATE FUNCTION end_push() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM push_subscriptions WHERE token_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER oauth_tokens_push AFTER UPDATE OF revoked_at ON oauth_tokens
  FOR EACH ROW WHEN (NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION end_push();

CREATE TABLE markers (
  user_id      bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  timeline     text NOT NULL CHECK (timeline IN ('home', 'notifications')),
  last_read_id bigint NOT NULL,
  version      integer NOT NULL DEFAULT 1,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (user_id, timeline)
);

CREATE TABLE idempotency_keys (
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  key        text NOT NULL,
  status_id  bigint REFERENCES statuses (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_keys_status ON idempotency_keys (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- ---------------------------------------------------------------------------------------------
-- Federation in: one durable row per accepted activity, worked off in order per actor
-- ---------------------------------------------------------------------------------------------
CREATE TABLE inbox_activities (
  id              bigserial PRIMARY KEY,
  activity_uri    text NOT NULL UNIQUE,
  -- who signed, with which key: checked before the row was written
  actor_uri       text NOT NULL,
  key_id          text NOT NULL,
  -- emptied when done; the row stays some days, so that a repetition is known
  body            bytea NOT NULL,
  received_at     timestamptz NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  -- null while it waits
  done_at         timestamptz,
  outcome         text
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
CREATE INDEX inbox_activities_waiting ON inbox_activities (id) WHERE done_at IS NULL;
CREATE INDEX inbox_activities_actor ON inbox_activities (actor_uri, id) WHERE done_at IS NULL;
CREATE INDEX inbox_activities_done ON inbox_activities (done_at) WHERE done_at IS NOT NULL;

-- What the process that has the turn works on: when it dies, one of them may be why. Lost when
-- PostgreSQL itself dies, which none of them can cause.
CREATE UNLOGGED TABLE inbox_claims (
  activity_id bigint PRIMARY KEY
);

-- What a verified sender said and nobody here understood: for the operator to see, bounded in number,
-- size and age (org.colloque.server.inbox.UnreadActivities)
CREATE TABLE unread_activities (
  id          bigserial PRIMARY KEY,
  actor_uri   text NOT NULL,
  -- as sent, cut
  type        text NOT NULL,
  -- in words, why it was not read
  reason      text NOT NULL,
  -- the beginning of the document
  body        bytea NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE INDEX unread_activities_actor ON unread_activities (actor_uri);
CREATE INDEX unread_activities_age ON unread_activities (received_at);

-- ---------------------------------------------------------------------------------------------
-- Federation out: the body once, a row for each inbox, written in the transaction of the change
-- ---------------------------------------------------------------------------------------------
CREATE TABLE outbox_activities (
  id              bigint PRIMARY KEY,
  uri             text NOT NULL,
  type            text NOT NULL,
  -- who signs
  account_id      bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  status_id       bigint,
  status_audience text CHECK (status_audience IN ('public', 'unlisted', 'followers', 'direct')),
  -- emptied when nothing waits for it any more; the row stays some days for the report
  body            bytea NOT NULL,
  created_at      timestamptz NOT NULL,
  -- inboxes that took it, and that never will
  sent            integer NOT NULL DEFAULT 0,
  given_up        integer NOT NULL DEFAULT 0,
  finished_at     timestamptz,
  -- the third lock: PostgreSQL itself refuses to send what is not for the fediverse
  FOREIGN KEY (status_id, status_audience) REFERENCES statuses (id, audience) ON UPDATE CASCADE ON DELETE CASCADE,
  CHECK ((status_id IS NULL) = (status_audience IS NULL)),
  -- what speaks of a status names it; the others speak of accounts only
  CHECK (CASE WHEN type IN ('Create', 'Announce', 'Vote', 'Like', 'UndoLike', 'UndoAnnounce', 'UpdateNote', 'DeleteNote', 'AddPin', 'RemovePin', 'Forward', 'QuoteRequest', 'AcceptQuote', 'RejectQuote', 'DeleteStamp', 'LikeRequest', 'AnnounceRequest', 'ReplyRequest')
         THEN status_id IS NOT NULL
         ELSE status_id IS NULL AND type IN ('Follow', 'UndoFollow', 'Accept', 'Reject', 'Flag', 'Block', 'UndoBlock', 'UpdateActor', 'DeleteActor', 'FeaturedTag', 'Move') END)
);
CREATE INDEX outbox_activities_status ON outbox_activities (status_id) WHERE status_id IS NOT NULL;
CREATE INDEX outbox_activities_account ON outbox_activities (account_id);
CREATE INDEX outbox_activities_age ON outbox_activities (created_at);
CREATE INDEX outbox_activities_finished ON outbox_activities (finished_at) WHERE finished_at IS NOT NULL;

-- What waits. Rows are claimed in the memory of the one process that has the turn, and deleted after
-- the answer, so that nothing is written in between
CREATE TABLE deliveries (
  id              bigserial PRIMARY KEY,
  activity_id     bigint NOT NULL REFERENCES outbox_activities (id) ON DELETE CASCADE,
  inbox_url       text NOT NULL,
  host            text NOT NULL,
  -- what one account says of one thing arrives at a server in its order
  thing           bigint NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  -- kind and words of the last failure
  trouble         text,
  last_error      text,
  created_at      timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500, fillfactor = 80);
CREATE INDEX deliveries_activity ON deliveries (activity_id);
CREATE INDEX deliveries_host ON deliveries (host, next_attempt_at, id);
CREATE INDEX deliveries_thing ON deliveries (host, thing, activity_id);

-- Inboxes where followers of a member were until then: what they got is deleted there too
CREATE TABLE past_followers (
  account_id bigint NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  inbox_url  text NOT NULL,
  left_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, inbox_url)
);
CREATE INDEX past_followers_inbox ON past_followers (inbox_url);

CREATE TABLE delivery_hosts (
  host            text PRIMARY KEY,
  -- in a row, and since when
  failures        integer NOT NULL DEFAULT 0,
  failing_since   timestamptz,
  trouble         text,
  last_error      text,
  last_failure_at timestamptz,
  last_success_at timestamptz,
  -- nothing is tried before; then one delivery decides
  paused_until    timestamptz,
  sent            bigint NOT NULL DEFAULT 0,
  given_up        bigint NOT NULL DEFAULT 0
);
CREATE INDEX delivery_hosts_failing ON delivery_hosts (host) WHERE failures > 0;

-- What other servers say they run (NodeInfo): of interest to those who moderate, never proven
CREATE TABLE known_servers (
  domain   text PRIMARY KEY,
  software text NOT NULL DEFAULT '',
  version  text NOT NULL DEFAULT '',
  asked_at timestamptz NOT NULL
);

-- ---------------------------------------------------------------------------------------------
-- The second lock: what answers strangers reads this view, which has no private rows.
-- ---------------------------------------------------------------------------------------------
CREATE VIEW federated_statuses WITH (security_invoker = true) AS
  SELECT id, account_id, uri, url, local, audience, reblog_of_id, in_reply_to_id, in_reply_to_account_id,
         in_reply_to_uri, conversation_id, text, content_html, spoiler_text, sensitive, language, emojis,
         interactions, approval, replies_count, reblogs_count, favourites_count, created_at, edited_at, deleted_at, version
  FROM statuses
  WHERE audience IN ('public', 'unlisted', 'followers', 'direct') AND group_id IS NULL;

-- ---------------------------------------------------------------------------------------------
-- The fourth lock: row-level security, forced on the owner too, evaluated once per query.
-- ---------------------------------------------------------------------------------------------
ALTER TABLE statuses ENABLE ROW LEVEL SECURITY;
ALTER TABLE statuses FORCE ROW LEVEL SECURITY;
CREATE POLICY statuses_members ON statuses
  USING (group_id IS NULL OR group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE status_edits ENABLE ROW LEVEL SECURITY;
ALTER TABLE status_edits FORCE ROW LEVEL SECURITY;
CREATE POLICY status_edits_members ON status_edits
  USING (group_id IS NULL OR group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE media_attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE media_attachments FORCE ROW LEVEL SECURITY;
-- what belongs to no post is its owner's alone: an upload before it is posted, and after its post went
CREATE POLICY media_attachments_members ON media_attachments
  USING ((group_id IS NULL OR group_id = ANY ((SELECT my_groups())::bigint[]))
           AND (status_id IS NOT NULL OR account_id = (SELECT viewer_id()))
         OR sees_all());

-- nobody but who wrote it, and of a group only as long as they are in it
ALTER TABLE scheduled_statuses ENABLE ROW LEVEL SECURITY;
ALTER TABLE scheduled_statuses FORCE ROW LEVEL SECURITY;
CREATE POLICY scheduled_statuses_author ON scheduled_statuses
  USING (account_id = (SELECT viewer_id())
           AND (group_id IS NULL OR group_id = ANY ((SELECT my_groups())::bigint[]))
         OR sees_all());

ALTER TABLE polls ENABLE ROW LEVEL SECURITY;
ALTER TABLE polls FORCE ROW LEVEL SECURITY;
CREATE POLICY polls_members ON polls
  USING (group_id IS NULL OR group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE poll_votes ENABLE ROW LEVEL SECURITY;
ALTER TABLE poll_votes FORCE ROW LEVEL SECURITY;
CREATE POLICY poll_votes_members ON poll_votes
  USING (group_id IS NULL OR group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE poll_voters ENABLE ROW LEVEL SECURITY;
ALTER TABLE poll_voters FORCE ROW LEVEL SECURITY;
CREATE POLICY poll_voters_members ON poll_voters
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

-- an invitation is told to who is not in it yet, by who is
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications FORCE ROW LEVEL SECURITY;
CREATE POLICY notifications_members ON notifications
  USING (group_id IS NULL OR group_id = ANY ((SELECT my_groups())::bigint[])
         OR (type = 'colloque.group_invitation' AND account_id = (SELECT viewer_id())) OR sees_all())
  WITH CHECK (group_id IS NULL OR group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

-- The governance of groups is read by members and written only by who sees all: a member's own
-- transaction cannot let anybody in, nor change a role.
ALTER TABLE groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE groups FORCE ROW LEVEL SECURITY;
CREATE POLICY groups_read ON groups FOR SELECT
  USING (id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY groups_written ON groups
  USING (sees_all());

ALTER TABLE group_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_members FORCE ROW LEVEL SECURITY;
CREATE POLICY group_members_read ON group_members FOR SELECT
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY group_members_written ON group_members
  USING (sees_all());

ALTER TABLE group_categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_categories FORCE ROW LEVEL SECURITY;
CREATE POLICY group_categories_read ON group_categories FOR SELECT
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY group_categories_written ON group_categories
  USING (sees_all());

ALTER TABLE group_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_log FORCE ROW LEVEL SECURITY;
CREATE POLICY group_log_read ON group_log FOR SELECT
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY group_log_written ON group_log
  USING (sees_all());

-- one's own; a plain comparison, because my_groups() itself reads this table
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY memberships_read ON memberships FOR SELECT
  USING (account_id = (SELECT viewer_id()) OR sees_all());
CREATE POLICY memberships_written ON memberships
  USING (sees_all());

-- the members of the instance, no guests and no strangers
ALTER TABLE listed_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE listed_groups FORCE ROW LEVEL SECURITY;
CREATE POLICY listed_groups_read ON listed_groups FOR SELECT
  USING ((SELECT viewer_is_local()) OR sees_all());
CREATE POLICY listed_groups_written ON listed_groups
  USING (sees_all());

-- who is asked, or asks, and the group
ALTER TABLE group_invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY group_invitations_read ON group_invitations FOR SELECT
  USING (account_id = (SELECT viewer_id()) OR group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY group_invitations_written ON group_invitations
  USING (sees_all());

ALTER TABLE group_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY group_requests_read ON group_requests FOR SELECT
  USING (account_id = (SELECT viewer_id()) OR group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY group_requests_written ON group_requests
  USING (sees_all());

-- boards: members read and write, each only their own of what is theirs alone
ALTER TABLE group_topics ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_topics FORCE ROW LEVEL SECURITY;
CREATE POLICY group_topics_members ON group_topics
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE group_reactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_reactions FORCE ROW LEVEL SECURITY;
CREATE POLICY group_reactions_members ON group_reactions
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE group_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_search FORCE ROW LEVEL SECURITY;
CREATE POLICY group_search_members ON group_search
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE group_reads ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_reads FORCE ROW LEVEL SECURITY;
CREATE POLICY group_reads_own ON group_reads
  USING (account_id = (SELECT viewer_id()) AND group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE group_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY group_drafts_own ON group_drafts
  USING (account_id = (SELECT viewer_id()) AND group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

-- who posts must find those who follow the category
ALTER TABLE group_category_choices ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_category_choices FORCE ROW LEVEL SECURITY;
CREATE POLICY group_category_choices_members ON group_category_choices
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

-- what waits for its batch is seen by nobody, its author neither
ALTER TABLE anonymous_posts ENABLE ROW LEVEL SECURITY;
ALTER TABLE anonymous_posts FORCE ROW LEVEL SECURITY;
CREATE POLICY anonymous_posts_read ON anonymous_posts FOR SELECT
  USING (published AND group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY anonymous_posts_written ON anonymous_posts FOR INSERT
  WITH CHECK (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY anonymous_posts_changed ON anonymous_posts FOR UPDATE
  USING (published AND group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY anonymous_posts_gone ON anonymous_posts FOR DELETE
  USING (sees_all());

ALTER TABLE anonymous_hides ENABLE ROW LEVEL SECURITY;
ALTER TABLE anonymous_hides FORCE ROW LEVEL SECURITY;
CREATE POLICY anonymous_hides_members ON anonymous_hides
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());

ALTER TABLE anonymous_boards ENABLE ROW LEVEL SECURITY;
ALTER TABLE anonymous_boards FORCE ROW LEVEL SECURITY;
CREATE POLICY anonymous_boards_read ON anonymous_boards FOR SELECT
  USING (group_id = ANY ((SELECT my_groups())::bigint[]) OR sees_all());
CREATE POLICY anonymous_boards_written ON anonymous_boards
  USING (sees_all());

-- what was said in a group stays in it, whoever writes: a row cannot be moved out by its columns
CREATE FUNCTION stays_in_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is in a group stays in it';
END $$;
CREATE TRIGGER statuses_stay BEFORE UPDATE OF group_id, audience ON statuses
  FOR EACH ROW WHEN (OLD.group_id IS DISTINCT FROM NEW.group_id) EXECUTE FUNCTION stays_in_group();
CREATE TRIGGER status_edits_stay BEFORE UPDATE OF group_id ON status_edits
  FOR EACH ROW WHEN (OLD.group_id IS DISTINCT FROM NEW.group_id) EXECUTE FUNCTION stays_in_group();
CREATE TRIGGER polls_stay BEFORE UPDATE OF group_id ON polls
  FOR EACH ROW WHEN (OLD.group_id IS DISTINCT FROM NEW.group_id) EXECUTE FUNCTION stays_in_group();
CREATE TRIGGER poll_votes_stay BEFORE UPDATE OF group_id ON poll_votes
  FOR EACH ROW WHEN (OLD.group_id IS DISTINCT FROM NEW.group_id) EXECUTE FUNCTION stays_in_group();
CREATE TRIGGER notifications_stay BEFORE UPDATE OF group_id ON notifications
  FOR EACH ROW WHEN (OLD.group_id IS DISTINCT FROM NEW.group_id) EXECUTE FUNCTION stays_in_group();
-- an upload comes into a group with its post
CREATE TRIGGER media_attachments_stay BEFORE UPDATE OF group_id ON media_attachments
  FOR EACH ROW WHEN (OLD.group_id IS NOT NULL AND OLD.group_id IS DISTINCT FROM NEW.group_id)
  EXECUTE FUNCTION stays_in_group();

-- ---------------------------------------------------------------------------------------------
-- What members take with them and bring along
-- ---------------------------------------------------------------------------------------------
-- The archive of a member: asked for, then made, then there for some days
CREATE TABLE archives (
  user_id      bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  requested_at timestamptz NOT NULL,
  -- when a process began to make it, and the name of the file
  begun_at     timestamptz,
  file         text,
  ready_at     timestamptz
);

CREATE TABLE imports (
  id          bigint PRIMARY KEY,
  user_id     bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind        text NOT NULL,
  total       integer NOT NULL,
  done        integer NOT NULL DEFAULT 0,
  failed      integer NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  -- since when a process is at it; when one last was, because members take turns
  taken_at    timestamptz,
  worked_at   timestamptz,
  finished_at timestamptz
);
CREATE INDEX imports_user ON imports (user_id, id DESC);
CREATE INDEX imports_open ON imports (worked_at) WHERE finished_at IS NULL;

-- Lines that wait, and those that failed
CREATE TABLE import_lines (
  import_id bigint NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  number    bigint NOT NULL,
  line      text NOT NULL,
  failed    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (import_id, number)
);

-- ---------------------------------------------------------------------------------------------
-- Search for posts
-- ---------------------------------------------------------------------------------------------
-- Words of posts that somebody may find: of members, of people who agreed to be found, and what members
-- marked, boosted or were named in. Never of groups, whose words stand apart
CREATE TABLE status_search (
  status_id  bigint PRIMARY KEY REFERENCES statuses (id) ON DELETE CASCADE,
  account_id bigint NOT NULL,
  words      tsvector NOT NULL
);
CREATE INDEX status_search_words ON status_search USING gin (words);
CREATE INDEX status_search_account ON status_search (account_id, status_id DESC);

-- Posts whose words are to be read, by a worker: who posts does not wait for it
CREATE TABLE status_search_due (
  status_id bigint PRIMARY KEY
);

CREATE FUNCTION search_new_statuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO status_search_due
  SELECT s.id FROM fresh s
  WHERE s.reblog_of_id IS NULL AND s.group_id IS NULL
    AND (s.local OR s.audience = 'public'
      AND EXISTS (SELECT FROM accounts a WHERE a.id = s.account_id AND a.indexable))
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER statuses_searched AFTER INSERT ON statuses
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION search_new_statuses();

-- an edit, of what is found already
CREATE FUNCTION search_edited_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO status_search_due SELECT status_id FROM status_search WHERE status_id = NEW.id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER statuses_search_edited AFTER UPDATE OF content_html, spoiler_text, deleted_at ON statuses
  FOR EACH ROW EXECUTE FUNCTION search_edited_status();

CREATE FUNCTION search_marked_statuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO status_search_due
  SELECT f.status_id FROM fresh f
  WHERE EXISTS (SELECT FROM users u WHERE u.account_id = f.account_id)
    AND EXISTS (SELECT FROM statuses s WHERE s.id = f.status_id AND s.group_id IS NULL)
    AND NOT EXISTS (SELECT FROM status_search s WHERE s.status_id = f.status_id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER favourites_searched AFTER INSERT ON favourites
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION search_marked_statuses();
CREATE TRIGGER bookmarks_searched AFTER INSERT ON bookmarks
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION search_marked_statuses();
CREATE TRIGGER mentions_searched AFTER INSERT ON mentions
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION search_marked_statuses();
