import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { NextStepDto } from './own-bid.dto.js';

/** By the id of the bid. */
export type StepsOfBids = ReadonlyMap<string, NextStepDto>;

/** What the caller is to do next about own bids that were opened, for all of them by so many statements as for one. */
type LoadSteps = (reader: Reader, principal: Principal, bids: readonly string[]) => Promise<StepsOfBids>;

/** What its bidder does next about an opened bid: the rooms in which it is done say so of themselves, earlier ones first. */
@Injectable()
export class NextSteps {
  private readonly loaders: LoadSteps[] = [];

  contribute(load: LoadSteps): void {
    this.loaders.push(load);
  }

  async load(reader: Reader, principal: Principal, bids: readonly string[]): Promise<StepsOfBids> {
    const steps = new Map<string, NextStepDto>();
    if (bids.length === 0) return steps;
    for (const load of this.loaders)
      for (const [bid, step] of await load(reader, principal, bids)) if (!steps.has(bid)) steps.set(bid, step);
    return steps;
  }
}
