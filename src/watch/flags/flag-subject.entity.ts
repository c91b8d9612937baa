import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Default } from '../../kernel/database/row-types.js';
import { closedListSql } from '../../kernel/database/checks.js';
import {
  SEVERITIES,
  type Basis,
  type Evidence,
  type Explanation,
  type Severity,
  type SubjectType,
  type Text,
  type Unit,
} from '../runs/assessment-types.js';
import type { Inputs } from './corrections/correction.rules.js';
import { Flag } from './flag.entity.js';
import { STORED_SUBJECTS } from '../runs/stored-kinds.js';

/** What the rule found of a subject, beside its words. */
interface StoredFinding {
  /** Of the rule. */
  version: number;
  value: string | null;
  threshold: string | null;
  unit: Unit | null;
  pValue: string | null;
  evidence: Evidence[];
  assessedAt: string;
  /** Ids of the bodies that it speaks of; null or absent: of all bodies of the subject. */
  named?: string[] | null;
  /** Group by group ids of the bodies that its words name. */
  together?: string[][] | null;
}

/** The words of a finding, with the hash of the facts that it rests on. */
interface HeldWords {
  severity: Severity;
  explanation: Explanation;
  basis: Basis;
  inputsHash: string;
  /** Of the rule, as it was then; absent in what was held before they were kept. */
  title?: Text;
  limitation?: Text;
}

/** A subject on which the indicator of a flag triggered. */
@Entity('flag_subject')
@Index('flag_subject_back', ['subjectId'])
export class FlagSubject {
  @PrimaryColumn('uuid') flagId: string;
  @ManyToOne(() => Flag) flag?: Relation<Flag>;
  @Check(closedListSql('subject_type', STORED_SUBJECTS)) @PrimaryColumn('text') subjectType: SubjectType;
  @PrimaryColumn('uuid') subjectId: string;
  @Column('uuid', { nullable: true }) assessmentId: string | null;
  /** False once the rule no longer triggers on it. */
  @Column('boolean') active: boolean;
  /** The last screening could not judge it any more; what was found of it stands. */
  @Column('boolean', { default: false }) unjudged: Default<boolean>;
  @Column('boolean') history: boolean;
  @Check(closedListSql('severity', SEVERITIES)) @Column('text') severity: Severity;
  @Column('uuid', { array: true }) bodies: string[];
  /** Roots whose facts it rests on: a correction of one of them clears it, everything else remedies it. */
  @Column('uuid', { array: true }) uses: string[];
  @Column('timestamptz') since: Date;
  @Column('jsonb') explanation: Explanation;
  @Column('jsonb') basis: Basis;
  /** The facts that the rule was given when it triggered; they make an old flag reproducible. */
  @Column('jsonb') inputs: Inputs;
  @Column('text') inputsHash: string;
  @Column('jsonb') finding: StoredFinding;
  /** As bodies were asked about it, or a person decided it: later facts do not change it, a correction does. */
  @Column('jsonb', { nullable: true }) held: HeldWords | null;
  /** What was found then, with the facts. */
  @Column('jsonb', { nullable: true }) heldFinding: (StoredFinding & { inputs: Inputs }) | null;
  /** By later facts another version of the rule finds it clear, of which neither the facts nor the words are kept. */
  @Column('boolean', { default: false }) foundOtherwise: Default<boolean>;
}
