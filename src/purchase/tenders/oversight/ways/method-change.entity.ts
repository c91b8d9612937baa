import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { closedListSql } from '../../../../kernel/database/checks.js';
import { fen, RootRow } from '../../../../kernel/database/column-types.js';
import { METHODS, type Method } from '../../../../law/code-lists/methods.js';
import { Tender } from '../../tender.entity.js';
import { METHOD_CHANGE_STATES, type MethodChangeState } from './method-change.lifecycle.js';
import { CHANGE_GROUNDS, type ChangeGround } from './ways.rules.js';

/** Another method for lots of a tender that failed, and how it was decided. */
@Entity('method_change')
@Index('method_change_tender', ['tenderId'])
@Index('method_change_one_open', ['tenderId'], { unique: true, where: "state = 'requested'" })
@Index('method_change_addition', ['contractId'], { where: 'contract_id IS NOT NULL' })
@Check('method_change_cites', 'cardinality(lots) > 0 AND cardinality(failures) > 0')
@Check('method_change_adds_to_a_contract', "(ground IS NOT DISTINCT FROM 'addition') = (contract_id IS NOT NULL)")
@Check(
  'method_change_has_its_ground',
  "method NOT IN ('COMPETITIVE_NEGOTIATION', 'SINGLE_SOURCE') OR ground IS NOT NULL",
)
@Check('method_change_leads_on', "round_id IS NULL OR state IN ('granted', 'not_required')")
export class MethodChange extends RootRow {
  /** The round that failed. */
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  /** Numbers of its lots. */
  @Column('integer', { array: true }) lots: number[];
  @Check(closedListSql('method', METHODS)) @Column('text') method: Method;
  @Check(closedListSql('ground', CHANGE_GROUNDS)) @Column('text', { nullable: true }) ground: ChangeGround | null;
  /** Facts: the failures that are cited. */
  @Column('uuid', { array: true }) failures: string[];
  @Column('text') reason: string;
  /** What the lots may cost, in fen. */
  @Check('amount >= 0') @Column('bigint', { transformer: fen }) amount: bigint;
  /** The earlier contract that a single source adds to. */
  @Column('uuid', { nullable: true }) contractId: string | null;
  @Check(closedListSql('state', METHOD_CHANGE_STATES)) @Column('text') state: MethodChangeState;
  @Column('timestamptz') requestedAt: Date;
  /** Null: asked for before it was kept. */
  @Column('uuid', { nullable: true }) requestedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
  /** The round in which it was carried out. */
  @ForeignKey(() => Tender) @Column('uuid', { nullable: true }) roundId: string | null;
}
