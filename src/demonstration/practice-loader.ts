import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { canonicalText } from '../kernel/audit/canonical.js';
import type { Tx } from '../kernel/database/transactions.js';
import { ContractDraftsService } from '../purchase/contracts/content/contract-drafts.service.js';
import { RecipientNames } from '../care/delivery/records/recipient-names.js';
import type { DemoDataset, DemoPractice } from './demonstration-types.js';
import { demoId } from './demo-id.js';
import { loadAcceptances, loadContracts, loadEvaluations, loadSchedules, loadSchemes } from './judged-loader.js';
import {
  insertRecipients,
  insertRecordLines,
  insertRecordRecipients,
  insertServiceRecords,
} from '../care/delivery/bulk-inserts.js';
import { insertAnswers, insertFrames, insertStrata, insertSurveys } from '../care/surveys/bulk-inserts.js';
import { addDays } from '../kernel/clock/plain-date.js';
import { fileAfterSigning } from '../purchase/contracts/contract-moves.js';
import { shanghaiTime } from './shanghai-time.js';
import type { Question } from '../care/surveys/survey-types.js';

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
    await fileContracts(tx, dataset, practice);
    const contractOf = await loadContracts(tx, practice);
    await loadSchedules(tx, dataset, practice, contractOf);
    await this.recipients(tx, dataset, practice, contractOf);
    for (const one of practice) await records(tx, dataset, one);
    await surveys(tx, dataset, practice);
    await loadAcceptances(tx, dataset, practice, contractOf);
    await loadSchemes(tx, dataset, schemes);
    await loadEvaluations(tx, dataset, practice, contractOf);
  }

  private async recipients(
    tx: Tx,
    dataset: string,
    practice: readonly DemoPractice[],
    contractOf: Awaited<ReturnType<typeof loadContracts>>,
  ): Promise<void> {
    const rows = practice.flatMap(({ contract, recipients }) =>
      recipients.map(({ id, serviceLine, community, no, name, since }) => ({
        id,
        dataset,
        serviceLineId: serviceLine,
        no,
        holderId: contractOf(contract).supplier_id,
        contractId: contract,
        communityId: community,
        name: this.names.cover(id, name),
        since,
      })),
    );
    await insertRecipients(tx, rows);
    await tx.recordAll(
      rows.map(({ id, contractId, serviceLineId }) => ({
        ...toRecordingChange('recipient', id, dataset),
        data: { serviceLine: serviceLineId, contract: contractId },
      })),
    );
  }
}

/** Each was filed the day after its signing. */
async function fileContracts(tx: Tx, dataset: string, practice: readonly DemoPractice[]): Promise<void> {
  const ids = practice.map(({ contract }) => contract);
  await fileAfterSigning(tx, ids);
  await tx.recordAll(ids.map((id) => ({ ...toRecordingChange('contract', id, dataset), action: 'file' })));
}

const WORKERS = { licensed_social_worker: 1 };

async function records(tx: Tx, dataset: string, { contract, records: given }: DemoPractice): Promise<void> {
  await insertServiceRecords(
    tx,
    given.map((record) => ({
      id: record.id,
      dataset,
      contractId: contract,
      contentHash: createHash('sha256')
        .update(canonicalText({ ...record }))
        .digest('hex'),
      servedOn: record.servedOn,
      form: record.form,
      contentCode: record.content,
      minutes: record.minutes,
      workers: WORKERS,
      withinContract: record.withinContract,
      participants: record.participants,
      visits: Math.max(record.participants ?? 0, record.recipients.length),
      note: '虚构',
      recordedAt: shanghaiTime(record.recordedOn ?? record.servedOn, '18:00'),
      recordedBy: demoId('fiction', 'worker'),
    })),
  );
  await insertRecordRecipients(
    tx,
    given.flatMap(({ id, servedOn, recipients }) =>
      recipients.map((recipient) => ({ recordId: id, recipientId: recipient, servedOn })),
    ),
  );
  await insertRecordLines(tx, contract);
  await tx.recordAll(
    given.map(({ id, servedOn, form, minutes }) => ({
      ...toRecordingChange('service_record', id, dataset),
      data: { contract, servedOn, form, minutes },
    })),
  );
}

/** Surveys that are over. No slip is stored: nobody was handed one. */
async function surveys(tx: Tx, dataset: string, practice: readonly DemoPractice[]): Promise<void> {
  for (const { contract, survey } of practice) {
    if (survey === null) continue;
    const question: Question = {
      kind: 'yes_no',
      about: 'received',
      text: { zh: survey.question, en: null },
      options: [],
    };
    const seed = createHash('sha256').update(`demonstration ${survey.id}`).digest('hex');
    await insertSurveys(tx, [
      {
        id: survey.id,
        dataset,
        contractId: contract,
        runnerId: survey.runner,
        purpose: 'line',
        title: survey.title,
        questions: [question],
        opensOn: survey.opensOn,
        closesOn: survey.closesOn,
        state: 'closed',
        seed,
        size: survey.frame.length,
        drawnAt: new Date(survey.opensOn),
        openedAt: new Date(survey.opensOn),
        closedAt: new Date(addDays(survey.closesOn, 1)),
      },
    ]);
    const { length: population } = survey.frame;
    await insertStrata(tx, [
      { surveyId: survey.id, no: 1, communityId: survey.community, population, sampled: population },
    ]);
    await insertFrames(
      tx,
      survey.frame.map((recipient) => ({ surveyId: survey.id, recipientId: recipient, stratum: 1, drawn: true })),
    );
    await insertAnswers(
      tx,
      survey.answers.map((answer) => ({ surveyId: survey.id, stratum: 1, answers: [answer] })),
    );
    await tx.record({ ...toRecordingChange('survey', survey.id, dataset), data: { contract } });
  }
}

const toRecordingChange = (aggregate: string, id: string, dataset: string) => ({
  aggregate,
  id,
  action: 'recorded',
  dataset,
  region: null,
  tenants: [],
});
