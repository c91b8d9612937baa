import { Injectable } from '@nestjs/common';
import { toScope } from '../../../../kernel/access/scope.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { LastingProblem, Problem } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import type { RecordedEntry, SentEntry, Confirmation } from './recorded-entry.js';
import { RecipientCodes } from '../codes/recipient-codes.js';
import { chooseLine, findLineRefusal, loadRecordLines, type RecordLines } from '../lines/record-lines.js';
import type { ServedContract } from '../served-contract.js';
import {
  findRecordRefusal,
  type RecordGround,
  type Refusal,
  type ServiceEntry,
  type StandingDays,
} from '../service-record.rules.js';
import { lockWorkers, loadWorkerDays } from '../workers/serving-workers.js';
import { loadRecordGround, standingDays } from '../standing-days.js';
import { countKinds, findWorkerRefusal, type ServingWorker, type WorkerDays } from '../workers/worker-days.rules.js';

/** What the records of one request are held against; it grows with each that is let through. */
export interface RecordChecks {
  tx: Tx;
  body: string;
  ground: RecordGround;
  workers: ReadonlyMap<string, ServingWorker>;
  lines: RecordLines;
  days: StandingDays;
  workerDays: WorkerDays;
  /** Documents that were sent as photos and that the caller may read. */
  photos: ReadonlySet<string>;
}

export const toProblem = ({ code, errors, facts }: Refusal): Problem =>
  new Problem(code, { errors, ...(facts && { facts }) });

/** Holds records against their contract, against the days of those they name, and against how they are confirmed. */
@Injectable()
export class RecordChecker {
  constructor(
    private readonly references: DocumentReferences,
    private readonly codes: RecipientCodes,
  ) {}

  /** Locks recipients, then workers, each by their ids. `except`: the record that is being corrected, with its entry. */
  async open(
    tx: Tx,
    served: ServedContract,
    entries: readonly SentEntry[],
    except: { id: string; entry: RecordedEntry } | null = null,
  ): Promise<RecordChecks> {
    const ground = await loadRecordGround(tx, served, entries);
    const workers = await lockWorkers(tx, entries);
    const dated: ServiceEntry[] = except === null ? [...entries] : [except.entry, ...entries];
    const photos = entries.flatMap(({ photo }) => photo ?? []);
    return {
      tx,
      body: served.contract.supplier_id,
      ground,
      workers,
      lines: await loadRecordLines(tx, served.contract.id, entries),
      days: await standingDays(tx, served.contract, dated, except?.id ?? null),
      workerDays: await loadWorkerDays(tx, entries, except?.id ?? null),
      photos: new Set(photos.length === 0 ? [] : await this.references.readable(toScope(tx.principal), photos)),
    };
  }

  /** The record as it is to be stored, or why it is not. Pointers are below `at`. */
  async check(
    checks: RecordChecks,
    sent: SentEntry,
    at: string,
    instead: RecordedEntry | null = null,
  ): Promise<RecordedEntry | Problem> {
    const { ground, workers, days, workerDays } = checks;
    const counted = sent.servedBy.length > 0 ? { ...sent, workers: countKinds(sent.servedBy, workers) } : sent;
    const refusal =
      findWorkerRefusal(sent, checks, workerDays, at) ??
      findRecordRefusal(counted, ground, days, at, instead) ??
      findLineRefusal(sent, checks.lines, at);
    if (refusal) return toProblem(refusal);
    const confirmation = await this.confirm(checks, sent, at);
    if (confirmation instanceof Problem) return confirmation;
    const { code: _code, photo: _photo, countsWorkers: _countsWorkers, ...entry } = counted;
    return { ...entry, confirmation, serviceLine: chooseLine(sent, checks.lines) };
  }

  private async confirm(
    { tx, photos }: RecordChecks,
    { code, photo, recipients }: SentEntry,
    at: string,
  ): Promise<Confirmation | null | Problem> {
    if (code !== null && photo !== null)
      return invalid(`${at}/confirmation`, 'one_of', { en: 'A code or a photo, not both', zh: '代码与照片只能择一' });
    if (photo !== null) {
      if (photos.has(photo)) return { how: 'photo', document: photo };
      const text = { en: 'There is no such document that you may read', zh: '没有您可以查看的此文件' };
      return Problem.ofField('not_found', `${at}/confirmation/photo`, text);
    }
    if (code === null) return null;
    const tried = await this.codes.tryCode(tx, recipients, code);
    if ('recipient' in tried) return { how: 'recipient_code', ...tried };
    const text = { en: 'The code of no recipient of this record', zh: '不是本记录服务对象的确认码' };
    // That it was tried is counted, whatever becomes of the request.
    return new LastingProblem('code_wrong', {
      errors: [{ pointer: `${at}/confirmation/recipientCode`, code: 'wrong', text }],
      facts: { triesLeft: tried.left },
    });
  }
}
