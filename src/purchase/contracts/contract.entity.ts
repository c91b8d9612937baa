import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { IS_DATASET, isPartialDate, isSha256 } from '../../kernel/database/checks.js';
import { fen, RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { Award } from '../awards/award.entity.js';
import { Complaint } from '../awards/remedies/complaint.entity.js';
import { Programme } from '../programmes/programme.entity.js';
import { Lot } from '../tenders/lots/lot.entity.js';
import type { Conflict, ContractState, Missing } from '../tenders/purchases/purchase-types.js';
import { Fact } from '../tenders/recording/fact.entity.js';
import type { PublishedWords } from '../tenders/recording/published-words.rules.js';
import { Tender } from '../tenders/tender.entity.js';
import type { ContractContent, TeamMember } from './content/content-types.js';
import type { ContractStateHere } from './contract-states.js';

/** A contract, conducted here or recorded from elsewhere. Amounts in fen. */
@Entity('contract')
@Index('contract_tender', ['tenderId'])
@Index('contract_buyer', ['buyerId', 'createdAt', 'id'])
@Index('contract_supplier', ['supplierId', 'createdAt', 'id'])
@Index('contract_dataset', ['dataset', 'createdAt', 'id'])
@Index('contract_category', ['category', 'createdAt', 'id'])
@Index('contract_state', ['state', 'createdAt', 'id'])
@Index('contract_updated', ['updatedAt', 'id'])
@Index('contract_programme', ['programmeId'])
@Index('contract_one_draft', ['awardId'], { unique: true, where: "fact_id IS NULL AND state = 'draft'" })
@Index('contract_category_here', ['dataset', 'category', 'signedOn'], { where: "conducted = 'here'" })
@Index('contract_renewed_once', ['renewalOf'], { unique: true, where: "renewal_of IS NOT NULL AND state <> 'void'" })
@Index('contract_published_as', ['createdAt'], { where: 'published_as IS NOT NULL' })
@Index('contract_renewal_programme', ['programmeId'], { where: 'renewal_of IS NOT NULL' })
@Check('contract_is_proven_or_a_draft', "fact_id IS NOT NULL OR (conducted = 'here' AND state IN ('draft', 'void'))")
@Check('contract_here_has_content', "conducted = 'elsewhere' OR (content IS NOT NULL AND content_hash IS NOT NULL)")
@Check('contract_halted_from', "(state = 'halted') = (halted_from IS NOT NULL)")
@Check('contract_supplements_of_ten_percent', 'supplements * 10 <= coalesce(amount, 0) OR supplements = 0')
@Check('contract_renewal_is_numbered', '(renewal_of IS NULL) = (renewal_no IS NULL)')
@Check('contract_renews_another', 'renewal_of <> id')
@Check(IS_DATASET)
export class Contract extends RootRow {
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @ForeignKey(() => Lot) @Column('uuid', { nullable: true }) lotId: string | null;
  /** Null: the award is unknown, which a recorded contract may leave open; its completeness says so. */
  @ForeignKey(() => Award, { onDelete: 'SET NULL' }) @Column('uuid', { nullable: true }) awardId: string | null;
  @ForeignKey(() => Fact) @Column('uuid', { nullable: true, unique: true }) factId: string | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) buyerId: string | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) supplierId: string | null;
  @ForeignKey(() => Programme) @Column('uuid', { nullable: true }) programmeId: string | null;
  @Column('text') title: string;
  @Column('text', { nullable: true }) category: string | null;
  @Column('text', { nullable: true }) region: string | null;
  @Column('text', { nullable: true }) number: string | null;
  @Check('amount >= 0') @Column('bigint', { nullable: true, transformer: fen }) amount: bigint | null;
  @Check(isPartialDate('signed_on')) @Column('text', { nullable: true }) signedOn: PartialDate | null;
  @Check(isPartialDate('window_start')) @Column('text', { nullable: true }) windowStart: PartialDate | null;
  @Check(isPartialDate('window_end')) @Column('text', { nullable: true }) windowEnd: PartialDate | null;
  @Column('text', { nullable: true }) termText: string | null;
  @Check(isPartialDate('terminated_on')) @Column('text', { nullable: true }) terminatedOn: PartialDate | null;
  @Column('text', { default: 'signed' }) state: Default<ContractState | ContractStateHere>;
  /** Whether it continues here with actions, or as recorded facts. */
  @Check("conducted IN ('here', 'elsewhere')")
  @Column('text', { default: 'elsewhere' })
  conducted: Default<'here' | 'elsewhere'>;
  @Column('boolean', { default: false }) published: Default<boolean>;
  @Column('jsonb', { default: () => "'[]'" }) conflicts: Default<Conflict[]>;
  @Column('jsonb', { default: () => "'[]'" }) completeness: Default<Missing[]>;
  @Column('jsonb', { nullable: true }) content: ContractContent | null;
  @Check(isSha256('content_hash')) @Column('text', { nullable: true }) contentHash: string | null;
  /** Both sides have signed the content in force, or the amendments that made it. */
  @Column('boolean', { default: false }) contentAgreed: Default<boolean>;
  /** Sum of all supplementary agreements in force, beside the original amount. */
  @Check('supplements >= 0') @Column('bigint', { default: () => '0', transformer: fen }) supplements: Default<bigint>;
  /** The team in force; the content has the one it was signed with. */
  @Column('jsonb', { default: () => "'[]'" }) team: Default<TeamMember[]>;
  @Check("halted_from IN ('signed', 'active')")
  @Column('text', { nullable: true })
  haltedFrom: 'signed' | 'active' | null;
  @Column('text', { nullable: true }) haltGround: string | null;
  @Column('date', { nullable: true }) startedOn: PlainDate | null;
  @Column('date', { nullable: true }) deliveredOn: PlainDate | null;
  @Column('date', { nullable: true }) publishedOn: PlainDate | null;
  @Column('text', { nullable: true }) publishedUrl: string | null;
  @Column('date', { nullable: true }) filedOn: PlainDate | null;
  @Column('text', { nullable: true }) filedReference: string | null;
  @Column('timestamptz', { nullable: true }) takenOverAt: Date | null;
  @Column('text', { nullable: true }) endGround: string | null;
  @Column('text', { nullable: true }) endReference: string | null;
  /** The complaint whose decision rescinded the contract. */
  @ForeignKey(() => Complaint) @Column('uuid', { nullable: true }) endRemedy: string | null;
  /** Until when a round of acceptance asked for defects to be mended. */
  @Check(`rectify_due_on ~ '^\\d{4}-\\d{2}-\\d{2}$'`) @Column('text', { nullable: true }) rectifyDueOn: string | null;
  /** What was accepted, in fen: the whole, or what follows from the part. */
  @Check('accepted_amount >= 0') @Column('bigint', { nullable: true, transformer: fen }) acceptedAmount: bigint | null;
  @ForeignKey(() => Contract) @Column('uuid', { nullable: true }) renewalOf: string | null;
  /** The first renewal of an award is 1. */
  @Check('renewal_no >= 1') @Column('integer', { nullable: true }) renewalNo: number | null;
  /** What published facts say of its columns where they do not say what all facts do; null: the same. */
  @Column('jsonb', { nullable: true }) publishedAs: PublishedWords | null;
}
