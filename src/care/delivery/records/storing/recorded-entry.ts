import { createHash } from 'node:crypto';
import { canonicalText } from '../../../../kernel/audit/canonical.js';
import { replaceFields } from '../../../../purchase/tenders/recording/merge.rules.js';
import type { ServiceFieldsDto } from '../service-record.dto.js';
import type { ServiceEntry } from '../service-record.rules.js';

/** How a service was confirmed: by the code of a recipient whom the record names, or by a photo. */
export type Confirmation = { how: 'recipient_code'; recipient: string } | { how: 'photo'; document: string };

/** A service as it is stored. */
export interface RecordedEntry extends ServiceEntry {
  /** Ids of workers in the register of the agency. Where somebody is named, `workers` is counted from them. */
  servedBy: readonly string[];
  /** `HH:MM` in Asia/Shanghai. */
  startsAt: string | null;
  place: string | null;
  confirmation: Confirmation | null;
  /** Of a record that names no recipient: for which line of the contract it speaks. */
  serviceLine: string | null;
}

/** A service as it was sent. Its confirmation names nobody yet: whose the code is, is found out. */
export interface SentEntry extends Omit<RecordedEntry, 'confirmation'> {
  /** Whether the kinds of workers were counted by the sender. */
  countsWorkers: boolean;
  code: string | null;
  photo: string | null;
}

export const toSentEntry = (dto: ServiceFieldsDto): SentEntry => ({
  servedOn: dto.servedOn,
  form: dto.form,
  content: dto.content ?? null,
  minutes: dto.minutes,
  workers: { ...dto.workers },
  // As they were sent: a refusal points to one of them.
  recipients: (dto.recipients ?? []).map((id) => id.toLowerCase()),
  participants: dto.participants ?? null,
  withinContract: dto.withinContract ?? true,
  note: dto.note ?? null,
  servedBy: (dto.servedBy ?? []).map((id) => id.toLowerCase()),
  startsAt: dto.startsAt ?? null,
  place: dto.place ?? null,
  serviceLine: dto.serviceLine?.toLowerCase() ?? null,
  countsWorkers: dto.workers !== undefined,
  code: dto.confirmation?.recipientCode ?? null,
  photo: dto.confirmation?.photo?.toLowerCase() ?? null,
});

/**
 * What a row says laid over what stands: an empty cell takes nothing away. Workers who are named are counted anew, and recipients
 * who are named say the line. A row confirms nothing.
 */
export function completeFields(row: ServiceFieldsDto, standing: RecordedEntry): ServiceFieldsDto {
  const { confirmation: _, workers, serviceLine, servedBy, recipients, ...fields } = standing;
  const isCounted = (row.servedBy ?? servedBy).length === 0;
  const isOfLine = (row.recipients ?? recipients).length === 0;
  const kept = {
    ...fields,
    ...{ servedBy: [...servedBy], recipients: [...recipients] },
    ...(isOfLine && { serviceLine }),
  };
  return replaceFields<ServiceFieldsDto>(
    kept,
    isCounted ? { ...row, workers: replaceFields(workers, row.workers ?? {}) } : row,
  );
}

/** What of a confirmation says that a record is the same: never the code, which a hash would let somebody try out. */
const toConfirmationContent = (entry: RecordedEntry | SentEntry): object | null => {
  if ('confirmation' in entry)
    return entry.confirmation?.how === 'photo' ? { photo: entry.confirmation.document } : entry.confirmation && {};
  return entry.photo !== null ? { photo: entry.photo } : entry.code !== null ? {} : null;
};

/**
 * Whom a record names is a set: in another order it is the same record. A member that is not given is left out, so that a
 * record that was sent before there was such a member is still the same.
 */
export function hashEntry(entry: RecordedEntry | SentEntry): string {
  const {
    servedOn,
    form,
    content,
    minutes,
    participants,
    withinContract,
    note,
    servedBy,
    startsAt,
    place,
    serviceLine,
  } = entry;
  const confirmation = toConfirmationContent(entry);
  const text = canonicalText({
    servedOn,
    form,
    content,
    minutes,
    recipients: entry.recipients.toSorted(),
    participants,
    withinContract,
    note,
    // What kind somebody is may change; who it was does not.
    ...(servedBy.length > 0 ? { servedBy: servedBy.toSorted() } : { workers: entry.workers }),
    ...(startsAt !== null && { startsAt }),
    ...(place !== null && { place }),
    ...(serviceLine !== null && { serviceLine }),
    ...(confirmation !== null && { confirmation }),
  });
  return createHash('sha256').update(text).digest('hex');
}
