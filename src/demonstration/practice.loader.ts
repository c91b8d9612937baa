import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { canonicalText } from '../kernel/audit/canonical.js';
import type { Tx } from '../kernel/database/transactions.js';
import { ContractDraftsService } from '../purchase/contracts/content/contract-drafts.service.js';
import { RecipientNames } from '../care/delivery/records/recipient-names.js';
import type { DemoDataset, DemoPractice } from './demonstration.types.js';
import { demoId } from './demo-id.js';
import { loadAcceptances, loadEvaluations, loadSchedules, loadSchemes } from './judged.loader.js';

/** Takes the contracts of a demonstration over and stores what was done under them. */
@Injectable()
export class PracticeLoader {
  constructor(
    private readonly drafts: ContractDraftsService,
    private readonly names: RecipientNames,
  ) {}

  async load(tx: Tx, { dataset, practice, schemes }: DemoDataset): Promise<void> {
    for (const { contract, standards, payments } of practice)
      await this.drafts.adopt(
        tx,
        contract,
        { standards: [...standards], ...(payments.length > 0 && { payments: [...payments] }) },
        '虚构：在本系统继续履行',
      );
    await filed(tx, dataset, practice);
    await loadSchedules(tx, dataset, practice);
    await this.recipients(tx, dataset, practice);
    for (const one of practice) await records(tx, dataset, one);
    await surveys(tx, dataset, practice);
    await loadAcceptances(tx, dataset, practice);
    await loadSchemes(tx, dataset, schemes);
    await loadEvaluations(tx, dataset, practice);
  }

  private async recipients(tx: Tx, dataset: string, practice: readonly DemoPractice[]): Promise<void> {
    const rows = practice.flatMap(({ contract, recipients }) =>
      recipients.map(({ name, ...row }) => ({
        ...row,
        contract,
        name: this.names.cover(row.id, name).toString('base64'),
      })),
    );
    await tx.query(
      `INSERT INTO recipient (id, dataset, service_line_id, no, holder_id, contract_id, community_id, name, since)
       SELECT g.id, $1, g."serviceLine", g.no, c.supplier_id, c.id, g.community, decode(g.name, 'base64'), g.since
       FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, "serviceLine" uuid, no integer, contract uuid, community uuid,
         name text, since date) JOIN contract c ON c.id = g.contract`,
      [dataset, JSON.stringify(rows)],
    );
    await tx.recordAll(
      rows.map(({ id, contract, serviceLine }) => ({
        ...recorded('recipient', id, dataset),
        data: { serviceLine, contract },
      })),
    );
  }
}

/** Each was filed the day after its signing. */
async function filed(tx: Tx, dataset: string, practice: readonly DemoPractice[]): Promise<void> {
  const ids = practice.map(({ contract }) => contract);
  await tx.query(`UPDATE contract SET filed_on = signed_on::date + 1 WHERE id = ANY ($1::uuid[])`, [ids]);
  await tx.recordAll(ids.map((id) => ({ ...recorded('contract', id, dataset), action: 'file' })));
}

const WORKERS = { licensed_social_worker: 1 };

async function records(tx: Tx, dataset: string, { contract, records: given }: DemoPractice): Promise<void> {
  const rows = given.map((record) => ({
    ...record,
    hash: createHash('sha256')
      .update(canonicalText({ ...record }))
      .digest('hex'),
    visits: Math.max(record.participants ?? 0, record.recipients.length),
  }));
  await tx.query(
    `INSERT INTO service_record (id, dataset, contract_id, content_hash, served_on, form, content_code, minutes, workers,
       within_contract, participants, visits, note, recorded_at, recorded_by)
     SELECT g.id, $1, $2, g.hash, g."servedOn", g.form, g.content, g.minutes, $4::jsonb, g."withinContract", g.participants,
       g.visits, '虚构', (coalesce(g."recordedOn", g."servedOn") + time '18:00') AT TIME ZONE 'Asia/Shanghai', $5
     FROM jsonb_to_recordset($3::jsonb) AS g(id uuid, hash text, "servedOn" date, "recordedOn" date, form text, content text, minutes integer,
       "withinContract" boolean, participants integer, visits integer)`,
    [dataset, contract, JSON.stringify(rows), JSON.stringify(WORKERS), demoId('fiction', 'worker')],
  );
  await tx.query(
    `INSERT INTO service_record_recipient (record_id, recipient_id, served_on)
     SELECT g.id, p::uuid, g."servedOn" FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, "servedOn" date, recipients jsonb),
       jsonb_array_elements_text(g.recipients) p`,
    [JSON.stringify(rows)],
  );
  await tx.recordAll(
    rows.map(({ id, servedOn, form, minutes }) => ({
      ...recorded('service_record', id, dataset),
      data: { contract, servedOn, form, minutes },
    })),
  );
}

/** Surveys that are over. No slip is stored: nobody was handed one. */
async function surveys(tx: Tx, dataset: string, practice: readonly DemoPractice[]): Promise<void> {
  for (const { contract, survey } of practice) {
    if (survey === null) continue;
    const question = { kind: 'yes_no', about: 'received', text: { zh: survey.question, en: null }, options: [] };
    const seed = createHash('sha256').update(`demonstration ${survey.id}`).digest('hex');
    await tx.query(
      `INSERT INTO survey (id, dataset, contract_id, runner_id, purpose, title, questions, opens_on, closes_on, state, seed, size,
         drawn_at, opened_at, closed_at)
       VALUES ($1, $2, $3, $4, 'line', $5, $6, $7, $8, 'closed', $9, $10,
         $7::date::timestamptz, $7::date::timestamptz, ($8::date + 1)::timestamptz)`,
      [
        survey.id,
        dataset,
        contract,
        survey.runner,
        survey.title,
        JSON.stringify([question]),
        survey.opensOn,
        survey.closesOn,
        seed,
        survey.frame.length,
      ],
    );
    await tx.query(
      `INSERT INTO survey_stratum (survey_id, no, community_id, population, sampled) VALUES ($1, 1, $2, $3, $3)`,
      [survey.id, survey.community, survey.frame.length],
    );
    await tx.query(
      `INSERT INTO survey_frame (survey_id, recipient_id, stratum, drawn) SELECT $1, r, 1, true FROM unnest($2::uuid[]) r`,
      [survey.id, survey.frame],
    );
    await tx.query(
      `INSERT INTO survey_answer (id, survey_id, stratum, answers)
       SELECT gen_random_uuid(), $1, 1, jsonb_build_array(a) FROM unnest($2::boolean[]) a`,
      [survey.id, survey.answers],
    );
    await tx.record({ ...recorded('survey', survey.id, dataset), data: { contract } });
  }
}

const recorded = (aggregate: string, id: string, dataset: string) => ({
  aggregate,
  id,
  action: 'recorded',
  dataset,
  region: null,
  tenants: [],
});
