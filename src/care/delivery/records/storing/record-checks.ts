import { Injectable } from '@nestjs/common';
import { toScope } from '../../../../kernel/access/scope.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import {
  createHeldReferenceProblem,
  DocumentReferences,
  isHeldBack,
} from '../../../../kernel/documents/document-references.js';
import { PICTURE_TYPES } from '../../../../kernel/documents/document-types.js';
import type { MalwareCheck } from '../../../../kernel/documents/examination/antivirus.js';
import { LastingProblem, Problem } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import type { RecordedEntry, SentEntry, Confirmation } from './recorded-entry.js';
import { RecipientCodes } from '../codes/recipient-codes.js';
import { chooseLine, findLineRefusal, loadRecordLines, type RecordLines } from '../lines/record-lines.js';
import type { ServedContract } from '../served-contract.js';
import {
  findRecordRefusal,
  refuseStart,
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
  /** The first minute that lies ahead, `YYYY-MM-DDTHH:MM` in Asia/Shanghai. */
  ahead: string;
  /** Documents that were sent as photos and that the caller may read. */
  photos: ReadonlyMap<string, Photo>;
}

interface Photo {
  isPicture: boolean;
  malwareCheck: MalwareCheck;
}

const NO_DOCUMENT = { en: 'There is no such document that you may read', zh: '没有您可以查看的此文件' };
const NO_PICTURE = { en: 'This document is no picture', zh: '该文件不是图片' };
const NOT_ISSUED = {
  en: 'No recipient of this record was issued a code; a manager of the agency issues one (POST /service-lines/{id}/recipients/{recipient}/code)',
  zh: '本记录的服务对象均未领取确认码；确认码由承接主体管理员发放（POST /service-lines/{id}/recipients/{recipient}/code）',
};
const OWN_CODE = {
  en: 'You issued this code yourself: another account records what it confirms',
  zh: '该确认码由您本人发放，须由其他账号登记经其确认的服务',
};

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
      ahead: served.ahead,
      photos: await this.readPhotos(tx, photos),
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
      refuseStart(sent, checks.ahead, at) ??
      findLineRefusal(sent, checks.lines, at);
    if (refusal) return toProblem(refusal);
    const confirmation = await this.confirm(checks, sent, at, instead);
    if (confirmation instanceof Problem) return confirmation;
    const { code: _code, photo: _photo, countsWorkers: _countsWorkers, ...entry } = counted;
    return { ...entry, confirmation, serviceLine: chooseLine(sent, checks.lines) };
  }

  private async readPhotos(tx: Tx, photos: readonly string[]): Promise<Map<string, Photo>> {
    if (photos.length === 0) return new Map();
    const rows = await tx.query<Photo & { id: string }>(
      `SELECT id, media_type = ANY ($2::text[]) AS "isPicture", malware_check AS "malwareCheck"
       FROM document WHERE id = ANY ($1::uuid[])`,
      [await this.references.readable(toScope(tx.principal), photos), PICTURE_TYPES],
    );
    return new Map(rows.map(({ id, ...photo }) => [id, photo]));
  }

  /** `instead`: the record that is being corrected. What confirmed it confirms, sent again, no more than it did. */
  private async confirm(
    { tx, photos }: RecordChecks,
    { code, photo, recipients, minutes, servedOn }: SentEntry,
    at: string,
    instead: RecordedEntry | null,
  ): Promise<Confirmation | null | Problem> {
    if (code !== null && photo !== null)
      return invalid(`${at}/confirmation`, 'one_of', { en: 'A code or a photo, not both', zh: '代码与照片只能择一' });
    const kept = instead?.confirmation ?? null;
    if (photo !== null) return confirmByPhoto(photo, photos.get(photo), `${at}/confirmation/photo`, kept);
    if (code === null) return null;
    const tried = await this.codes.tryCode(tx, recipients, code);
    const pointer = `${at}/confirmation/recipientCode`;
    if (tried === null) return Problem.ofField('code_not_issued', pointer, NOT_ISSUED);
    if ('recipient' in tried) {
      const isNoMore = instead !== null && instead.servedOn === servedOn && minutes <= instead.minutes;
      const isKept = isNoMore && kept?.how === 'recipient_code' && kept.recipient === tried.recipient;
      if (tried.own && !isKept) return Problem.ofField('code_own', pointer, OWN_CODE);
      return { how: 'recipient_code', recipient: tried.recipient };
    }
    const text = { en: 'The code of no recipient of this record', zh: '不是本记录服务对象的确认码' };
    // That it was tried is counted, whatever becomes of the request.
    return new LastingProblem('code_wrong', {
      errors: [{ pointer, code: 'wrong', text }],
      facts: { triesLeft: tried.left },
    });
  }
}

function confirmByPhoto(
  document: string,
  photo: Photo | undefined,
  pointer: string,
  kept: Confirmation | null,
): Confirmation | Problem {
  if (photo === undefined) return Problem.ofField('not_found', pointer, NO_DOCUMENT);
  if (isHeldBack(photo.malwareCheck)) return createHeldReferenceProblem(pointer);
  // Photos were once taken as any document.
  const isKept = kept?.how === 'photo' && kept.document === document;
  if (!photo.isPicture && !isKept) return Problem.ofField('photo_no_picture', pointer, NO_PICTURE);
  return { how: 'photo', document };
}
