import type { TestApp } from '../support/app.js';
import type { People } from './people.js';
import type { Made, Makers, Resource } from './places.js';

interface Ways {
  app: TestApp;
  people: People;
  post: (path: string, body: object) => Promise<Made>;
  /** A contract that has begun. */
  running: () => Promise<string>;
}

/** Evaluations of running contracts, to which the evaluator's body was appointed. */
export function evaluationMakers({ app, people, post, running }: Ways): Makers {
  const { bureau_officer: officer } = people.tied;
  const make = async (published: boolean) => {
    const contract = await running();
    const { id: scheme } = await post('evaluation-schemes', { template: 'ELDERLY_HOME_CARE' });
    await app.dataSource.query(
      `UPDATE evaluation_scheme SET state = 'active', activated_at = business_now() WHERE id = $1`,
      [scheme],
    );
    const body = { kind: 'midterm', scheme, dueOn: '2090-06-30' };
    const { id } = await post(`contracts/${contract}/evaluations`, body);
    await app.dataSource.query(`UPDATE evaluation SET state = 'in_field', evaluator_id = $2, round = 1 WHERE id = $1`, [
      id,
      people.bodies.evaluator,
    ]);
    if (published)
      await app.dataSource.query(
        `UPDATE evaluation SET state = 'published', total = 80, grade = 'good', published_set = 1, published_total = 80,
           published_grade = 'good', published_at = business_now() WHERE id = $1`,
        [id],
      );
    const [row] = await app.dataSource.query<{ tender_id: string }[]>(`SELECT tender_id FROM contract WHERE id = $1`, [
      contract,
    ]);
    const rating = { tender: row?.tender_id, stage: 'contract', side: 'buyer', points: 3 };
    return { contract, id, body, rating };
  };
  const seen = ({ id, rating }: { id: string; rating: object }): Resource => ({
    params: { id },
    marker: id,
    view: `evaluations/${id}`,
    reader: officer,
    bodies: {
      giveRating: rating,
      callMeeting: {
        kind: 'appraisal',
        subject: { type: 'evaluation', id },
        title: '评议会',
        heldAt: '2030-01-02T09:00:00+08:00',
      },
      'POST /evaluations/{id}/actions/propose-evaluator': { evaluator: people.others.evaluator },
      'POST /evaluations/{id}/actions/declare': { tied: false },
    },
  });
  return {
    meeting: async () => {
      const { id: need } = await post('needs', { title: '助浴', source: { kind: 'statement' } });
      const words = { kind: 'proposals', title: '社情民意建言会', heldAt: '2025-10-15T09:00:00+08:00' };
      const { bureau, agency, committee } = people.bodies;
      const subject = { type: 'need', id: need };
      const { id } = await post('meetings', { caller: bureau, subject, invited: [agency, committee], ...words });
      const [row] = await app.dataSource.query<Made[]>(
        `INSERT INTO meeting_resolution (meeting_id, no, words, owner_id, due_on)
         VALUES ($1, 1, '增加助浴', $2, '2026-01-31') RETURNING id`,
        [id, committee],
      );
      // Where it lies: whoever watches over the place reads it.
      await app.dataSource.query(`UPDATE meeting SET region = '990203' WHERE id = $1`, [id]);
      return { params: { id, resolution: row?.id ?? '' }, marker: id, view: `meetings/${id}`, reader: officer };
    },
    'open evaluation': async () => seen(await make(false)),
    'published evaluation': async () => seen(await make(true)),
    'evaluated contract': async () => {
      const { contract, id, body } = await make(false);
      return {
        params: { id: contract },
        marker: id,
        view: `contracts/${contract}`,
        reader: officer,
        bodies: { planEvaluation: body },
      };
    },
  };
}
