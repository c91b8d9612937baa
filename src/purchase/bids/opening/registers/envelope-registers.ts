import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../../kernel/access/principal.js';
import { AnchoredChains } from '../../../../kernel/audit/anchors/anchored-chains.js';
import { forPurpose, Keys } from '../../../../kernel/config/keys.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../../kernel/queue/jobs/job-registry.js';
import { coverText, uncoverText } from '../../../../kernel/sealing/covered-text.js';
import type { BidHead } from '../../bid-head.js';
import { Envelopes, type StoredEnvelope, type Uncovered } from '../envelopes.js';
import { registerEnvelopes } from '../opening-job.js';
import {
  findChange,
  formatRegister,
  parseRegister,
  type RegisteredEnvelope,
  type RegisteredVersion,
} from './register.rules.js';

const AGGREGATE = 'envelope_register';
const ONE_AT_ONCE = 'throughline envelope register';
/** More than so many are not covered anew: after a restore every row looks new. */
const COVERED_AT_MOST = 200;
/** Nor what is left after so long: whoever submits one of them just then waits for the end of it. */
const COVERING_MS = 500;

interface LastRegister {
  month: string;
  no: number;
  horizon: string;
  own: string;
}
interface StoredRegister {
  month: string;
  no: number;
  at: Date;
  body: Buffer;
}
/** What anchored registers say up to an instant. */
export interface RegisterReading {
  /** By blind index, oldest first. */
  versions: Map<string, RegisteredVersion[]>;
  /** When each was made, oldest first. */
  instants: number[];
  /** Since when they are not all there, or not what the audit and its anchors say; null: they are. */
  faultyFrom: number | null;
}

/** What registers made up to an instant say. */
export interface LimitedReading {
  versions: ReadonlyMap<string, readonly RegisteredVersion[]>;
  /** When the last of them was made; null: there is none. */
  last: number | null;
  /** Whether all of them are as they were anchored. */
  verified: boolean;
}

export function limitReading({ versions, instants, faultyFrom }: RegisterReading, until: number): LimitedReading {
  return {
    versions: new Map([...versions].map(([blind, all]) => [blind, all.filter(({ at }) => at <= until)])),
    last: instants.findLast((at) => at <= until) ?? null,
    verified: faultyFrom === null || faultyFrom > until,
  };
}

/**
 * SHA-256 of what lies under the outer cover, so that covering it anew changes nothing; of what cannot be uncovered, of the
 * bytes. A file may be uploaded for a bid that is submitted: how many there were is no part of what was handed in.
 */
export function computeFingerprint(envelope: StoredEnvelope, { head, body }: Uncovered): string {
  if (head === null || body === null) return hashCiphertext(envelope);
  const { uploads: _, ...handedIn } = head;
  return hashPlaintext(handedIn, body);
}

/** The same as registers had it while the number of uploads was still a part of it. */
export function computeFormerFingerprint(envelope: StoredEnvelope, { head, body }: Uncovered): string {
  return head === null || body === null ? hashCiphertext(envelope) : hashPlaintext(head, body);
}

/**
 * Every five minutes writes down which envelopes are new or changed. These are covered anew in the same transaction, all by
 * one number: in a copy that is made later none of them stands beside the session, or the read, that came just before it.
 */
