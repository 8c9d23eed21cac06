package org.colloque.server.archive;

import static org.colloque.migrations.Tables.IMPORTS;
import static org.colloque.migrations.Tables.IMPORT_LINES;
import static org.colloque.migrations.Tables.USERS;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.colloque.server.accounts.AccountId;
import org.colloque.server.database.DatabaseUnavailableException;
import org.colloque.server.database.Tx;
import org.colloque.server.database.Viewer;
import org.colloque.server.jobs.Worker;
import org.colloque.server.kit.Kit;
import org.colloque.server.text.Csv;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off what members bring along, a few lines of each by turns. A line that was begun when the
 * process ended is done again, which changes nothing.
 */
final class WorkImports implements Worker {
  /** Lines that are worked off at once: each may have to ask another server. */
  private static final int AT_ONCE = 10;

  /** After so long, another process takes what one left. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(WorkImports.class);

  private final Kit kit;
  private final ApplyLine apply;

  WorkImports(Kit kit, ApplyLine apply) {
    this.kit = kit;
    this.apply = apply;
  }

  @Override
  public String name() {
    return "work-imports";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public String wakenBy() {
    return KeepImport.TOPIC;
  }

  private record Line(long number, List<String> fields) {}

  private record Taken(long id, AccountId account, CsvKind kind, List<Line> lines) {}

  @Override
  public boolean work() {
    Optional<Taken> taken = kit.db().as(Viewer.stranger(), this::take);
    taken.ifPresent(this::work);
    return taken.isPresent();
  }

  private Optional<Taken> take(Tx tx) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    var next =
        DSL.select(IMPORTS.ID)
            .from(IMPORTS)
            .where(IMPORTS.FINISHED_AT.isNull())
            .and(IMPORTS.TAKEN_AT.isNull().or(IMPORTS.TAKEN_AT.lt(now.minus(LEASE))))
            .orderBy(IMPORTS.WORKED_AT.asc().nullsFirst(), IMPORTS.ID)
            .limit(DSL.inline(1))
            .forUpdate()
            .skipLocked();
    return tx.sql()
        .update(IMPORTS)
        .set(IMPORTS.TAKEN_AT, now)
        .from(USERS)
        .where(USERS.ID.eq(IMPORTS.USER_ID))
        .and(IMPORTS.ID.in(next))
        .returningResult(IMPORTS.ID, IMPORTS.KIND, USERS.ACCOUNT_ID)
        .fetchOptional()
        .map(row -> {
          long id = row.get(IMPORTS.ID);
          return new Taken(
              id,
              new AccountId(row.get(USERS.ACCOUNT_ID)),
              CsvKind.parse(row.get(IMPORTS.KIND)).orElseThrow(),
              lines(tx.sql(), id));
        });
  }

  private static List<Line> lines(DSLContext sql, long id) {
    return sql.select(IMPORT_LINES.NUMBER, IMPORT_LINES.LINE)
        .from(IMPORT_LINES)
        .where(IMPORT_LINES.IMPORT_ID.eq(id))
        .and(IMPORT_LINES.FAILED.isFalse())
        .orderBy(IMPORT_LINES.NUMBER)
        .limit(DSL.inline(AT_ONCE))
        .fetch(row -> new Line(row.value1(), Csv.read(row.value2()).getFirst()));
  }

  private void work(Taken taken) {
    Queue<Long> done = new ConcurrentLinkedQueue<>();
    Queue<Long> failed = new ConcurrentLinkedQueue<>();
    // of two lines at once, each would make the list that both name
    try (ExecutorService threads =
        taken.kind() == CsvKind.LISTS
            ? Executors.newSingleThreadExecutor()
            : Executors.newVirtualThreadPerTaskExecutor()) {
      for (Line line : taken.lines()) {
        Future<?> _ = threads.submit(() -> work(taken, line, done, failed));
      }
    }
    kit.db().doAs(Viewer.stranger(), tx -> settle(tx.sql(), taken, done, failed));
  }

  private void work(Taken taken, Line line, Queue<Long> done, Queue<Long> failed) {
    try {
      (apply.apply(taken.account(), taken.kind(), line.fields()) ? done : failed)
          .add(line.number());
    } catch (DatabaseUnavailableException waits) {
      LOG.debug("a line of an import waits for the database", waits);
    } catch (RuntimeException failure) {
      LOG.warn("a line of an import cannot be done", failure);
      failed.add(line.number());
    }
  }

  private void settle(DSLContext sql, Taken taken, Queue<Long> done, Queue<Long> failed) {
    OffsetDateTime now = kit.now().atOffset(ZoneOffset.UTC);
    sql.deleteFrom(IMPORT_LINES)
        .where(IMPORT_LINES.IMPORT_ID.eq(taken.id()))
        .and(IMPORT_LINES.NUMBER.in(done))
        .execute();
    sql.update(IMPORT_LINES)
        .set(IMPORT_LINES.FAILED, true)
        .where(IMPORT_LINES.IMPORT_ID.eq(taken.id()))
        .and(IMPORT_LINES.NUMBER.in(failed))
        .execute();
    boolean more =
        sql.fetchExists(
            IMPORT_LINES, IMPORT_LINES.IMPORT_ID.eq(taken.id()), IMPORT_LINES.FAILED.isFalse());
    sql.update(IMPORTS)
        .setNull(IMPORTS.TAKEN_AT)
        .set(IMPORTS.WORKED_AT, now)
        .set(IMPORTS.DONE, IMPORTS.DONE.plus(done.size()))
        .set(IMPORTS.FAILED, IMPORTS.FAILED.plus(failed.size()))
        .set(IMPORTS.FINISHED_AT, more ? null : now)
        .where(IMPORTS.ID.eq(taken.id()))
        .execute();
  }
}
