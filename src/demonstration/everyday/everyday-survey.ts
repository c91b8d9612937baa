import { randomBytes } from 'node:crypto';
import { addDays, type PlainDate } from '../../kernel/clock/plain-date.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { insertFrames, insertSlips, insertStrata, insertSurveys } from '../../care/surveys/bulk-inserts.js';
import { DEMONSTRATION_BODIES } from '../bodies.js';
import { demoId } from '../demo-id.js';
import { shanghaiTime } from '../shanghai-time.js';
import { EVERYDAY_COMMUNITY, EVERYDAY_CONTRACT, EVERYDAY_RECIPIENTS } from './everyday-dataset.js';

export const EVERYDAY_SURVEY: string = demoId('live', 'survey');
/** Three weeks in which everybody of the line is asked. */
const DAYS = 21;

/** An open survey of the running contract; no slip of it is printed yet. Where it is there already, nothing happens. */
export async function openEverydaySurvey(tx: Tx, today: PlainDate): Promise<void> {
  const there = await tx.query(`SELECT FROM survey WHERE id = $1`, [EVERYDAY_SURVEY]);
  if (there.length > 0) return;
  const { length: population } = EVERYDAY_RECIPIENTS;
  const opened = shanghaiTime(today);
  await insertSurveys(tx, [
    {
      id: EVERYDAY_SURVEY,
      dataset: 'live',
      contractId: EVERYDAY_CONTRACT,
      runnerId: DEMONSTRATION_BODIES.bureau.id,
      purpose: 'line',
      title: '居家养老服务对象问卷（演示）',
      questions: [
        {
          kind: 'yes_no',
          about: 'received',
          text: { zh: '今年您是否接受过入户服务？', en: 'Were you visited this year?' },
          options: [],
        },
        { kind: 'scale', text: { zh: '您对服务是否满意？', en: 'How content are you with the service?' }, options: [] },
      ],
      opensOn: today,
      closesOn: addDays(today, DAYS),
      state: 'open',
      seed: randomBytes(32).toString('hex'),
      size: population,
      drawnAt: opened,
      openedAt: opened,
    },
  ]);
  await insertStrata(tx, [
    { surveyId: EVERYDAY_SURVEY, no: 1, communityId: EVERYDAY_COMMUNITY, population, sampled: population },
  ]);
  await insertFrames(
    tx,
    EVERYDAY_RECIPIENTS.map((recipient) => ({
      surveyId: EVERYDAY_SURVEY,
      recipientId: recipient,
      stratum: 1,
      drawn: true,
    })),
  );
  await insertSlips(
    tx,
    EVERYDAY_RECIPIENTS.map((_, i) => ({ surveyId: EVERYDAY_SURVEY, no: i + 1, stratum: 1 })),
  );
  await tx.record({
    aggregate: 'survey',
    id: EVERYDAY_SURVEY,
    action: 'recorded',
    dataset: 'live',
    region: null,
    tenants: [],
    data: { contract: EVERYDAY_CONTRACT },
  });
}
