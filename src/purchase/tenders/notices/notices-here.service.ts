import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { assertTenderPermission } from '../acting-for.js';
import { factsOfRoots, storeFacts, type NewFact } from '../recording/facts-store.js';
import { projectNotices } from './notice-projection.js';
import { toTenderChange } from '../open-tender.js';
import type { ContractFact, TenderFact } from '../purchases/purchase-types.js';
import { lockConductedTender } from '../conducted/conducted-tender.js';
import type { TextKind } from './notice-text.rules.js';
import { lockSignedContracts } from './notice-parts.js';
import { NoticeSteps } from './notice-steps.js';
import type { NoticeAddressDto } from './notices-here.dto.js';
import { officially, findLaterPublication } from './official-day.rules.js';
import { touchTender } from '../lots/lot-moves.js';

type Stored = TenderFact | ContractFact;
/** Which facts a notice of the kind tells. */
const FACTS_OF = {
  intent: ['intention'],
  tender: ['notice'],
  correction: ['correction'],
  result: ['award'],
  failure: ['failure', 'cancellation'],
  contract: ['contract'],
  acceptance: ['acceptance'],
} as const satisfies Record<TextKind, readonly Stored['kind'][]>;

/** Where the notices of a purchase conducted here stand on the official site, and since when. */
@Injectable()
export class NoticesHereService {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: NoticeSteps,
  ) {}

  /** The official site's address and day take the place of what was said here; its periods count from that day. */
  record(principal: Principal, id: string, dto: NoticeAddressDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockConductedTender(tx, id, undefined);
      await assertTenderPermission(tx, 'tender.draft', tender);
      if (dto.publishedOn > todayInShanghai(await tx.now()))
        throw Problem.ofField('dated_in_future', '/publishedOn', {
          en: 'This day has not come yet',
          zh: '该日期尚未到来',
        });
      if (dto.revision && dto.kind !== 'correction') throw createMissingNotice('/revision');
      const ofContracts = dto.kind === 'acceptance';
      const type = ofContracts ? ('contract' as const) : ('tender' as const);
      const ids = ofContracts ? await lockSignedContracts(tx, id) : [id];
      const subjects = ids.map((subject) => ({ type, id: subject }));
      const stored = await factsOfRoots<Stored>(
        tx.manager,
        subjects.map((subject) => subject.id),
      );
      const { url, publishedOn, reference = null } = dto;
      const source = { kind: 'notice' as const, url, publishedOn, reference };
      const moved: NewFact[] = [];
      for (const subject of subjects) {
        const existing = stored.get(subject.id) ?? [];
        const facts = FACTS_OF[dto.kind].flatMap((kind) => officially(existing, kind, source, dto.revision));
        mustFollowPublication(findLaterPublication(existing, facts, publishedOn));
        const all = (await storeFacts(tx, subject, facts, existing)) as Stored[];
        if (facts.length > 0) await projectNotices(tx, id, subject.type === 'contract' ? subject.id : null, all);
        moved.push(...facts);
      }
      if (moved.length === 0) throw createMissingNotice(dto.revision ? '/revision' : '/kind');
      await touchTender(tx, id);
      await tx.record({
        ...toTenderChange(tender),
        action: 'notice_recorded',
        data: {
          ...{ kind: dto.kind, url, publishedOn, facts: moved.flatMap((fact) => fact.replaces ?? []) },
          ...(dto.revision && { revision: dto.revision }),
        },
        public: tender.published,
      });
      const lots = moved.map(({ lot }) => lot);
      await this.steps.runRecordingSteps(tx, { tender, kind: dto.kind, lots, url, publishedOn });
    });
  }
}

/** Nothing stood on the official site before it was published here: no earlier day makes its periods longer. */
function mustFollowPublication(first: string | null): void {
  if (first === null) return;
  const text = { en: `Published on ${first}`, zh: `本系统于 ${first} 发布` };
  throw new Problem('notice_backdated', { errors: [{ pointer: '/publishedOn', code: 'notice_backdated', text }] });
}

const createMissingNotice = (pointer: string): Problem =>
  Problem.ofField('not_found', pointer, { en: 'No such notice waits for its address', zh: '没有待登记地址的此类公告' });
