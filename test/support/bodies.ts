/** By operation: the smallest body that is not refused for itself. Where nothing stands here, an empty object is one. */
export const VALID_BODIES: Record<string, object> = {
  setSeats: { seats: [] },
  setOrganisationRelations: { persons: [], holdings: [], complete: true },
  addBudgetLine: { name: 'x', amount: '1.00' },
  setTenderServiceLines: { serviceLines: [] },
  setTenderLots: { lots: [] },
  setTenderCriteria: { criteria: [] },
  recordOpinion: { kind: 'public', heldOn: '2020-01-02', summary: 'x' },
  actOnOpening: { action: 'request_opening' },
  verifyBidReceipt: {
    receipt: {
      bid: '2f1c9d0e-0000-4000-8000-000000000000',
      tender: '2f1c9d0e-0000-4000-8000-000000000000',
      lot: '2f1c9d0e-0000-4000-8000-000000000000',
      organisation: '2f1c9d0e-0000-4000-8000-000000000000',
      revision: 1,
      receivedAt: '2025-11-14T01:30:00Z',
      sha256: '0'.repeat(64),
    },
    keyId: 'x',
    signature: 'A'.repeat(86),
  },
  mandateAgent: { agent: null },
  recordTenderFacts: {
    facts: [{ kind: 'award', lot: 1, data: { supplier: { name: '甲' } }, source: { kind: 'statement' } }],
  },
  draftContract: { award: '2f1c9d0e-0000-4000-8000-000000000000' },
  proposeAmendment: { reasonCode: 'clerical_error' },
  signContract: { hash: '0'.repeat(64) },
  signAmendment: { hash: '0'.repeat(64), amendment: '2f1c9d0e-0000-4000-8000-000000000000' },
  recordContractFacts: { facts: [{ kind: 'started', data: { on: '2018-01-02' }, source: { kind: 'statement' } }] },
};