@Injectable()
export class EnvelopeRegisters implements OnModuleInit {
  private readonly ring: Buffer[];

  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly envelopes: Envelopes,
    private readonly chains: AnchoredChains,
    keys: Keys,
  ) {
    this.ring = forPurpose(keys.identity, 'envelope register').map(({ bytes }) => bytes);
  }

  onModuleInit(): void {
    this.jobs.handle(registerEnvelopes, () => this.run());
  }

  run(): Promise<void> {
    return this.transactions.run(SYSTEM, async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [ONE_AT_ONCE]);
      // Its instant lies before everything that it has not seen.
      const at = await tx.now();
      const [last] = await tx.query<LastRegister>(
        `SELECT month, no, horizon, own FROM envelope_register ORDER BY month DESC, no DESC LIMIT 1`,
      );
      const [here] = await tx.query<{ own: string; horizon: string; month: string }>(
        `SELECT pg_current_xact_id()::text AS own, pg_snapshot_xmin(pg_current_snapshot())::text AS horizon,
           to_char(business_now() AT TIME ZONE 'UTC', 'YYYY-MM') AS month`,
      );
      if (!here) return;
      const changed = await this.listChangedEnvelopes(tx, last);
      const entries: RegisteredEnvelope[] = [];
      const until = changed.length <= COVERED_AT_MOST ? Date.now() + COVERING_MS : 0;
      for (const id of changed) entries.push(...(await this.enter(tx, id, Date.now() < until)));
      // Business time of a test may stand behind that of the register before.
      const month = last && last.month > here.month ? last.month : here.month;
      const no = last?.month === month ? last.no + 1 : 1;
      const bytes = formatRegister(entries).toString('base64');
      const body = coverText(this.ring[0] as Buffer, formatPlace(month, no), bytes);
      await tx.query(
        `INSERT INTO envelope_register (month, no, at, horizon, own, body) VALUES ($1, $2, $3, $4, $5, $6)`,
        [month, no, at, here.horizon, here.own, body],
      );
      await tx.recordOfSystem({
        ...{ aggregate: AGGREGATE, id: month, action: 'registered', data: { no, sha256: hashBody(body) } },
      });
    });
  }

  /** By the number of the transaction that wrote each; those that the last register covered anew are not new. */
  private async listChangedEnvelopes(tx: Tx, last: LastRegister | undefined): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM sealed_envelope WHERE $1::text IS NULL
         OR age(xmin) <= age(($1::xid8)::xid) AND xmin <> ($2::xid8)::xid ORDER BY id`,
      [last?.horizon ?? null, last?.own ?? null],
    );
    return rows.map(({ id }) => id);
  }

  /** One that cannot be uncovered stays as it is: it shows what was done to it. */
  private async enter(tx: Tx, id: string, covers: boolean): Promise<RegisteredEnvelope[]> {
    const envelope = covers ? await this.envelopes.lock(tx, id) : await this.envelopes.byId(tx.manager, id);
    if (!envelope) return [];
    const open = this.envelopes.uncover(envelope);
    if (covers && open.head !== null && open.body !== null)
      await this.envelopes.rewrite(tx, id, open.head, open.body, envelope.size_class);
    const head = open.body && open.head;
    const submitted = head && head.state === 'submitted';
    const changedAt = head && findChange(head);
    const fingerprint = computeFingerprint(envelope, open);
    return [{ id, blind: envelope.blind.toString('hex'), fingerprint, submitted, changedAt }];
  }

  /** Of registers made between two instants, those that an anchor covers; only of these blind indexes. */
  async load(tx: Tx, since: Date | null, until: Date, blinds: ReadonlySet<string>): Promise<RegisterReading> {
    const rows = await tx.query<StoredRegister>(
      `SELECT month, no, at, body FROM envelope_register WHERE ($1::timestamptz IS NULL OR at >= $1) AND at <= $2 ORDER BY month, no`,
      [since, until],
    );
    const reading: RegisterReading = { versions: new Map(), instants: [], faultyFrom: null };
    const noteFault = (at: number): void => {
      reading.faultyFrom = Math.min(at, reading.faultyFrom ?? at);
    };
    const months = await this.readMonths(tx, since, until);
    const stored = new Map(rows.map((row) => [formatPlace(row.month, row.no), row]));
    for (const [month, chain] of months) {
      if (chain.broken) noteFault(Date.parse(month));
      for (const { no, sha256, at } of chain.registers) {
        const row = stored.get(formatPlace(month, no));
        const text = row && uncoverText(this.ring, formatPlace(month, no), row.body);
        if (!row || !text || hashBody(row.body) !== sha256 || row.at.getTime() !== at) {
          noteFault(at);
          continue;
        }
        const nth = reading.instants.push(at) - 1;
        for (const entry of parseRegister(Buffer.from(text, 'base64')))
          if (blinds.has(entry.blind))
            reading.versions.set(entry.blind, [...(reading.versions.get(entry.blind) ?? []), { ...entry, at, nth }]);
      }
    }
    return reading;
  }

  /** What the audit says of the registers of each month: their numbers, hashes and instants, as far as an anchor covers them. */
  private async readMonths(tx: Tx, since: Date | null, until: Date) {
    const months = await tx.query<{ month: string }>(
      `SELECT DISTINCT aggregate_id AS month FROM audit_entry WHERE aggregate_type = $1
       UNION SELECT DISTINCT aggregate_id FROM audit_anchor_leaf WHERE aggregate_type = $1 ORDER BY month`,
      [AGGREGATE],
    );
    const from = since?.toISOString().slice(0, 7) ?? '';
    const to = until.toISOString().slice(0, 7);
    const read = new Map<string, { broken: boolean; registers: { no: number; sha256: string; at: number }[] }>();
    for (const { month } of months) {
      if (month < from || month > to) continue;
      const { records, anchoredSeq, findings } = await this.chains.readChain(tx.manager, AGGREGATE, month);
      const registers = records
        .filter(({ seq }) => seq <= anchoredSeq)
        .map(({ at, data }) => ({ no: Number(data['no']), sha256: String(data['sha256']), at: Date.parse(at) }))
        .filter(({ at }) => (since === null || at >= since.getTime()) && at <= until.getTime());
      read.set(month, { broken: findings.length > 0, registers });
    }
    return read;
  }
}

const formatPlace = (month: string, no: number): string => `throughline envelope register 1|${month}|${no}`;
const hashCiphertext = ({ ciphertext }: StoredEnvelope): string =>
  createHash('sha256').update('covered|').update(ciphertext).digest('hex');
const hashPlaintext = (head: Partial<BidHead>, body: Buffer): string =>
  createHash('sha256').update(JSON.stringify(head)).update('|').update(body).digest('hex');
const hashBody = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
