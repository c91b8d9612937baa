import type { Count } from '../../watch/compatibility/release.rules.js';
import type { Kinds } from '../../watch/compatibility/bodies.js';

/** Read to the letter, or without the defects that docs/screening.md lists. */
export const SETS = ['published', 'corrected'] as const;
export type ScreeningSet = (typeof SETS)[number];

export const STATES = ['triggered', 'clear', 'insufficient_data', 'not_applicable'] as const;
export type State = (typeof STATES)[number];

export type Group = 'OCID' | 'Buyer' | 'ProcuringEntity' | 'Tenderer';

export type ErrorCode =
  | 'broken_json'
  | 'no_object'
  | 'no_ocid'
  | 'no_compiled_release'
  | 'not_finite'
  | 'not_utf8'
  | 'too_long'
  | 'duplicate_ocid'
  | 'broken_package'
  | 'unreadable';

/** What is wrong with one line (in a package: with one release of it), counted from 1. */
export interface ScreeningError {
  at: number;
  code: ErrorCode;
  detail?: string;
}

/** A part of the file. `ranges`: where its releases begin and end, two numbers each; null where they are its lines. */
export interface Block {
  no: number;
  bytes: Uint8Array<ArrayBuffer>;
  ranges: Uint32Array<ArrayBuffer> | null;
  /** Errors of the reader itself; `at` is 0 for the first line or release of the block, and so on. */
  errors: ScreeningError[];
}

/** What a thread made of one block; positions count from 0 at its beginning. */
export interface ScreenedBlock {
  no: number;
  /** Lines, or releases of a package. */
  items: number;
  releases: number;
  errors: ScreeningError[];
  errorCount: number;
  /** By which prices the block's first comparison would be made. */
  currency: string | null;
  /** What is held against limits that only the whole gives, and what was flagged already: see entries.ts. */
  entries: Uint8Array<ArrayBuffer>;
  /** Two halves of the OCID's hash and the position, of each release. */
  ocids: Uint32Array<ArrayBuffer>;
}

/** A row for each body, and counts: what a thread holds until the file has ended. */
export interface ThreadTotals {
  read: number;
  screened: number;
  cancelled: number;
  excluded: number;
  /** Answers of definitions of one process: see answers.ts. */
  answers: Float64Array;
  /** Of those that compare prices, by currency; null where a process has none. */
  priced: Map<string | null, Float64Array>;
  contestants: Record<ScreeningSet, Map<string, Count>>;
  buyers: Map<string, Count>;
  entities: Map<string, Count>;
  tenderers: Map<string, Count>;
  kinds: Map<string, Kinds>;
  /** Which definitions of one process flagged a tenderer: bits of FLAGGING. */
  flagged: Map<string, number>;
}

/** Definitions of one process that flag tenderers too, with the value that they give them. */
export const FLAGGING = [
  { id: 'R028', value: 1 },
  { id: 'R030', value: 1 },
  { id: 'R035', value: 0 },
] as const;
