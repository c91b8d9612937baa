import { person } from './contracts-here.js';
import type { Root, Story } from './story.js';

/** Somebody who took part challenges the result, is answered, and complains to the finance authority. */
export const remedies: Story = async ({ contract, chain, as }) => {
  const rival = await person(contract, as.admin, 'k.rival', 'agency_manager', chain.nextAgency);
  const found = await contract.app.http
    .get('/api/v1/tenders?externalId=fiction:example-2026')
    .set(as.officer)
    .expect(200);
  const [{ id: tender } = { id: '' }] = (found.body as { items: { id: string }[] }).items;
  const words = { grounds: '虚构：对评审得分有异议。', requests: '请复核评审得分。' };
  // Its clocks run from the day of the run.
  const written = { deadlines: [] };
  const made = await contract.ask<Root>('fileChallenge', {
    as: rival,
    body: { tender, lot: 1, stage: 'result', ...words },
    written,
  });
  const path = { id: made.body.id };
  await contract.ask('listChallenges', { as: as.officer, query: { tender, limit: '1' }, written });
  const read = await contract.ask('getChallenge', { as: as.officer, path, written });
  await contract.ask('actOnChallenge', {
    as: as.officer,
    path: { ...path, action: 'answer' },
    headers: { 'If-Match': read.etag },
    body: { result: 'not_upheld', reason: '虚构：经复核，得分计算无误。' },
    written,
  });
  const complained = await contract.ask<Root>('fileComplaint', {
    as: rival,
    body: { tender, lot: 1, challenge: made.body.id, ...words },
    written,
  });
  const about = { id: complained.body.id };
  await contract.ask('listComplaints', { as: rival, query: { tender, limit: '1' }, written });
  const seen = await contract.ask('getComplaint', { as: rival, path: about, written });
  await contract.ask('actOnComplaint', {
    as: rival,
    path: { ...about, action: 'withdraw' },
    headers: { 'If-Match': seen.etag },
    body: { reason: '虚构：已与采购人沟通。' },
    written,
  });
};
