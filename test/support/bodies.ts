/** By operation: the smallest body that is not refused for itself. Where nothing stands here, an empty object is one. */
export const VALID_BODIES: Record<string, object> = {
  setSeats: { seats: [] },
  setOrganisationRelations: { persons: [], holdings: [], complete: true },
  addBudgetLine: { name: 'x', amount: '1.00' },
  setTenderServiceLines: { serviceLines: [] },
  setTenderLots: { lots: [] },
  setTenderCriteria: { criteria: [] },
  recordOpinion: { kind: 'public', heldOn: '2020-01-02', summary: 'x' },
  mandateAgent: { agent: null },
  recordTenderFacts: {
    facts: [{ kind: 'award', lot: 1, data: { supplier: { name: '甲' } }, source: { kind: 'statement' } }],
  },
  recordContractFacts: { facts: [{ kind: 'started', data: { on: '2018-01-02' }, source: { kind: 'statement' } }] },
};
