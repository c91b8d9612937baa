import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Reader } from '../../../kernel/database/reader.js';
import { ContractedTerms } from '../../tenders/conducted/terms/contracted-terms.js';
import type { ServiceTerms } from '../../tenders/conducted/terms/service-terms.rules.js';
import { hideUnpublishedAmendments, type Told } from '../amendments/amendment.rules.js';
import { changedTermsSql } from '../amendments/amendments.queries.js';
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
    `SELECT c.fact_id, c.content, ${changedTermsSql('c.id')} AS amendments
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
