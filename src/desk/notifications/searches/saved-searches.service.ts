import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM, type Principal } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { recordUserChange } from '../../../people/accounts/user-changes.js';
import { getUserId } from '../../../people/accounts/user-id.js';
import { splitWords } from '../../../kernel/http/lists/words.js';
import { assertRanges } from '../../../purchase/tenders/reads/tender-search.queries.js';
import { HOLD, OPEN_TO_BE_TOLD } from '../notification-statements.js';
import { findTenders } from './find-tenders-job.js';
import { MOST_SEARCHES } from './saved-search.entity.js';
import type {
  NewSavedSearchDto,
  SavedSearchDto,
  SavedSearchListDto,
  SearchFilters,
  SearchFiltersDto,
} from './saved-searches.dto.js';
import {
  CLAIM,
  FORGET_FOUND,
  LIST,
  LOCK_TO_SAVE,
  LOCK_TO_TELL,
  PASS_OVER,
  SAVE,
  TELL_FOUND,
} from './search-statements.js';

/** Rounds of one run; what is left is the next run's. */
const ROUNDS = 50;

interface SearchRow {
  id: string;
  name: string;
  filters: SearchFilters;
  createdAt: Date;
}

/** Searches that people keep, and what they find of what is published later. */
@Injectable()
export class SavedSearches implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: JobRegistry,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(findTenders, () => this.tell());
  }

  /** Opens the inbox of the caller, who would be told nothing without. @throws Problem `too_many_searches`, `validation_failed` for a range that is turned round */
  save(principal: Principal, { name, filters }: NewSavedSearchDto): Promise<SavedSearchDto> {
    const user = getUserId(principal);
    assertRanges(filters, '/filters');
    const kept = JSON.stringify(keepFilters(filters));
    return this.transactions.run(principal, async (tx) => {
      await tx.query(LOCK_TO_SAVE);
      // Who saves at the same time takes a place each; the next try looks for another one.
      for (let tries = 0; tries <= MOST_SEARCHES; tries++) {
        const [row] = await tx.query<SearchRow>(SAVE, [user, name, kept]);
        if (!row) continue;
        await recordUserChange(tx, user, 'search_saved');
        if ((await tx.query(OPEN_TO_BE_TOLD, [user])).length > 0) await recordUserChange(tx, user, 'inbox_opened');
        return toSavedSearch(row);
      }
      throw new Problem('too_many_searches');
    });
  }

  async list(principal: Principal): Promise<SavedSearchListDto> {
    const rows = await this.transactions.reader.query<SearchRow[]>(LIST, [getUserId(principal)]);
    return { items: rows.map(toSavedSearch), next: null };
  }

  /** What it has found stays told. @throws Problem `not_found` where the caller has no such search */
  async remove(principal: Principal, id: string): Promise<void> {
    const user = getUserId(principal);
    await this.transactions.run(principal, async (tx) => {
      // With it what it has found is written.
      await tx.query(HOLD, [user]);
      const gone = await tx.query(`DELETE FROM saved_search WHERE id = $1 AND user_id = $2 RETURNING id`, [id, user]);
      if (gone.length === 0) throw new Problem('not_found');
      await recordUserChange(tx, user, 'search_ended');
    });
  }

  /** Tells of what was announced since; each round in a transaction of its own. */
  async tell(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const [row] = await this.transactions.run(SYSTEM, async (tx) => {
        await tx.query(LOCK_TO_TELL);
        await tx.query(PASS_OVER);
        return tx.query<{ taken: number }>(TELL_FOUND);
      });
      if ((row?.taken ?? 0) < CLAIM) break;
    }
    await this.transactions.run(SYSTEM, (tx) => tx.query(FORGET_FOUND));
  }
}

const keepFilters = (given: SearchFiltersDto): SearchFilters => ({
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined)),
  ...(given.q && { q: splitWords(given.q).join(' ') }),
});

const toSavedSearch = ({ createdAt, filters, ...row }: SearchRow): SavedSearchDto => ({
  ...row,
  filters: filters as SearchFiltersDto,
  createdAt: createdAt.toISOString(),
});
