import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql } from '../../kernel/database/checks.js';
import { fen, RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Contract } from '../../purchase/contracts/contract.entity.js';
import type { Standard } from '../../purchase/tenders/conducted/terms/terms-types.js';
import { Fact } from '../../purchase/tenders/recording/fact.entity.js';
import { ACCEPTANCE_STATES, type AcceptanceState } from './acceptance.lifecycle.js';
import { RESULTS, type AcceptanceResult, type Member, type Tick } from './acceptance.rules.js';

/** A round of acceptance (履约验收): what was found of every standard of the contract, and its conclusion. In fen. */
@Entity('acceptance')
@Unique(['contractId', 'no'])
@Index('acceptance_one_under_way', ['contractId'], {
  unique: true,
  where: "state IN ('open', 'itemised', 'opinions_in')",
})
@Check('acceptance_concluded', "(state IN ('concluded', 'published')) = (result IS NOT NULL)")
@Check(
  'acceptance_concluded_by_somebody_else',
  'result IS NULL OR (concluded_on IS NOT NULL AND concluded_by IS NOT NULL AND NOT (concluded_by = ANY (prepared_by)))',
)
@Check('acceptance_published', "(state = 'published') = (published_on IS NOT NULL)")
@Check('acceptance_rectified_by_a_day', "coalesce(result = 'rectify', false) = (new_due_on IS NOT NULL)")
@Check('acceptance_of_a_part', "accepted_part IS NULL OR coalesce(result = 'passed', false)")
@Check('acceptance_of_an_amount', "coalesce(result = 'passed', false) = (accepted_amount IS NOT NULL)")
@Check(
  'acceptance_of_what_has_ended',
  "result IS NULL OR (of_ended IS NOT NULL AND NOT (of_ended AND (result = 'rectify' OR (result = 'passed' AND accepted_part IS NULL))))",
)
@Check('acceptance_heard_recipients', 'result IS NULL OR NOT public_service OR recipients_heard > 0')
export class Acceptance extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  /** First, second, … round of the contract. */
  @Check('no >= 1') @Column('integer') no: number;
  @Check(closedListSql('state', ACCEPTANCE_STATES))
  @Column('text', { default: 'open' })
  state: Default<AcceptanceState>;
  /** Business time. */
  @Column('timestamptz') openedAt: Date;
  /** What was contracted, as it stood when the round was opened. */
  @Check('jsonb_array_length(standards) >= 1') @Column('jsonb') standards: Standard[];
  /** What was found of each standard, by its number. */
  @Column('jsonb', { default: () => "'[]'" }) ticks: Default<Tick[]>;
  /** Whether recipients must take part: Regulation article 45 (2). */
  @Column('boolean') publicService: boolean;
  /** Until when the recipients were asked for their opinions. */
  @Column('date', { nullable: true }) opinionsUntil: PlainDate | null;
  /** Everybody who opened the round, ticked a standard or recorded an opinion: none of them may conclude it. */
  @Column('uuid', { array: true }) preparedBy: string[];
  /** Who compares the service with what was agreed, and signs (Law article 41). */
  @Column('jsonb', { default: () => "'[]'" }) members: Default<Member[]>;
  @Check(closedListSql('result', RESULTS)) @Column('text', { nullable: true }) result: AcceptanceResult | null;
  /** Of a contract that had ended before. */
  @Column('boolean', { nullable: true }) ofEnded: boolean | null;
  @Column('text', { nullable: true }) ground: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('date', { nullable: true }) newDueOn: PlainDate | null;
  @Column('text', { nullable: true }) acceptedPart: string | null;
  @Check('accepted_amount >= 0') @Column('bigint', { nullable: true, transformer: fen }) acceptedAmount: bigint | null;
  @Check('recipients_heard >= 0') @Column('integer', { nullable: true }) recipientsHeard: number | null;
  @Column('date', { nullable: true }) concludedOn: PlainDate | null;
  @Column('uuid', { nullable: true }) concludedBy: string | null;
  @Column('date', { nullable: true }) publishedOn: PlainDate | null;
  /** The fact that states the result; a correction replaces it. */
  @ForeignKey(() => Fact) @Column('uuid', { nullable: true }) factId: string | null;
}
