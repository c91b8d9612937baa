import type { Cast } from './cast.js';
import type { Root, Stage } from './stage.js';
import type { Engagement } from './engagement.js';

interface Scheme extends Root {
  name: string;
  dimensions: { indicators: { leaves: { channel: string }[] }[] }[];
}

interface Evaluation extends Root {
  total: string | null;
  gradeLabel: string | null;
  filled: { leaf: string; points: string | null }[];
}

/** By whom and by what the service is judged: proposed by one person of the buyer, appointed by another. */
export async function appointed({ say }: Stage, cast: Cast, work: Engagement): Promise<string> {
  const drafted = await cast.officer.post<Scheme>('evaluation-schemes', { template: 'ELDERLY_HOME_CARE' });
  await cast.approver.act(`evaluation-schemes/${drafted.id}`, 'activate');
  const planned = await cast.officer.post(`contracts/${work.contract}/evaluations`, {
    ...{ kind: 'final', scheme: drafted.id, dueOn: '2026-12-31' },
  });
  const at = `evaluations/${planned.id}`;
  await cast.officer.act(at, 'propose-evaluator', { evaluator: cast.evaluation });
  await cast.approver.act(at, 'appoint');
  const { items } = await cast.evaluator.get<{ items: Root[] }>('evaluations?assignee=me');
  await cast.evaluator.act(at, 'declare', { tied: false });
  const { state } = await cast.evaluator.act(at, 'begin-fieldwork');
  say('officer, approver', `an evaluator by the scheme ${drafted.name}, with seven dimensions`);
  say('evaluator', `finds ${items.length} evaluation on its list, declares to be tied to nobody: ${state}`);
  return at;
}

/** Points with evidence for each leaf; what residents said counts by the survey. Then the agency appeals once. */
export async function evaluated(
  stage: Stage,
  cast: Cast,
  work: Engagement,
  { evaluation, survey }: { evaluation: string; survey: string },
): Promise<void> {
  const { say } = stage;
  const { evaluator, officer, approver } = cast;
  const { scheme } = await evaluator.get<{ scheme: Root }>(evaluation);
  const { dimensions } = await evaluator.get<Scheme>(`evaluation-schemes/${scheme.id}`);
  const paper = await evaluator.paper('虚构：评估底稿');
  const leaves = dimensions.flatMap(({ indicators }, d) =>
    indicators.flatMap(({ leaves }, i) =>
      leaves.map(({ channel }, l) => ({ leaf: `${d + 1}.${i + 1}.${l + 1}`, channel })),
    ),
  );
  // What is known by now is filled in; the evaluator judges the rest.
  const { filled } = await evaluator.act<Evaluation>(evaluation, 'refill');
  const known = filled.filter(({ points }) => points !== null).map(({ leaf }) => leaf);
  const judged = leaves.filter(({ leaf }) => !known.includes(leaf));
  const scores = judged.map(({ leaf, channel }, n) => ({
    leaf,
    points: String(86 + (n % 5)),
    evidence: [channel === 'residents' ? { kind: 'survey', id: survey } : { kind: 'document', id: paper }],
  }));
  await evaluator.change('PUT', evaluation, 'scores', { scores });
  await evaluator.act(evaluation, 'submit-scores');
  await approver.act(evaluation, 'confirm');
  const published = await officer.act<Evaluation>(evaluation, 'publish');
  say(
    'evaluator, approver',
    `${known.length} of ${leaves.length} leaves filled by what is known, the others judged with evidence: ${published.total} points, ${published.gradeLabel}, published by the buyer`,
  );
  await work.agency.manager.act(evaluation, 'appeal', { reason: '虚构：周末服务未计入' });
  await evaluator.act(evaluation, 're-evaluate', { reason: '虚构：周末服务在合同之外，维持原分' });
  await approver.act(evaluation, 'confirm');
  const again = await officer.act<Evaluation>(evaluation, 'publish');
  say('agency, evaluator', `one appeal, answered in public: ${again.total} points, ${again.state}`);
}
