import { Injectable, type OnModuleInit } from '@nestjs/common';
import { appendFile, readFile } from 'node:fs/promises';
import { Settings } from '../../kernel/config/settings.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { defineJob } from '../../kernel/queue/jobs/job.js';
import { JobRegistry } from '../../kernel/queue/jobs/job-registry.js';
import type { PersonKind } from './person-kinds.js';

/** Every minute what was erased or blocked is noted outside the database. */
export const noteErasures = defineJob({ kind: 'sweep', name: 'note-erasures', queue: 'sweeps', every: 60_000 });

/** An erasure or a block, by ids that say nothing of the person without the database. */
export interface NotedErasure {
  request: string;
  kind: PersonKind;
  person: string;
  state: 'erased' | 'blocked';
  /** RFC 3339 in UTC, wall time. */
  at: string;
}

/** How far back is looked behind the last line: what another process committed late is noted all the same. */
const SLACK_MS = 3_600_000;

/**
 * A file beside the anchors of what was erased and what was blocked. An older copy of the database that is restored holds those
 * people again: the file says of whom, so that it is done again. Who stands behind bodies has no id, and is found by the resident
 * id alone.
 */
@Injectable()
export class ErasureList implements OnModuleInit {
  private readonly path: string;

  constructor(
    private readonly registry: JobRegistry,
    private readonly transactions: Transactions,
    { anchorFile }: Settings,
  ) {
    this.path = `${anchorFile ?? ''}.erased`;
  }

  onModuleInit(): void {
    this.registry.handle(noteErasures, async () => {
      await this.note();
    });
  }

  /** Answers how many were noted. */
  async note(): Promise<number> {
    const noted = await this.read();
    const known = new Set(noted.map(({ request, state }) => `${request} ${state}`));
    // Each state from its own last line on: a file of an earlier release has none of what was blocked. A line that a clock
    // stamped ahead of its time would hide what is erased until then.
    const now = Date.now();
    const findLast = (wanted: NotedErasure['state']): Date => {
      const last = noted.findLast(({ state, at }) => state === wanted && Date.parse(at) <= now);
      return new Date(last === undefined ? 0 : Date.parse(last.at) - SLACK_MS);
    };
    const rows = await this.transactions.reader.query<(Omit<NotedErasure, 'at'> & { at: Date })[]>(
      `SELECT id AS request, person_kind AS kind, person_id AS person, state, updated_at AS at FROM personal_data_request
       WHERE (state = 'erased' AND updated_at >= $1 OR state = 'blocked' AND updated_at >= $2) AND person_kind <> 'behind_body'
       ORDER BY updated_at, id`,
      [findLast('erased'), findLast('blocked')],
    );
    const fresh = rows.filter(({ request, state }) => !known.has(`${request} ${state}`));
    // A line of its own, whatever a crash left before it.
    const lines = fresh.map((row) => `\n${JSON.stringify({ ...row, at: row.at.toISOString() })}\n`);
    if (lines.length > 0) await appendFile(this.path, lines.join(''));
    return fresh.length;
  }

  /** What was erased or blocked once and stands in this database again, oldest first. */
  async listMissing(): Promise<NotedErasure[]> {
    const noted = await this.read();
    const rows = await this.transactions.reader.query<{ name: string; state: string }[]>(
      `SELECT person_kind || ' ' || person_id AS name, state FROM personal_data_request
       WHERE state IN ('erased', 'blocked') AND person_id = ANY ($1::text[])`,
      [noted.map(({ person }) => person)],
    );
    const name = ({ kind, person }: NotedErasure) => `${kind} ${person}`;
    const done = new Set(rows.map((row) => row.name));
    const erased = new Set(rows.filter(({ state }) => state === 'erased').map((row) => row.name));
    // Who was blocked and erased later is to be erased.
    const toErase = new Set(noted.filter(({ state }) => state === 'erased').map(name));
    return noted.filter((line) =>
      line.state === 'erased' ? !erased.has(name(line)) : !done.has(name(line)) && !toErase.has(name(line)),
    );
  }

  /** What can be read of it: a line that a crash left unfinished is none. */
  private async read(): Promise<NotedErasure[]> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return text.split('\n').flatMap((line) => {
      try {
        // Lines of earlier releases name no state: only what was erased was noted.
        return [{ state: 'erased', ...(JSON.parse(line) as Omit<NotedErasure, 'state'>) }];
      } catch {
        return [];
      }
    });
  }
}
