import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { insertRow, insertRows } from '../../../kernel/database/rows.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import { changeOfReview, openReview, type OpenReview } from '../open-review.js';
import { BEFORE_REPORT } from '../panel/panel.subject.js';
import { assertRunningLot } from '../review.subject.js';
import { DrawSeeds } from './draw-seeds.js';
import type { NewExpertDrawDto, RecordedExpertDto } from './expert-draw.dto.js';
import { ExpertDraw } from './expert-draw.entity.js';
import { dividePool, hashSeed, refuseEarlyDraw, type DrawSource } from './expert-draw.rules.js';
import { listInterests, loadCandidates } from './expert-draws.queries.js';
import { ExpertPlace } from './expert-place.entity.js';

const toMissingField = (field: string): Problem =>
  invalid(`/${field}`, 'required', { en: `${field} is asked for`, zh: `须填写 ${field}` });

/** Prepares a draw here, or records how experts were drawn in the library or picked by hand. */
@Injectable()
export class ExpertDrawsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly seeds: DrawSeeds,
    private readonly references: DocumentReferences,
    private readonly calendars: WorkingCalendars,
  ) {}

  add(principal: Principal, tender: string, dto: NewExpertDrawDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const open = await openReview(tx, tender, dto.lot);
      if (!open.held.has('panel.appoint')) throw new Problem('not_permitted');
      const { lot } = open;
      assertRunningLot(open);
      if (!BEFORE_REPORT.includes(lot.state)) throw new Problem('wrong_state', { facts: { state: lot.state } });
      await assertReviewDay(tx, open, dto.reviewOn);
      await assertNobodyWaits(tx, lot.id, dto.source);
      const id = randomUUID();
      const seed = dto.source === 'pool' ? this.seeds.make() : null;
      const columns = await (seed === null
        ? this.recordColumns(tx, open, dto)
        : this.prepareColumns(open, dto, id, seed));
      if (seed === null)
        await this.references.refer(
          tx,
          toScope(principal),
          'expert_draw',
          id,
          dto.document ? [dto.document] : [],
          '/document',
        );
      await insertRow(tx, ExpertDraw, {
        id,
        dataset: open.tender.dataset,
        lotId: lot.id,
        source: dto.source,
        reviewOn: dto.reviewOn,
        preparedAt: await tx.now(),
        ...columns,
      });
      if (seed === null) await this.recordPlaces(tx, id, dto);
      const { data, ...change } = changeOfReview({ ...open, review: { id } });
      const { source, reviewOn, consent } = dto;
      await tx.record({
        ...change,
        aggregate: 'expert_draw',
        action: seed === null ? 'recorded' : 'prepared',
        to: seed === null ? 'drawn' : 'prepared',
        data: {
          ...data,
          source,
          reviewOn,
          ...(seed !== null && { seedHash: hashSeed(seed) }),
          ...(source === 'picked' && { consent: consent?.number }),
        },
      });
      return id;
    });
  }

  /** A seed that nobody has seen: its hash is public from here on. */
  private prepareColumns({ tender }: OpenReview, dto: NewExpertDrawDto, id: string, seed: string) {
    if (dto.size === undefined || dto.size === null) throw toMissingField('size');
    const field = dto.field ?? tender.category;
    if (field === null) throw toMissingField('field');
    for (const name of ['experts', 'consent', 'drawnOn', 'reference', 'document'] as const)
      if (dto[name] !== undefined && dto[name] !== null)
        throw invalid(`/${name}`, 'not_allowed_value', { en: 'It is drawn here', zh: '由系统抽取，无需填写' });
    return {
      size: dto.size,
      field,
      seed: this.seeds.cover(id, seed),
      seedHash: Buffer.from(hashSeed(seed), 'hex'),
      drawnOn: null,
    };
  }

  /** What the library has drawn, with its record; or who was picked, with the consent. */
  private async recordColumns(tx: Tx, open: OpenReview, dto: NewExpertDrawDto) {
    const { today } = open;
    const { experts, source } = dto;
    const drawnOn = source === 'picked' ? today : dto.drawnOn;
    const faults = {
      document: dto.document,
      experts,
      ...(source === 'library' && { reference: dto.reference, drawnOn }),
    };
    if (source === 'picked' && (!dto.consent || !dto.document)) throw refuseWithoutConsent(dto);
    for (const [field, value] of Object.entries(faults))
      if (value === undefined || value === null) throw toMissingField(field);
    const day = drawnOn ?? today;
    for (const [pointer, on] of [
      ['/drawnOn', day],
      ['/consent/on', dto.consent?.on ?? day],
    ] as const)
      if (on > today) throw invalid(pointer, 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
    if (source === 'library') {
      const question = { drawnOn: day, reviewOn: dto.reviewOn, pointer: '/drawnOn' };
      const early = refuseEarlyDraw(await this.calendars.current(), question);
      if (early !== null) throw new Problem('draw_too_early', early);
    }
    return {
      size: (experts ?? []).length,
      field: null,
      state: 'drawn' as const,
      drawnOn: day,
      documentId: dto.document ?? null,
      reference: source === 'library' ? (dto.reference ?? null) : null,
      consent: source === 'picked' ? (dto.consent ?? null) : null,
      drawable: source === 'picked' ? await countDrawable(tx, open) : null,
    };
  }

  private async recordPlaces(tx: Tx, draw: string, { experts }: NewExpertDrawDto): Promise<void> {
    const listed = experts ?? [];
    await assertReviewers(tx, listed);
    const now = await tx.now();
    await insertRows(
      tx,
      ExpertPlace,
      listed.map(({ user, refusal }, i) => ({
        drawId: draw,
        place: i + 1,
        userId: user,
        state: refusal ? ('refused' as const) : ('accepted' as const),
        reason: refusal ?? null,
        answeredAt: now,
      })),
    );
  }
}

