import { textsOf } from '../test/support/pdf.js';
import type { Cast } from './cast.js';
import type { Person, Root, Stage } from './stage.js';
import type { Engagement } from './engagement.js';

const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;
const QUESTIONS = [
  { kind: 'yes_no', text: { zh: '您收到服务了吗？', en: 'Did you receive the service?' } },
  { kind: 'scale', text: { zh: '您对服务满意吗？', en: 'Are you satisfied with it?' } },
];

interface Asked {
  title: string;
  lines: { servedBy: string[]; servedUntil: string | null }[];
}

interface SurveyResults {
  responseRate: string | null;
  population: number;
  sampled: number;
  answered: number | null;
  questions: { kind: string; answers: { estimate: string | null; low: string | null; high: string | null }[] | null }[];
}

interface Given {
  by: Person;
  purpose: string;
  size: number;
  opensOn: string;
  closesOn: string;
}

/** Drawn by a seed said before; answers the survey and the codes of its slips of paper. */
export async function slipsOf(work: Engagement, given: Given): Promise<{ survey: string; codes: string[] }> {
  const { by, size, ...rest } = given;
  const title = '虚构：服务对象意见';
  const made = await by.post<Root & { seed: string }>('surveys', {
    contract: work.contract,
    questions: QUESTIONS,
    title,
    ...rest,
  });
  const survey = `surveys/${made.id}`;
  await by.act(survey, 'draw', { size });
  await by.act(survey, 'open');
  const codes = textsOf(await by.print(survey, 'slips')).filter((text) => CODE.test(text));
  return { survey: made.id, codes };
}

/** Asked by slips of paper, answered without an account; answers the survey. */
export async function surveyed(
  stage: Stage,
  cast: Cast,
  work: Engagement,
  { after, ...given }: Given & { after: string },
): Promise<string> {
  const { by } = given;
  const { survey: id, codes } = await slipsOf(work, given);
  const survey = `surveys/${id}`;
  stage.say('evaluator', `draws ${codes.length} of the recipients by a seed said before, and hands out slips of paper`);
  let asked: Asked | null = null;
  for (const [i, code] of codes.slice(0, -2).entries()) {
    asked = await cast.resident.post<Asked>('survey-answers/questions', { code });
    const answers = [
      { question: 1, value: true },
      { question: 2, value: i % 4 === 0 ? 3 : 5 },
    ];
    await cast.resident.post('survey-answers', { code, answers });
  }
  stage.say(
    'resident',
    `${codes.length - 2} answer with the code of their slip, without an account; served until ${asked?.lines[0]?.servedUntil ?? '?'}`,
  );
  await stage.moveTo(after);
  await by.act(survey, 'close');
  const results = await by.get<SurveyResults>(`${survey}/results`);
  stage.say('evaluator', `what the survey came to: ${results.answered} of ${results.sampled} answered`);
  return id;
}
