import { SYSTEM } from '../../../kernel/access/principal.js';
import type { Transactions } from '../../../kernel/database/transactions.js';
import type { RiskEngine } from '../../runs/risk-engine.js';
import type { MarketPass } from './market-assessor.js';

/** A market to screen, for a run. */
export interface ScreeningAsk {
  id: string;
  request: string;
}

/** Screens one market in a transaction of its own, in whatever thread this is. */
export function screenMarketOnce(
  transactions: Transactions,
  engine: RiskEngine,
  { id, request }: ScreeningAsk,
): Promise<MarketPass> {
  return transactions.run(SYSTEM, (tx) => engine.screen(tx, id, request));
}