/** How many experts of the tender's category could have been drawn from the pool today; null where it has no category. */
async function countDrawable(tx: Tx, open: OpenReview): Promise<number | null> {
  const { category } = open.tender;
  if (category === null) return null;
  return dividePool(await loadCandidates(tx, open, category), listInterests(open)).pool.length;
}

/**
 * One order is drawn, and used up before another is. As long as somebody of it waits to be asked, nobody of the library or of
 * one's own choice comes in his place either: who sees whom the draw fell on would choose by that. What is prepared only may
 * never be drawn, for the pool may be too small.
 * @throws Problem `draw_standing`
 */
async function assertNobodyWaits(tx: Tx, lot: string, source: DrawSource): Promise<void> {
  const standing = await tx.query(
    `SELECT FROM expert_draw d WHERE d.lot_id = $1 AND d.source = 'pool' AND (($2 = 'pool' AND d.state = 'prepared')
       OR EXISTS (SELECT FROM expert_place p WHERE p.draw_id = d.id AND p.state = 'waiting'))`,
    [lot, source],
  );
  if (standing.length > 0) throw new Problem('draw_standing');
}

/** Nobody reviews before the bids are in. */
async function assertReviewDay(tx: Tx, { tender, lot, today }: OpenReview, reviewOn: PlainDate): Promise<void> {
  const [row] = await tx.query<{ deadline: Date | null }>(
    `SELECT coalesce(l.deadline_at, t.deadline_at) AS deadline FROM lot l JOIN tender t ON t.id = l.tender_id
     WHERE l.id = $1 AND t.id = $2`,
    [lot.id, tender.id],
  );
  const deadline = row?.deadline ?? null;
  const first = deadline === null ? today : [todayInShanghai(deadline), today].toSorted().at(-1);
  if (first !== undefined && reviewOn < first)
    throw invalid('/reviewOn', 'too_early', { en: `Not before ${first}`, zh: `不得早于 ${first}` });
}

/** Only accounts that may act in a panel are drawn for one. */
async function assertReviewers(tx: Tx, experts: readonly RecordedExpertDto[]): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `SELECT u.id FROM app_user u WHERE u.id = ANY ($1::uuid[]) AND u.state = 'active'
       AND EXISTS (SELECT FROM seat s WHERE s.user_id = u.id AND s.role = 'panel_member')`,
    [experts.map(({ user }) => user)],
  );
  const known = new Set(rows.map(({ id }) => id));
  const stranger = experts.findIndex(({ user }) => !known.has(user.toLowerCase()));
  if (stranger >= 0)
    throw Problem.ofField('not_found', `/experts/${stranger}/user`, {
      en: 'There is no such reviewer',
      zh: '没有这个评审人员',
    });
}

function refuseWithoutConsent({ consent, document }: NewExpertDrawDto): Problem {
  const text = { en: 'The consent, with its document', zh: '请填写主管预算单位的同意并上传文件' };
  const missing = [...(consent ? [] : ['/consent']), ...(document ? [] : ['/document'])];
  return new Problem(
    'draw_consent_missing',
    toRuleRefusal(
      getRule('EXPERT-DRAW'),
      missing.map((pointer) => ({ pointer, code: 'required', text })),
    ),
  );
}
