import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Reader } from '../../../kernel/database/reader.js';
import { ContractedTerms } from '../../tenders/conducted/terms/contracted-terms.js';
import type { ServiceTerms } from '../../tenders/conducted/terms/service-terms.rules.js';
import { hideUnpublishedAmendments, type Told } from '../amendments/amendment.rules.js';
import type { ContractContent } from './content-types.js';

/** The notice of a contract says what the parties agreed on: the talks' words, not those of the documents before them. */
@Injectable()
export class PublishedTerms implements OnModuleInit {
  constructor(private readonly terms: ContractedTerms) {}

  onModuleInit(): void {
    this.terms.contribute(publishedTerms);
  }
}

async function publishedTerms(reader: Reader, tender: string): Promise<ReadonlyMap<string, ServiceTerms>> {
  const rows = await reader.query<{ fact_id: string; content: ContractContent; amendments: Told[] }[]>(
    `SELECT c.fact_id, c.content, (SELECT coalesce(jsonb_agg(jsonb_build_object('difference', a.difference,
         'published', a.published_on IS NOT NULL) ORDER BY a.in_force_at DESC), '[]')
       FROM (SELECT m.*, (SELECT max(s.signed_at) FROM contract_signature s WHERE s.amendment_id = m.id AND s.withdrawn_at IS NULL)
          AS in_force_at FROM contract_amendment m) a WHERE a.contract_id = c.id AND a.state = 'in_force') AS amendments
     FROM contract c WHERE c.tender_id = $1 AND c.conducted = 'here' AND c.content_agreed AND c.fact_id IS NOT NULL
       AND c.content IS NOT NULL`,
    [tender],
  );
  return new Map(
    rows.map(({ fact_id: fact, content, amendments }) => {
      const { requirement, standards, window } = hideUnpublishedAmendments(content, amendments);
      return [fact, { requirement, standards, window }];
    }),
  );
}
