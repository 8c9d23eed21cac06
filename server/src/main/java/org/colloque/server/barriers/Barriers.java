package org.colloque.server.barriers;

import static org.colloque.migrations.Tables.CANONICAL_EMAIL_BLOCKS;
import static org.colloque.migrations.Tables.EMAIL_DOMAIN_ATTEMPTS;
import static org.colloque.migrations.Tables.EMAIL_DOMAIN_BLOCKS;
import static org.colloque.migrations.Tables.IP_BLOCKS;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.colloque.server.database.Tx;
import org.colloque.server.kit.Kit;
import org.colloque.server.mail.EmailAddress;
import org.jooq.DSLContext;

/** Whether somebody may join, by where they come from and where their letters go. */
public final class Barriers {
  private final Kit kit;

  public Barriers(Kit kit) {
    this.kit = kit;
  }

  /** What stands before somebody, from the mildest. */
  public enum Answer {
    COME,
    /** They may ask, even where everybody else may come. */
    ASK,
    STAY_OUT
  }

  /** By the address they come from. */
  public Answer ofPlace(DSLContext sql, String address) {
    return sql
        .select(IP_BLOCKS.IP, IP_BLOCKS.SEVERITY)
        .from(IP_BLOCKS)
        .where(
            IP_BLOCKS
                .EXPIRES_AT
                .isNull()
                .or(IP_BLOCKS.EXPIRES_AT.gt(kit.now().atOffset(ZoneOffset.UTC))))
        .fetch()
        .stream()
        .filter(row -> Network.parse(row.value1()).orElseThrow().contains(address))
        .map(row ->
            switch (NetworkSeverity.parse(row.value2()).orElseThrow()) {
              case SIGN_UP_REQUIRES_APPROVAL -> Answer.ASK;
              case SIGN_UP_BLOCK, NO_ACCESS -> Answer.STAY_OUT;
            })
        .max(Comparator.naturalOrder())
        .orElse(Answer.COME);
  }

  /** By their address of e-mail: its domain, those above it, and the address itself. */
  public Answer ofEmail(DSLContext sql, EmailAddress email) {
    if (sql.fetchExists(
        CANONICAL_EMAIL_BLOCKS, CANONICAL_EMAIL_BLOCKS.HASH.eq(CanonicalAddress.hash(email)))) {
      return Answer.STAY_OUT;
    }
    return sql
        .select(EMAIL_DOMAIN_BLOCKS.ALLOW_WITH_APPROVAL)
        .from(EMAIL_DOMAIN_BLOCKS)
        .where(EMAIL_DOMAIN_BLOCKS.DOMAIN.in(domains(email)))
        .fetch(EMAIL_DOMAIN_BLOCKS.ALLOW_WITH_APPROVAL)
        .stream()
        .map(asks -> asks ? Answer.ASK : Answer.STAY_OUT)
        .max(Comparator.naturalOrder())
        .orElse(Answer.COME);
  }

  /** Somebody tried to join with such an address: counted for those who run the instance. */
  public void tried(Tx tx, EmailAddress email, String place) {
    LocalDate today = LocalDate.ofInstant(kit.now(), ZoneOffset.UTC);
    String code = kit.secrets().sign("barrier", today + place);
    for (Long block :
        tx.sql()
            .select(EMAIL_DOMAIN_BLOCKS.ID)
            .from(EMAIL_DOMAIN_BLOCKS)
            .where(EMAIL_DOMAIN_BLOCKS.DOMAIN.in(domains(email)))
            .fetch(EMAIL_DOMAIN_BLOCKS.ID)) {
      tx.sql()
          .insertInto(EMAIL_DOMAIN_ATTEMPTS)
          .set(EMAIL_DOMAIN_ATTEMPTS.BLOCK_ID, block)
          .set(EMAIL_DOMAIN_ATTEMPTS.DAY, today)
          .set(EMAIL_DOMAIN_ATTEMPTS.PLACE, code)
          .onConflict(
              EMAIL_DOMAIN_ATTEMPTS.BLOCK_ID,
              EMAIL_DOMAIN_ATTEMPTS.DAY,
              EMAIL_DOMAIN_ATTEMPTS.PLACE)
          .doUpdate()
          .set(EMAIL_DOMAIN_ATTEMPTS.USES, EMAIL_DOMAIN_ATTEMPTS.USES.plus(1))
          .execute();
    }
  }

  private static List<String> domains(EmailAddress email) {
    String domain = email.canonical().substring(email.canonical().lastIndexOf('@') + 1);
    List<String> all = new ArrayList<>();
    for (int from = 0; from >= 0; from = domain.indexOf('.', from + 1)) {
      all.add(domain.substring(from == 0 ? 0 : from + 1));
    }
    return all;
  }
}
