import { isMoment, momentFromImport } from '../../kernel/clock/moment.js';
import type { FieldError } from '../../kernel/errors/problem.js';
import { parseJson } from '../../kernel/http/body.js';
import { rowFault } from '../notices/notice-row-errors.js';
import { toRowFaults } from '../notices/notice-row-parser.js';
import { isJsonObject, type JsonObject } from '../notices/notice-row-reader.js';
import { MAX_OCID } from './ocds-pieces.js';

/** What a piece of a file says: releases of one process, or what they came to. */
export type ParsedPiece =
  | { ok: true; line: number; ocid: string; releases: JsonObject[] }
  | { ok: false; line: number; id: string | null; errors: FieldError[] };

/** A release, or the compiled release of a record; of a record without one the releases that stand in it. */
export function parsePiece(raw: Buffer, line: number): ParsedPiece {
  let value: JsonObject;
  try {
    value = parseJson(raw) as JsonObject;
  } catch (problem) {
    return { ok: false, line, id: null, errors: toRowFaults(problem) };
  }
  const errors: FieldError[] = [];
  const releases = isRecord(value) ? readRecord(value, errors) : [readRelease(value, '', errors)];
  const ocid = readOcid(value, errors) ?? '';
  for (const { ocid: own } of releases) if (own !== ocid && ocid !== '') errors.push(rowFault('/ocid', 'other_ocid'));
  if (errors.length === 0) return { ok: true, line, ocid, releases };
  return {
    ok: false,
    line,
    id: typeof value['id'] === 'string' ? value['id'].slice(0, MAX_OCID) : ocid || null,
    errors,
  };
}

const isRecord = (value: JsonObject): boolean =>
  ['compiledRelease', 'versionedRelease', 'releases'].some((key) => Object.hasOwn(value, key));

function readRecord(record: JsonObject, errors: FieldError[]): JsonObject[] {
  const { compiledRelease, releases } = record;
  if (isJsonObject(compiledRelease)) {
    const { ocid, date } = compiledRelease;
    const named = { id: `${String(ocid)}-${String(date)}`, ...compiledRelease, tag: ['compiled'] };
    return [readRelease(named, '/compiledRelease', errors)];
  }
  if (!Array.isArray(releases) || releases.length === 0) {
    errors.push(rowFault('/releases', releases === undefined ? 'required' : 'not_a_list'));
    return [];
  }
  return releases.flatMap((release: unknown, i) => {
    const pointer = `/releases/${i}`;
    if (isJsonObject(release) && (release['ocid'] !== undefined || release['url'] === undefined))
      return [readRelease(release, pointer, errors)];
    errors.push(rowFault(pointer, isJsonObject(release) ? 'releases_linked' : 'not_an_object'));
    return [];
  });
}

/** What merging needs of each release: whose it is, which it is, and when it was made. */
function readRelease(release: JsonObject, pointer: string, errors: FieldError[]): JsonObject {
  for (const key of ['ocid', 'id', 'date'] as const) {
    const value = release[key];
    if (value === undefined || value === null || value === '') errors.push(rowFault(`${pointer}/${key}`, 'required'));
    else if (typeof value !== 'string' && !(key === 'id' && typeof value === 'number'))
      errors.push(rowFault(`${pointer}/${key}`, 'not_text'));
    else if (key === 'date' && !isMoment(momentFromImport(value)))
      errors.push(rowFault(`${pointer}/date`, 'not_a_date'));
  }
  return release;
}

function readOcid(value: JsonObject, errors: FieldError[]): string | null {
  const compiled = value['compiledRelease'];
  const ocid = value['ocid'] ?? (isJsonObject(compiled) ? compiled['ocid'] : undefined);
  if (typeof ocid === 'string' && ocid !== '' && ocid.length <= MAX_OCID) return ocid;
  const code = typeof ocid === 'string' && ocid !== '' ? 'too_long' : 'required';
  if (!errors.some(({ pointer }) => pointer === '/ocid')) errors.push(rowFault('/ocid', code));
  return null;
}
