import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRows, XLSX, type RowsFile, type Sent } from '../support/bulk-rows.js';
import { packSheet } from '../support/workbooks.js';

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  const organisation = await makeBody(app, { name: '虚构区民政局' });
  officer = await makeAccount(app, { role: 'bureau_officer', organisation });
});
afterAll(() => app.close());

const send = async (kind: string, rows: RowsFile, sent: Sent = {}) => {
  const { figures, faults } = await sendRows(app, officer, kind, rows, sent);
  return [figures, faults];
};
const get = (path: string) => app.http.get(`/api/v1/${path}`).set(officer.auth).expect(200);
const findRound = async (externalId: string) => {
  const { body } = await get(`tenders?externalId=${externalId}`);
  return (await get(`tenders/${body.items[0].id}`)).body.round;
};

describe('purchases of a file that follow each other', () => {
  const listRounds = (system: string) => [
    { externalId: `${system}:3`, title: '居家养老', follows: `${system}:2` },
    { externalId: `${system}:1`, title: '居家养老', lotNo: 1 },
    { externalId: `${system}:1`, title: '居家养老', lotNo: 2 },
    { externalId: `${system}:2`, title: '居家养老', follows: `${system}:1` },
    { externalId: `${system}:other`, title: '居家养老' },
  ];

  it.each(['&dryRun=true', '', '&mode=all'])('are taken at once, in whatever order they stand (%s)', async (query) => {
    const system = `rounds${query.length}`;
    expect(await send('purchases', listRounds(system), { query })).toEqual([[5, 0, 0], []]);
    if (query === '&dryRun=true') return;
    expect([await findRound(`${system}:1`), await findRound(`${system}:2`), await findRound(`${system}:3`)]).toEqual([
      1, 2, 3,
    ]);
    expect(await send('purchases', listRounds(system), { query })).toEqual([[0, 5, 0], []]);
  });

  it('are refused where the earlier one is, where it is nowhere, and where they follow each other in a ring', async () => {
    const rows = [
      { externalId: 'ring:1', title: '居家养老', budget: 'much' },
      { externalId: 'ring:2', title: '居家养老', follows: 'ring:1' },
      { externalId: 'ring:3', title: '居家养老', follows: 'ring:4', budget: 'much' },
      { externalId: 'ring:4', title: '居家养老', follows: 'ring:3' },
      { externalId: 'ring:5', title: '居家养老', follows: 'ring:nobody' },
      { externalId: 'ring:6', title: '居家养老', follows: 'ring:6' },
    ];
    expect(await send('purchases', rows)).toEqual([
      [0, 0, 6],
      [
        [1, '/budget not_money'],
        [2, '/follows not_found'],
        [3, '/budget not_money'],
        [4, '/follows not_found'],
        [5, '/follows not_found'],
        [6, '/follows not_found'],
      ],
    ]);
  });
});

describe('text that nothing stores in a table', () => {
  it('costs its own row, wherever it stands', async () => {
    const csv = [
      'externalId,title,follows',
      'nul:a\u0000b,居家养老,',
      'nul:2,居家\u0000养老,',
      'nul:3,居家养老,nul:\u0000',
      'nul:4,居家养老,',
    ].join('\n');
    expect(await send('purchases', csv, { type: 'text/csv' })).toEqual([
      [1, 0, 3],
      [
        [2, '/externalId not_storable'],
        [3, '/title not_storable'],
        [4, '/follows not_storable'],
      ],
    ]);
    const cell = (at: string, text: string) => `<x:c r="${at}" t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`;
    const sheet = [
      ['externalId', 'title'],
      ['nul:a_x0000_b', '居家养老'],
      ['nul:5', '居家_xD800_养老'],
      ['nul:6', '居家养老'],
    ].map(
      ([id = '', title = ''], i) => `<x:row r="${i + 1}">${cell(`A${i + 1}`, id)}${cell(`B${i + 1}`, title)}</x:row>`,
    );
    expect(await send('purchases', packSheet(sheet.join('')), { type: XLSX })).toEqual([
      [1, 0, 2],
      [
        [2, '/externalId not_storable'],
        [3, '/title not_storable'],
      ],
    ]);
  });
});
