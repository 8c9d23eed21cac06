package org.colloque.server.barriers;

import static org.colloque.migrations.Tables.CANONICAL_EMAIL_BLOCKS;
import static org.colloque.migrations.Tables.EMAIL_DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.IP_BLOCKS;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import org.colloque.federation.handle.Hosts;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.api.Faults;
import org.colloque.server.database.Tx;
import org.colloque.server.http.ProblemException;
import org.colloque.server.kit.Fault;
import org.colloque.server.kit.Kit;
import org.colloque.server.moderation.AuditLog;
import org.jspecify.annotations.Nullable;

/** Somebody who runs the instance puts barriers up and takes them down. */
final class ChangeBarriers {
  /** Letters of a comment. */
  static final int MAX_COMMENT = 1_000;

  private final Kit kit;
  private final AuditLog audit;

  ChangeBarriers(Kit kit) {
    this.kit = kit;
    this.audit = new AuditLog(kit);
  }

  /**
   * @throws ProblemException 422 for what is no domain, or is there already
   */
  long addDomain(Tx tx, AccountId by, String domain, boolean withApproval) {
    String canonical =
        Hosts.canonical(domain.strip())
            .orElseThrow(() -> Faults.problem(Map.of("domain", Fault.INVALID)));
    long id = kit.ids().next();
    int added =
        tx.sql()
            .insertInto(EMAIL_DOMAIN_BLOCKS)
            .set(EMAIL_DOMAIN_BLOCKS.ID, id)
            .set(EMAIL_DOMAIN_BLOCKS.DOMAIN, canonical)
            .set(EMAIL_DOMAIN_BLOCKS.ALLOW_WITH_APPROVAL, withApproval)
            .set(EMAIL_DOMAIN_BLOCKS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute();
    refuseTwice(added, "domain");
    audit.write(tx, by, "barrier.email_domain", Map.of("domain", canonical));
    return id;
  }

  void liftDomain(Tx tx, AccountId by, long id) {
    String domain =
        tx.sql()
            .deleteFrom(EMAIL_DOMAIN_BLOCKS)
            .where(EMAIL_DOMAIN_BLOCKS.ID.eq(id))
            .returning(EMAIL_DOMAIN_BLOCKS.DOMAIN)
            .fetchOptional(EMAIL_DOMAIN_BLOCKS.DOMAIN)
            .orElseThrow(ProblemException::notFound);
    audit.write(tx, by, "barrier.email_domain_lifted", Map.of("domain", domain));
  }

  long addAddress(Tx tx, AccountId by, byte[] hash) {
    long id = kit.ids().next();
    int added =
        tx.sql()
            .insertInto(CANONICAL_EMAIL_BLOCKS)
            .set(CANONICAL_EMAIL_BLOCKS.ID, id)
            .set(CANONICAL_EMAIL_BLOCKS.HASH, hash)
            .onConflictDoNothing()
            .execute();
    refuseTwice(added, "canonical_email_hash");
    audit.write(tx, by, "barrier.email", Map.of("hash", HexFormat.of().formatHex(hash)));
    return id;
  }

  void liftAddress(Tx tx, AccountId by, long id) {
    byte[] hash =
        tx.sql()
            .deleteFrom(CANONICAL_EMAIL_BLOCKS)
            .where(CANONICAL_EMAIL_BLOCKS.ID.eq(id))
            .returning(CANONICAL_EMAIL_BLOCKS.HASH)
            .fetchOptional(CANONICAL_EMAIL_BLOCKS.HASH)
            .orElseThrow(ProblemException::notFound);
    audit.write(tx, by, "barrier.email_lifted", Map.of("hash", HexFormat.of().formatHex(hash)));
  }

  /** A network as it shall be. */
  record Wanted(
      Network network, NetworkSeverity severity, String comment, @Nullable Instant until) {}

  /**
   * @param from where the moderator is: nobody shuts themselves out
   * @throws ProblemException 422 when it is there already, or would shut the moderator out
   */
  long addNetwork(Tx tx, AccountId by, Wanted wanted, String from) {
    refuseOwn(wanted, from);
    if (tx.sql().fetchCount(IP_BLOCKS) >= ShutOut.MOST) {
      throw Faults.problem(Map.of("ip", Fault.TOO_LONG));
    }
    long id = kit.ids().next();
    int added =
        tx.sql()
            .insertInto(IP_BLOCKS)
            .set(IP_BLOCKS.ID, id)
            .set(IP_BLOCKS.IP, wanted.network().toString())
            .set(IP_BLOCKS.SEVERITY, wanted.severity().wire())
            .set(IP_BLOCKS.COMMENT, wanted.comment())
            .set(
                IP_BLOCKS.EXPIRES_AT,
                wanted.until() == null ? null : wanted.until().atOffset(ZoneOffset.UTC))
            .set(IP_BLOCKS.CREATED_AT, kit.now().atOffset(ZoneOffset.UTC))
            .onConflictDoNothing()
            .execute();
    refuseTwice(added, "ip");
    told(tx, by, "barrier.network", wanted.network().toString());
    return id;
  }

  void changeNetwork(Tx tx, AccountId by, long id, Wanted wanted, String from) {
    refuseOwn(wanted, from);
    boolean taken =
        tx.sql()
            .fetchExists(
                IP_BLOCKS, IP_BLOCKS.IP.eq(wanted.network().toString()).and(IP_BLOCKS.ID.ne(id)));
    refuseTwice(taken ? 0 : 1, "ip");
    tx.sql()
        .update(IP_BLOCKS)
        .set(IP_BLOCKS.IP, wanted.network().toString())
        .set(IP_BLOCKS.SEVERITY, wanted.severity().wire())
        .set(IP_BLOCKS.COMMENT, wanted.comment())
        .set(
            IP_BLOCKS.EXPIRES_AT,
            wanted.until() == null ? null : wanted.until().atOffset(ZoneOffset.UTC))
        .where(IP_BLOCKS.ID.eq(id))
        .execute();
    told(tx, by, "barrier.network", wanted.network().toString());
  }

  void liftNetwork(Tx tx, AccountId by, long id) {
    String network =
        tx.sql()
            .deleteFrom(IP_BLOCKS)
            .where(IP_BLOCKS.ID.eq(id))
            .returning(IP_BLOCKS.IP)
            .fetchOptional(IP_BLOCKS.IP)
            .orElseThrow(ProblemException::notFound);
    told(tx, by, "barrier.network_lifted", network);
  }

  private void told(Tx tx, AccountId by, String kind, String network) {
    kit.signals().send(tx, ShutOut.CHANGED, network);
    audit.write(tx, by, kind, Map.of("network", network));
  }

  private static void refuseOwn(Wanted wanted, String from) {
    if (wanted.severity() == NetworkSeverity.NO_ACCESS && wanted.network().contains(from)) {
      throw Faults.problem("ip", Fault.INVALID, "would shut you out yourself");
    }
  }

  private static void refuseTwice(int added, String field) {
    if (added == 0) {
      throw Faults.problem(Map.of(field, Fault.TAKEN));
    }
  }
}
