import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact } from '../../../kernel/actions/action.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { awardSubject, type LockedAward } from '../../awards/award.subject.js';
import { lotSubject } from '../../awards/lots/lot.subject.js';
import type { LockedLot } from '../../awards/lots/locked-lot.js';
import { wasRescindedSql } from '../ending/rescinded.queries.js';

const loadStandingContracts: Fact<LockedLot, { id: string; state: string }[]> = ({ tx, root }) =>
  tx.query(
    `SELECT c.id, c.state FROM contract c
     WHERE c.lot_id = $1 AND c.state <> 'void' AND NOT ${wasRescindedSql('c')} ORDER BY c.id`,
    [root.id],
  );

const hasContract: Fact<LockedAward, boolean> = async ({ tx, root }) =>
  (await tx.query(`SELECT FROM contract WHERE award_id = $1`, [root.id])).length > 0;

/** The contract of the award that its winner has signed. */
const findSignedContract: Fact<LockedAward, { contract: string } | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ contract: string }>(
    `SELECT c.id AS contract FROM contract c JOIN contract_signature s ON s.contract_id = c.id
     WHERE c.award_id = $1 AND s.amendment_id IS NULL AND s.side = 'supplier' AND s.withdrawn_at IS NULL`,
    [root.id],
  );
  return row ?? null;
};

/** What contracts mean for the lots and awards that they rest on. */
@Injectable()
export class AwardGuards implements OnModuleInit {
  constructor(private readonly engine: ActionEngine) {}

  onModuleInit(): void {
    this.engine.contribute(lotSubject, {
      contract_stands: guard({ contracts: loadStandingContracts }, ({ contracts }) =>
        contracts.length > 0 ? { facts: { contracts } } : null,
      ),
    });
    this.engine.contribute(awardSubject, {
      draft_absent: guard({ hasContract }, (facts) => (facts.hasContract ? null : {})),
      winner_signed: guard({ findSignedContract }, ({ findSignedContract: signed }) =>
        signed === null ? null : { facts: { ...signed } },
      ),
    });
  }
}
