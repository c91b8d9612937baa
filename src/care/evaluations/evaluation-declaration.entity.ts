import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Default } from '../../kernel/database/row-types.js';
import { AppUser } from '../../people/accounts/users/app-user.entity.js';
import { Evaluation } from './evaluation.entity.js';

/** An evaluator's declaration of ties to the parties of the contract. */
@Entity('evaluation_declaration')
@Check('evaluation_tie_is_named', 'NOT tied OR words IS NOT NULL')
export class EvaluationDeclaration {
  @ForeignKey(() => Evaluation) @PrimaryColumn('uuid') evaluationId: string;
  @PrimaryColumn('integer') round: number;
  @ForeignKey(() => AppUser) @PrimaryColumn('uuid') userId: string;
  @Column('boolean') tied: boolean;
  @Column('text', { nullable: true }) words: string | null;
  @Column('timestamptz', { default: () => 'business_now()' }) declaredAt: Default<Date>;
}
