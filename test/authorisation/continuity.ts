import type { TestApp } from '../support/app.js';
import type { People } from './people.js';
import type { Made, Makers } from './places.js';

interface Ways {
  app: TestApp;
  people: People;
  line: string;
  post: (path: string, body: object) => Promise<Made>;
  /** A contract that has begun. */
  running: () => Promise<string>;
}

/** What follows running contracts, which the committee of the line's community takes over. */
export function continuityMakers({ app, people, line, post, running }: Ways): Makers {
  const reader = people.tied.bureau_officer;
  const absorbed = { serviceLine: line, kind: 'absorb', from: '2026-09-01', receiver: people.bodies.committee };
  return {
    'line to end': async () => {
      const body = { name: '孵化基地', category: 'ORG_INCUBATION', since: '2018-01-01', region: '990203' };
      const { id } = await post('service-lines', body);
      return { params: { id }, marker: id, view: `service-lines/${id}`, reader };
    },
    plan: async () => {
      const contract = await running();
      const { id: plan } = await post(`contracts/${contract}/continuity-plan`, { items: [absorbed] });
      return {
        params: { id: contract, plan },
        marker: plan,
        view: `contracts/${contract}/continuity-plan/${plan}`,
        reader,
        bodies: {
          proposeContinuityPlan: { items: [absorbed] },
          offerHandover: { serviceLine: line, receiver: people.bodies.committee },
        },
      };
    },
    handover: async () => {
      const contract = await running();
      const [row] = await app.dataSource.query<Made[]>(
        `INSERT INTO handover (dataset, contract_id, service_line_id, from_id, receiver_id, recipients_hash, recipients)
         VALUES ('live', $1, $2, $3, $4, 'x', 0) RETURNING id`,
        [contract, line, people.bodies.agency, people.bodies.committee],
      );
      const id = row?.id ?? '';
      const answer = await app.http
        .post(`/api/v1/service-lines/${line}/recipients`)
        .set(people.tied.agency_worker.auth)
        .send({ contract, displayName: '示例对象' });
      const { id: recipient } = answer.body as Made;
      await app.dataSource.query(`INSERT INTO handover_recipient (handover_id, recipient_id) VALUES ($1, $2)`, [
        id,
        recipient,
      ]);
      return {
        params: { id },
        marker: id,
        markers: { listHandedRecipients: recipient },
        view: `handovers/${id}`,
        reader,
      };
    },
  };
}
