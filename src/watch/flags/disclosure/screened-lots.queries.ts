import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../kernel/database/transactions.js';
import { GROUP_TYPES } from '../../runs/assessment-types.js';

/** What a finding over many lots rests on, as a screening read it; where bodies were asked, what they were asked about. */
export interface ScreenedLots {
  /** Ids of the bodies that it speaks of. */
  members: string[];
  /** Ids of the lots. */
  lots: string[];
}

interface StoredRow {
  members: { record: string }[];
  lots: { record: string }[];
}

const READ_LOTS = `
  SELECT r.inputs -> 'members' AS members, r.inputs -> 'lots' AS lots
  FROM flag_subject s CROSS JOIN LATERAL (SELECT coalesce(s.held_finding -> 'inputs', s.inputs) AS inputs) r
  WHERE s.flag_id = $1 AND s.subject_type = ANY ($2::text[]) ORDER BY s.active DESC, s.subject_id LIMIT 1`;

@Injectable()
export class ScreenedLotsQueries {
  constructor(private readonly transactions: Transactions) {}

  /** Bodies and lots of a flag over many lots, the same for every reader: what of them is told is for the caller to choose. */
  async findLots(flag: string): Promise<ScreenedLots | null> {
    const { reader } = this.transactions;
    const [row] = await reader.query<StoredRow[]>(READ_LOTS, [flag, [...GROUP_TYPES, 'market']]);
    return row === undefined ? null : { members: listIds(row.members), lots: listIds(row.lots) };
  }
}

const listIds = (records: readonly { record: string }[]): string[] =>
  records.map(({ record }) => record.slice(record.indexOf(':') + 1));
