import { Injectable, type OnModuleInit } from '@nestjs/common';
import { linkAllowedActions } from '../../../../kernel/actions/allowed-actions.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import type { Reader } from '../../../../kernel/database/reader.js';
import { BidReaders } from '../../../bids/bid-readers.js';
import type { NextStepDto } from '../../../bids/own/own-bid.dto.js';
import { NextSteps, type StepsOfBids } from '../../../bids/own/next-steps.js';
import { explanationSubject } from '../../panel/panel.subject.js';

/** A panel asks about the price of a bid: its bidder explains it, until the time that was given is over. */
@Injectable()
export class ExplanationSteps implements OnModuleInit {
  constructor(
    private readonly steps: NextSteps,
    private readonly readers: BidReaders,
  ) {}

  onModuleInit(): void {
    this.steps.contribute(loadExplanationSteps);
    // What the panel finds of an explanation its bidder is told at once.
    this.readers.contributeToldRejection(
      `EXISTS (SELECT FROM bid_explanation e WHERE e.bid_id = d.id AND e.accepted = false)`,
    );
  }
}

async function loadExplanationSteps(
  reader: Reader,
  principal: Principal,
  bids: readonly string[],
): Promise<StepsOfBids> {
  const rows = await reader.query<{ bid: string; tender: string; due_at: Date; state: string }[]>(
    `SELECT d.id AS bid, d.tender_id AS tender, e.due_at, v.state
     FROM bid_explanation e JOIN bid d ON d.id = e.bid_id JOIN lot l ON l.id = d.lot_id
       JOIN review v ON v.lot_id = l.id AND v.state <> 'dissolved'
     WHERE d.id = ANY ($1::uuid[]) AND e.explained_at IS NULL AND e.settled_at IS NULL AND e.due_at > business_now()
       AND l.state IN ('opened', 'final_offers_in')`,
    [bids],
  );
  return new Map(
    rows.flatMap(({ bid, tender, due_at: dueAt, state }): [string, NextStepDto][] =>
      linkAllowedActions(explanationSubject, state, { id: tender, bid }, principal)
        .filter(({ action }) => action === 'explain')
        .map((step) => [bid, { ...step, dueAt: dueAt.toISOString() }]),
    ),
  );
}
