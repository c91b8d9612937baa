import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isStateOrgan } from '../../kernel/identity/credit-code.js';
import type { ActionGiven } from '../../kernel/actions/registry.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { ruleOf } from '../../law/rules/rule-book.js';
import { refusedBy } from '../tenders/conducted/issue.rules.js';
import type { BidPlace } from './bid-place.js';

/** What the guards of a bid are asked about: one place at one instant, and who bids. */
export interface BidGiven extends ActionGiven {
  place: BidPlace;
  organisation: string;
}

/** Kinds of bodies that may provide a service: Order 102 article 6. */
const PROVIDERS = ['agency', 'enterprise', 'individual_provider', 'volunteer_body', 'community_committee', 'evaluator'];

/** Only what is known of the bidder itself, the lot and the clock may refuse: no answer tells of another's bid. */
@Injectable()
export class BidGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    this.registry.contribute<BidGiven>('lot_not_open', (_, __, { place }) =>
      Promise.resolve(place.lot_state === 'open' ? null : { facts: { state: place.lot_state } }),
    );
    this.registry.contribute<BidGiven>('deadline_passed', (_, __, { place }) =>
      Promise.resolve(place.in_time ? null : {}),
    );
    this.registry.contribute<BidGiven>('bidder_barred', async (tx, _, { place, organisation }) => {
      const [body] = await tx.query<{ credit_code: string | null }>(
        `SELECT credit_code FROM organisation WHERE id = $1 AND state = 'active' AND (kind IS NULL OR kind = ANY ($2))`,
        [organisation, PROVIDERS],
      );
      const isParty = [place.buyer_id, place.agent_id].includes(organisation);
      // Order 102 articles 6 and 8; whether an institution is one of the first class no code says: unknown does not refuse.
      const isOrgan = body?.credit_code ? isStateOrgan(body.credit_code) : false;
      return body && !isParty && !isOrgan ? null : refusedBy(ruleOf('GPS-PROVIDER'), []);
    });
  }
}
