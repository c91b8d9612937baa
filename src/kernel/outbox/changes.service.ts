import { Injectable } from '@nestjs/common';
import type { Scope } from '../access/scope.js';
import { Problem } from '../errors/problem.js';
import type { Language } from '../errors/texts.js';
import { splitUrl } from '../http/url.js';
import { ChangeStates } from './states/change-states.js';
import { ChangeDto, type ChangesDto, type ChangesQuery } from './changes.dto.js';
import { Feed, refuseLaterPosition } from './feed.js';

const DEFAULT_LIMIT = 50;

/** How it is asked for, in which words, and until when the caller waits. */
interface Asked {
  url: string;
  lang: Language;
  signal: AbortSignal;
  scopeAnew: () => Promise<Scope>;
}

@Injectable()
export class ChangesService {
  constructor(
    private readonly feed: Feed,
    private readonly states: ChangeStates,
  ) {}

  async list(scope: Scope, query: ChangesQuery, { url, lang, signal, scopeAnew }: Asked): Promise<ChangesDto> {
    const after = BigInt(query.after ?? 0);
    const { head, moved, breaks } = await this.feed.readExtent();
    const lost = breaks.find((each) => each.after < after && after < each.start);
    if (lost) throw new Problem('feed_restarted', { facts: { position: Number(lost.after) } });
    refuseMovedPosition(after, moved);
    refuseLaterPosition(after, head);
    const page = await this.feed.read(scope, {
      after,
      limit: query.limit ?? DEFAULT_LIMIT,
      dataset: query.dataset,
      waitMs: (query.wait ?? 0) * 1000,
      signal,
      scopeAnew,
    });
    // Events may have moved while they were read: some would be missing from the page.
    if (page.position > after) refuseMovedPosition(after, (await this.feed.readExtent()).moved);
    const position = Number(page.position);
    const items = page.rows.map(ChangeDto.fromRow);
    const states = query.include === 'state' ? await this.states.load(page.scope, page.rows, lang) : [];
    return {
      items: items.map((item, at) => ({ ...item, ...states[at] })),
      next: page.more ? nextUrl(url, position) : null,
      epoch: `${breaks.at(-1)?.start ?? 0}.${moved}`,
      position,
    };
  }
}

/** @throws Problem feed_moved where events behind `after` are no longer kept */
function refuseMovedPosition(after: bigint, moved: bigint): void {
  if (after < moved) throw new Problem('feed_moved', { facts: { position: Number(moved) } });
}

function nextUrl(url: string, position: number): string {
  const { path, search } = splitUrl(url);
  const parameters = new URLSearchParams(search);
  parameters.set('after', String(position));
  return `${path}?${parameters.toString()}`;
}
