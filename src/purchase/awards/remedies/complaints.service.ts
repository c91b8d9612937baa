import { Injectable, type OnModuleInit } from '@nestjs/common';
import { actingBody } from '../../../kernel/access/acting.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { decide } from '../../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { complaintLifecycle, type ComplaintAction, type ComplaintState } from './complaint.lifecycle.js';
import type { ComplaintActionDto, NewComplaintDto } from './remedy.dto.js';
import {
  changeOfRemedy,
  lockDisputed,
  lockRemedy,
  lockTenderOf,
  mustBeTheirPart,
  type RemedyRoot,
} from './remedy-root.js';
import { exempt, pointsOf } from './remedy-points.js';
import type { Pause } from './remedy.rules.js';
import { RemedySteps } from './remedy.steps.js';

interface Complaint extends RemedyRoot {
  complainant_id: string;
  state: ComplaintState;
  appraisals: Pause[];
}
interface Doing {
  complaint: Complaint;
  given: ComplaintActionDto;
  now: Date;
  today: PlainDate;
}

/** Complaints to the finance authority of the purchase's region, which accepts, has corrected, appraises and decides. */
@Injectable()
export class ComplaintsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly steps: RemedySteps,
  ) {}

  onModuleInit(): void {
    this.registry.register(complaintLifecycle);
  }

  receive(principal: Principal, dto: NewComplaintDto): Promise<string> {
    const body = actingBody(principal, 'complaint.file', dto.organisation, '/organisation');
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockDisputed(tx, dto.tender, dto.lot);
      if (dto.challenge) {
        const known = await tx.query(`SELECT FROM challenge WHERE id = $1 AND tender_id = $2 AND challenger_id = $3`, [
          dto.challenge,
          tender.id,
          body,
        ]);
        if (known.length === 0)
          throw new Problem('not_found', {
            errors: [
              {
                pointer: '/challenge',
                code: 'not_found',
                text: { en: 'No challenge of this body to this tender', zh: '本单位对该采购项目没有此质疑' },
              },
            ],
          });
      }
      const [made] = await tx.query<{ id: string }>(
        `INSERT INTO complaint (dataset, tender_id, lot_id, region, buyer_id, agent_id, received_at, filed_by, grounds, requests,
           complainant_id, challenge_id, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'received') RETURNING id`,
        [
          tender.dataset,
          tender.id,
          tender.lot_id,
          tender.region,
          tender.buyer_id,
          tender.agent_id,
          await tx.now(),
          principal.id,
          dto.grounds,
          dto.requests,
          body,
          dto.challenge ?? null,
        ],
      );
      const id = made?.id ?? '';
      await tx.record({
        ...changeOfRemedy('complaint', { ...tender, id }, body),
        action: 'received',
        to: 'received',
        data: { tender: tender.id, challenge: dto.challenge ?? null },
      });
      return id;
    });
  }

  act(principal: Principal, id: string, version: number, action: string, given: ComplaintActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      // What it decides is about how far the purchase has come: nothing is signed meanwhile, and no other is accepted.
      if (['accept', 'decide', 'record_remedy'].includes(action)) await lockTenderOf(tx, 'complaint', id);
      const complaint = await lockRemedy<Complaint>(tx, 'complaint', id, version);
      const { who } = decide(complaintLifecycle, complaint.state, action, principal);
      mustBeTheirPart(principal, who, complaint);
      if (action === 'decide')
        for (const field of ['result', 'effect', 'reference'] as const)
          if (given[field] === undefined)
            throw invalid(`/${field}`, 'required', { en: 'A decision says it', zh: '处理决定须载明' });
      const transition = await this.registry.enter(tx, complaintLifecycle, complaint, action, given);
      const to = typeof transition.to === 'string' ? transition.to : complaint.state;
      const now = await tx.now();
      const set = this.effects[transition.action]({ complaint, given, now, today: todayInShanghai(now) });
      const names = Object.keys(set);
      await tx.query(
        `UPDATE complaint SET state = $2, version = version + 1, updated_at = clock_timestamp()
           ${names.map((name, i) => `, ${name} = $${i + 3}`).join('')} WHERE id = $1`,
        [id, to, ...Object.values(set)],
      );
      await tx.record({
        ...changeOfRemedy('complaint', complaint, complaint.complainant_id),
        action: transition.action,
        from: complaint.state,
        to,
        reason: given.reason ?? null,
        data: {
          tender: complaint.tender_id,
          ...(given.ground && { ground: given.ground }),
          ...(given.result && { result: given.result, effect: given.effect }),
        },
      });
      if (transition.action === 'decide' && given.result === 'upheld')
        await exempt(tx, id, await pointsOf(tx, complaint), given.effect ?? 'none');
      if (transition.action === 'decide' && given.effect === 'rescind_contract')
        await this.steps.disputed(tx, { tender: complaint.tender_id, lot: complaint.lot_id, kind: 'complaint', id });
    });
  }

  private readonly effects: Record<ComplaintAction, (doing: Doing) => Record<string, unknown>> = {
    ask_correction: ({ today }) => ({ correction_asked_on: today }),
    correct: ({ today }) => ({ corrected_on: today }),
    accept: () => ({}),
    refuse: ({ given }) => ({ refusal_ground: given.ground }),
    begin_appraisal: ({ complaint, today }) => ({
      appraisals: JSON.stringify([...complaint.appraisals, { from: today, to: null }]),
    }),
    end_appraisal: ({ complaint, today }) => ({
      appraisals: JSON.stringify(complaint.appraisals.map((a) => ({ ...a, to: a.to ?? today }))),
    }),
    decide: ({ given, now }) => ({
      result: given.result,
      effect: given.effect,
      decided_at: now,
      decision: given.reason,
      reference: given.reference,
    }),
    withdraw: () => ({}),
    record_remedy: ({ now }) => ({ remedied_at: now }),
  };
}
