import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { NextStepDto } from '../../bids/own/own-bid.dto.js';
import { NextSteps, type StepsOfBids } from '../../bids/own/next-steps.js';
import { Envelopes } from '../../bids/opening/envelopes.js';
import { formatFinalLot, loadOwnBids, type OwnBid } from './own-bid.js';
import { listSupplierActions } from './supplier.queries.js';

/** Steps that wait for a supplier; that it may leave the talks is none. */
const WAITING = ['submit_response', 'submit_final_offer'];

/** What waits for a supplier in its consultations. Whether it has made its final offer, it alone is told. */
@Injectable()
export class SupplierSteps implements OnModuleInit {
  constructor(
    private readonly steps: NextSteps,
    private readonly envelopes: Envelopes,
  ) {}

  onModuleInit(): void {
    this.steps.contribute((reader, principal, bids) => this.loadSteps(reader, principal, bids));
  }

  private async loadSteps(reader: Reader, principal: Principal, bids: readonly string[]): Promise<StepsOfBids> {
    const own = await loadOwnBids(reader, principal, bids);
    const offered = await this.findFinalOffers(reader, own);
    return new Map(
      own.flatMap((bid): [string, NextStepDto][] => {
        const actions = listSupplierActions(bid, offered.has(bid.id), principal);
        const next = WAITING.flatMap((step) => actions.filter(({ action }) => action === step)).at(0);
        const dueAt = next?.action === 'submit_response' ? (bid.asked?.due_at ?? null) : bid.deadline;
        return next ? [[bid.id, { ...next, dueAt }]] : [];
      }),
    );
  }

  private async findFinalOffers(reader: Reader, bids: readonly OwnBid[]): Promise<Set<string>> {
    const names = new Map(
      bids.flatMap((bid) =>
        this.envelopes.blinds(bid.bidder, formatFinalLot(bid)).map((blind) => [blind.toString('hex'), bid.id]),
      ),
    );
    const blinds = [...names.keys()].map((name) => Buffer.from(name, 'hex'));
    const lie = blinds.length === 0 ? [] : await this.envelopes.headsByBlinds(reader, blinds);
    return new Set(lie.map(({ blind }) => names.get(blind.toString('hex')) ?? ''));
  }
}
