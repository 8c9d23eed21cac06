package org.colloque.server.bench;

import java.util.ArrayList;
import java.util.List;
import org.colloque.federation.signature.PemKeyPair;
import org.colloque.federation.signature.RequestSigner;
import org.colloque.federation.signature.SigningKey;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.accounts.CreateLocalAccount;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;

/**
 * A member whom many follow from elsewhere, and members who follow everybody who sends: made by the
 * database.
 *
 * @param token of the member who speaks
 * @param signers of those who send, by number; their actors are {@link #actor}
 */
record FederationDataset(String token, List<RequestSigner> signers, Sinks sinks) {
  /** Members in whose home feed each received post is written. */
  static final int READERS = 100;

  /** Key pairs of the senders: making one takes a tenth of a second. */
  private static final int PAIRS = 10;

  private static final int FIRST_SENDER = 1_000_000;

  private static final String REMOTE =
      """
      INSERT INTO accounts (id, username, domain, uri, url, inbox_url, followers_url, created_at, updated_at, fetched_at)
      SELECT ? + n, ? || n, a.host, a.base || '/users/' || ? || n, a.base || '/@' || ? || n,
        a.base || '/users/' || ? || n || '/inbox', a.base || '/users/' || ? || n || '/followers', now(), now(), now()
      FROM generate_series(0, ?::int - 1) n
      JOIN unnest(?::text[], ?::text[]) WITH ORDINALITY a(base, host, place) ON a.place - 1 = n % ?::int
      """;

  private static final String FOLLOWED =
      """
      INSERT INTO follows (id, account_id, target_account_id, created_at)
      SELECT n, n, ?::bigint, now() FROM generate_series(1, ?::int) n
      """;

  private static final String FOLLOWING =
      """
      INSERT INTO follows (id, account_id, target_account_id, created_at)
      SELECT ? + r.place * ?::bigint + n, r.id, ? + n, now()
      FROM generate_series(0, ?::int - 1) n, unnest(?::bigint[]) WITH ORDINALITY r(id, place)
      """;

  private static final String KEYS =
      """
      INSERT INTO account_keys (key_id, account_id, public_key_pem, fetched_at)
      SELECT a.uri || '#main-key', a.id, (?::text[])[1 + (a.id - ?) % ?::int], now() + interval '12 hours'
      FROM accounts a WHERE a.id >= ? AND a.id < ?
      """;

  static String actor(Sinks sinks, int sender, int hosts) {
    return sinks.base(sender % hosts) + "/users/s" + sender;
  }

  /**
   * @param followers of the member who speaks, on {@code hosts} servers
   * @param senders whom each of {@link #READERS} members follows
   */
  static FederationDataset fill(Kit kit, Sinks sinks, int hosts, int followers, int senders) {
    List<PemKeyPair> pairs = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      pairs.add(PemKeyPair.generate());
    }
    String token =
        kit.db()
            .seeingAll(tx -> {
              AccountId speaker = member(kit, tx, "speaker", pairs.getFirst());
              remote(tx, sinks, 1, "f", hosts, followers);
              tx.sql().execute(FOLLOWED, speaker.value(), followers);
              remote(tx, sinks, FIRST_SENDER, "s", hosts, senders);
              follow(kit, tx, pairs, senders);
              return Dataset.signedIn(kit, tx, speaker, "speaker");
            });
    List<RequestSigner> signers = new ArrayList<>();
    for (int sender = 0; sender < senders; sender++) {
      String key = actor(sinks, sender, hosts) + "#main-key";
      String pem = pairs.get(sender % PAIRS).privatePem();
      signers.add(new RequestSigner(SigningKey.of(key, pem).orElseThrow(), kit.clock()));
    }
    return new FederationDataset(token, signers, sinks);
  }

  private static AccountId member(Kit kit, Tx tx, String name, PemKeyPair keys) {
    return new CreateLocalAccount(kit).create(tx, name, name, keys);
  }

  private static void remote(Tx tx, Sinks sinks, int first, String name, int hosts, int count) {
    String[] bases = new String[hosts];
    String[] domains = new String[hosts];
    for (int host = 0; host < hosts; host++) {
      bases[host] = sinks.base(host);
      domains[host] = bases[host].substring("http://".length());
    }
    tx.sql().execute(REMOTE, first, name, name, name, name, name, count, bases, domains, hosts);
  }

  private static void follow(Kit kit, Tx tx, List<PemKeyPair> pairs, int senders) {
    Long[] readers = new Long[READERS];
    for (int reader = 0; reader < READERS; reader++) {
      readers[reader] = member(kit, tx, "reader" + reader, pairs.getFirst()).value();
    }
    tx.sql().execute(FOLLOWING, FIRST_SENDER, (long) senders, FIRST_SENDER, senders, readers);
    String[] pems = pairs.stream().map(PemKeyPair::publicPem).toArray(String[]::new);
    tx.sql().execute(KEYS, pems, FIRST_SENDER, PAIRS, FIRST_SENDER, FIRST_SENDER + senders);
  }
}
