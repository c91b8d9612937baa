import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Settings } from '../../../kernel/config/settings.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { EngineThread, findPassProgram } from '../../runs/pass/engine-thread.js';
import type { MarketAsk, SaidOfGroup } from './market-explainer.js';

/** An answer of which somebody wants to know why it was given. */
interface WantedAnswer {
  indicator: string;
  /** Id of the group. */
  group: string;
}

/** What the rule says now; whether facts have changed since it answered. `late`: not within the time that a reader waits. */
type Explained = { said: SaidOfGroup | undefined; changed: boolean } | 'late';

/** Markets that wait for their turn: whoever asks for more is told to ask again. */
const MOST_IN_HAND = 50;
/** Without work for so long the thread ends, and with it what it remembers. */
const IDLE_MS = 60_000;

const READ_GROUPS = `
  SELECT g.id, g.market_id AS market, g.digest::text AS digest FROM bidder_group g WHERE g.id = ANY ($1::uuid[]) ORDER BY g.market_id, g.id`;

/**
 * Says why rules over many lots found nothing of some groups, by having their markets screened once more, in a thread of its own:
 * whoever asks this process for something else is answered meanwhile. What takes longer than a reader waits goes on, and is there
 * when the reader asks again.
 */
@Injectable()
export class GroupExplanations implements OnApplicationShutdown {
  /** How long one request waits, however many markets it asks for. */
  waitMs = 5_000;

  private readonly logger = new Logger('Explanations');
  private thread: EngineThread | undefined;
  private inHand = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  async explain(wanted: readonly WantedAnswer[]): Promise<(answer: WantedAnswer) => Explained> {
    if (wanted.length === 0) return () => 'late';
    const groups = await this.transactions.reader.query<{ id: string; market: string; digest: string | null }[]>(
      READ_GROUPS,
      [[...new Set(wanted.map(({ group }) => group))]],
    );
    const until = pause(this.waitMs, 'late' as const, { ref: false });
    const markets = [...new Set(groups.map(({ market }) => market))];
    const answers = await Promise.all(
      markets.map((id) => {
        const own = new Set(groups.flatMap((group) => (group.market === id ? [group.id] : [])));
        return Promise.race([this.ask({ id, wanted: wanted.filter(({ group }) => own.has(group)) }), until]);
      }),
    );
    const said = new Map<string, SaidOfGroup>();
    for (const answer of answers) if (answer !== 'late') for (const each of answer) said.set(nameAnswer(each), each);
    const late = new Set(markets.filter((_, i) => answers[i] === 'late'));
    const byId = new Map(groups.map((group) => [group.id, group]));
    return ({ indicator, group: id }) => {
      const group = byId.get(id);
      if (group === undefined || late.has(group.market)) return 'late';
      const found = said.get(`${indicator} ${id}`);
      return { said: found, changed: found?.digest !== group.digest };
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.end();
  }

  /** What a thread that failed had in hand is late; the next one begins anew. */
  private async ask(market: MarketAsk): Promise<SaidOfGroup[] | 'late'> {
    if (this.inHand >= MOST_IN_HAND) return 'late';
    clearTimeout(this.idle);
    const thread = (this.thread ??= new EngineThread(findPassProgram(), this.settings));
    this.inHand += 1;
    try {
      return await thread.explain(market);
    } catch (error) {
      if (thread === this.thread) {
        this.logger.warn(`Why groups of market ${market.id} were found clear is not known: ${String(error)}`);
        await this.end();
      }
      return 'late';
    } finally {
      this.inHand -= 1;
      if (this.inHand === 0) this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    }
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    this.thread = undefined;
    await thread?.stop();
  }
}

const nameAnswer = ({ indicator, subject }: SaidOfGroup): string => `${indicator} ${subject.id}`;
