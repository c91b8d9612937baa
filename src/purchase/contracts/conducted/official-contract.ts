import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { NoticeSteps, type OfficialNotice } from '../../tenders/notices/notice-steps.js';
import { changeOfContract, type ContractRoot } from './conducted-contract.js';

/** A contract is published on the day on which the official site had its notice (Regulation article 50). */
@Injectable()
export class OfficialContract implements OnModuleInit {
  constructor(private readonly notices: NoticeSteps) {}

  onModuleInit(): void {
    this.notices.contribute(async (tx, notice) => {
      if (notice.kind === 'contract') await moveContracts(tx, notice);
    });
  }
}

async function moveContracts(tx: Tx, { tender, lots, url, publishedOn }: OfficialNotice): Promise<void> {
  const moved = await tx.query<ContractRoot>(
    `UPDATE contract c SET published_on = $3, published_url = $5, version = c.version + 1, updated_at = clock_timestamp()
     WHERE c.tender_id = $1 AND c.conducted = 'here' AND c.published AND c.state NOT IN ('draft', 'void')
       AND (c.published_on IS DISTINCT FROM $3::date OR c.published_url IS DISTINCT FROM $5)
       AND ($4::boolean OR c.lot_id IN (SELECT id FROM lot WHERE tender_id = $1 AND no = ANY ($2::int[]))) RETURNING c.*`,
    [tender.id, lots.filter((lot) => lot !== null), publishedOn, lots.includes(null), url],
  );
  for (const contract of moved)
    await tx.record({
      ...changeOfContract(contract),
      action: 'notice_recorded',
      data: { tender: tender.id, url, publishedOn },
      public: true,
    });
}
