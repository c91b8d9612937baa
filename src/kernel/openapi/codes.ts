import { PROBLEMS, type ProblemCode } from '../errors/codes.js';
import type { Language } from '../errors/texts.js';

/** What any request to any route may be answered with; the document says it once. */
export const OF_EVERY_REQUEST: readonly ProblemCode[] = [
  'malformed_url',
  'malformed_text',
  'upload_stalled',
  'internal_error',
  'not_ready',
  'second_factor_required',
  'busy',
  'cannot_write',
];

/** What decides which refusals an operation shares with others. */
export interface Traits {
  /** Name of a permission, `signed_in` or `public`. */
  permission: string;
  /** Below `/api/v1`, where a token that is sent is checked and requests are counted. */
  inApi: boolean;
  jsonBody: boolean;
  /** Its path names a record. */
  ofRecord: boolean;
  /** A list by pages. */
  paged: boolean;
  ifMatch: 'required' | 'optional' | null;
  idempotencyKey: 'required' | 'optional' | null;
}

/** Every code the operation can refuse with: its own, and those that follow from what it is. */
export function listOperationCodes(own: readonly ProblemCode[], traits: Traits): ProblemCode[] {
  const codes = new Set<ProblemCode>(own);
  const add = (when: boolean, ...more: ProblemCode[]) => (when ? more : []).forEach((code) => codes.add(code));
  add(traits.inApi, 'invalid_token', 'throttled', 'validation_failed');
  add(traits.permission !== 'public', 'not_signed_in');
  add(traits.permission !== 'public' && traits.permission !== 'signed_in', 'not_permitted');
  add(traits.ofRecord, 'not_found');
  add(traits.paged, 'bad_cursor');
  add(traits.jsonBody, 'malformed_json', 'too_deep', 'payload_too_large', 'unsupported_media_type');
  add(traits.ifMatch !== null, 'bad_if_match', 'stale_version');
  add(traits.ifMatch === 'required', 'if_match_required');
  add(traits.idempotencyKey !== null, 'bad_idempotency_key', 'key_in_progress', 'key_reused');
  add(traits.idempotencyKey === 'required', 'idempotency_key_required');
  return [...codes].filter((code) => own.includes(code) || !OF_EVERY_REQUEST.includes(code)).sort();
}

/** `` `code` `` of each, for the description of a response. */
export const codeNames = (codes: readonly ProblemCode[]): string => codes.map((code) => `\`${code}\``).join(', ');

/** `` `code`: title`` of each. */
export const codeTexts = (codes: readonly ProblemCode[], language: Language): string =>
  codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title[language]}`).join('; ');

/** Codes by status, in the order of statuses. */
export function byStatus(codes: readonly ProblemCode[]): [status: number, codes: ProblemCode[]][] {
  const found = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    found.set(status, [...(found.get(status) ?? []), code]);
  }
  return [...found].sort(([a], [b]) => a - b);
}
