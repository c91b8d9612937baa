import { randomUUID } from 'node:crypto';
import { FLAG_ACTIONS } from '../../src/watch/flags/actions/flag-actions.js';
import type { RiskWorld } from '../support/risk-world.js';
import type { People } from './people.js';

const DECISION = { restsOn: ['window'] };
const LETTER = { authority: '示例市财政局', reference: '财监移〔2025〕1号' };
/** What some actions take beside a reason. */
const SENT: Readonly<Record<string, object>> = {
  confirm: DECISION,
  uphold: DECISION,
  overturn: DECISION,
  refer: LETTER,
};

/** A flag on a purchase of two summer months, and what its requests send. */
export async function raiseFlag(world: RiskWorld, buyer: string, people: People) {
  const window = { start: '2025-07-01', end: '2025-08-31' };
  const tender = await world.tender({ buyer, window });
  const data = { window, number: randomUUID(), supplier: { organisation: people.bodies.agency } };
  await world.facts(tender, [{ kind: 'contract', data }]);
  await world.settle();
  const id = (await world.flags('W01')).find((flag) => flag.root_id === tender)?.id ?? '';
  const [contract = ''] = await world.contractsOf(tender);
  const actions = FLAG_ACTIONS.map(({ action }) => [
    `${action.operationId}s`,
    { ids: [id], reason: '已核实', ...SENT[action.name] },
  ]);
  return {
    id,
    more: {
      reader: people.tied.supervisor,
      query: { listAssessments: `subject=contract:${contract}` },
      markers: { listAssessments: contract },
      bodies: {
        ...(Object.fromEntries(actions) as Record<string, object>),
        'POST /risk/flags/{id}/actions/assign': { assignee: null },
        ...Object.fromEntries(
          Object.entries(SENT).map(([name, sent]) => [
            `POST /risk/flags/{id}/actions/${name}`,
            { reason: '已核实', ...sent },
          ]),
        ),
        'POST /risk/flags/actions/assign': { ids: [id], assignee: null },
      },
    },
  };
}
