import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { KeyRing } from '../../config/keys.js';
import { readAnchor } from '../anchors/anchor.js';

/** Where the anchors are posted. */
export interface WitnessOptions {
  url: string;
  token?: string | undefined;
  /** Longest wait for an answer. */
  timeoutMs?: number;
}

/** What the metrics tell of a witness. */
export interface WitnessFigures {
  /** Anchors that it has not accepted. */
  behind: number;
  /** Age of the oldest of them, in seconds; 0 where it has all. */
  ageSeconds: number;
}

const TIMEOUT_MS = 10_000;
/** Anchors of one request: some 150 KB. */
const LINES_AT_ONCE = 500;
/** Longer than a request may take: another process that looks meanwhile takes nothing up. */
const LEASE_SECONDS = 60;

const KNOW = `INSERT INTO anchor_witness (url) VALUES ($1) ON CONFLICT (url) DO NOTHING`;

/** One process at a time, and none before the pause after a failure is over; what lies beyond any pause or anchor, nobody of us wrote. */
const TAKE = `
  WITH taken AS (
    UPDATE anchor_witness SET next_at = clock_timestamp() + make_interval(secs => $2),
      posted = least(posted, (SELECT coalesce(max(no), 0) FROM audit_anchor))
    WHERE url = $1 AND (next_at <= clock_timestamp() OR next_at > clock_timestamp() + interval '1 hour') RETURNING posted
  ) SELECT posted FROM taken`;

const LATER_LINES = `SELECT no, line FROM audit_anchor WHERE no > $1 ORDER BY no LIMIT $2`;

const ACCEPTED = `
  UPDATE anchor_witness SET posted = greatest(posted, $2), accepted_at = clock_timestamp(), attempts = 0
  WHERE url = $1`;

const READY = `UPDATE anchor_witness SET next_at = clock_timestamp(), attempts = 0 WHERE url = $1`;

/** 30 s, 1, 2, 4 … minutes, at most an hour. */
const FAILED = `
  UPDATE anchor_witness SET attempts = attempts + 1,
    next_at = clock_timestamp() + make_interval(secs => least(3600, 30 * 2 ^ least(attempts, 7)))
  WHERE url = $1`;

const FIGURES = `
  SELECT (count(a.no))::int AS behind,
    greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(a.at)), 0))::float8 AS age
  FROM audit_anchor a WHERE a.no > coalesce((SELECT posted FROM anchor_witness WHERE url = $1), 0)`;

/**
 * Posts the anchors to a witness: a server of somebody else, whose copy nobody here can write anew. The body is the new lines of the
 * anchor file, as they are; any answer of 2xx accepts all of them. How far the witness is stands in the database, so that a
 * restart loses nothing; an anchor may come twice and is then the same line. What it cannot be told waits: nothing else does.
 */
export class Witness {
  private readonly logger = new Logger('Witness');

  constructor(
    private readonly dataSource: DataSource,
    private readonly anchorRing: KeyRing,
    private readonly options: WitnessOptions,
  ) {}

  /** Posts what it does not have. Answers how many anchors it accepted; a failure is logged and tried again later. */
  async run(): Promise<number> {
    const { url } = this.options;
    await this.dataSource.query(KNOW, [url]);
    const [taken] = await this.dataSource.query<{ posted: string }[]>(TAKE, [url, LEASE_SECONDS]);
    if (!taken) return 0;
    let accepted = 0;
    try {
      for (let posted = taken.posted; ;) {
        const rows = await this.dataSource.query<{ no: string; line: string }[]>(LATER_LINES, [posted, LINES_AT_ONCE]);
        const last = rows.at(-1);
        if (!last) break;
        await this.post(rows.map(({ no, line }) => this.checkLine(no, line)));
        posted = last.no;
        accepted += rows.length;
        await this.dataSource.query(ACCEPTED, [url, posted]);
      }
      await this.dataSource.query(READY, [url]);
    } catch (error) {
      await this.dataSource.query(FAILED, [url]);
      this.logger.warn({ msg: 'the witness was not told of the anchors', reason: (error as Error).message });
    }
    return accepted;
  }

  async figures(): Promise<WitnessFigures> {
    const [row] = await this.dataSource.query<{ behind: number; age: number }[]>(FIGURES, [this.options.url]);
    return { behind: row?.behind ?? 0, ageSeconds: row?.age ?? 0 };
  }

  /** A witness is told of nothing that we did not sign. */
  private checkLine(no: string, line: string): string {
    if (readAnchor(line, this.anchorRing) === null) throw new Error(`anchor ${no} was not signed by us`);
    return `${line}\n`;
  }

  /** An answer that sends elsewhere is a failure: the token and the anchors go to no address that nobody set. */
  private async post(lines: readonly string[]): Promise<void> {
    const { url, token, timeoutMs = TIMEOUT_MS } = this.options;
    let status: number;
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-ndjson', ...(token && { authorization: `Bearer ${token}` }) },
        body: lines.join(''),
        signal: AbortSignal.timeout(timeoutMs),
      });
      ({ status } = response);
      await response.body?.cancel();
    } catch (error) {
      const { message, cause } = error as Error & { cause?: { code?: string } };
      throw new Error(cause?.code ?? message, { cause: error });
    }
    if (status < 200 || status > 299) throw new Error(`it answered ${status}`);
  }
}
