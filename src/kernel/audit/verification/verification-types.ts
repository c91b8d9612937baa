/** What verification can find. Codes are stable. */
const FINDINGS = {
  row_altered: 'A row says something else than when it was written',
  row_forged: 'A row was not sealed with our key: inserted, or written anew without it',
  row_missing: 'A row of a chain is not there',
  row_unlinked: 'A row does not follow the row before it',
  tail_cut: 'A chain ends before the row that an anchor names',
  head_replaced: 'A row is not the one that an anchor names: the chain was written anew',
  key_unknown: 'A row or anchor names a key that is not among the audit keys',
  anchor_forged: 'An anchor was not signed by us, or does not follow the one before it',
  anchor_missing: 'An anchor of the file is not in the database',
  anchor_altered: 'An anchor of the database is not the one of the file',
  anchor_leaves_altered: 'The heads kept for an anchor do not make its root',
  anchor_not_in_file:
    'An anchor of the database has not reached the file: the file is gone, cut, or not the one that is written',
  moved_unsealed: 'What stands among the rows that were moved is not what a sealed entry says',
  table_row_altered: 'A row of a table says something else than its last entry',
  table_row_inserted: 'A row stands in a table and no entry knows of it',
  table_row_deleted: 'A row that an entry knows is gone from its table',
  function_altered: 'A function by which rows are compared is not the one that this version ships',
} as const;

export type FindingCode = keyof typeof FINDINGS;

export interface Finding {
  code: FindingCode;
  text: string;
  aggregate?: string;
  id?: string;
  seq?: number;
  /** Id of the audit row. */
  entry?: string;
  anchor?: number;
  /** Name of the table whose row `id` it is. */
  table?: string;
  /** Name of the database's function, with the types of its arguments. */
  function?: string;
  /** The row may be right by now: this entry, made by the product later, shows that it was changed before. */
  between?: true;
}

export interface RowName {
  entry: string;
  aggregate: string;
  id: string;
  seq: number;
}

export interface AuditVerification {
  /** Nothing was found. Rows after the last anchor are sealed and linked, but a cut among them would not show. */
  ok: boolean;
  checkedAt: string;
  rows: number;
  chains: number;
  anchors: {
    inDatabase: number;
    inFile: number;
    last: { no: number; at: string; position: string } | null;
    /** PEM of the key that signs now; with it anybody can check a copy of the file. */
    publicKey: string;
  };
  /** Rows newer than their chain's last anchor: anchors come every minute. The first few are named. */
  notYetAnchored: { rows: number; first: RowName[] };
  /** The first ones; `findingsTotal` counts all. */
  findings: Finding[];
  findingsTotal: number;
  /** The anchor up to which moved rows were not read again: they were verified when they moved. Null where everything was read. */
  movedUpTo: { no: number; at: string } | null;
  /** Where tables were compared as well: the rows that were. */
  tableRows?: number;
}

/** A verification that may have gone on from an earlier one. */
export interface ContinuedVerification extends AuditVerification {
  /** The anchor from which it went on; null where it read everything. Counts of rows and chains are of what it read. */
  since: { no: number; at: string } | null;
}

const KEPT = 200;

/** Keeps the first findings and counts the rest, so that a database full of damage needs no more memory than one row of it. */
export class Findings {
  readonly kept: Finding[] = [];
  total = 0;

  add(code: FindingCode, where: Omit<Finding, 'code' | 'text'>): void {
    this.total++;
    if (this.kept.length < KEPT) this.kept.push({ code, text: FINDINGS[code], ...where });
  }
}
