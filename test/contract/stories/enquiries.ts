import { PASSWORDS, type Root, type Story } from './story.js';

interface Asked {
  items: { id: string }[];
}

/** Issued documents are asked for and asked about, and told of on the official site; next year begins as a copy. */
export const enquiries: Story = async ({ contract, chain, as }) => {
  const { http, dataSource } = contract.app;
  const made = await contract.ask<Root>('recordTender', {
    as: as.officer,
    body: {
      conducted: 'here',
      dataset: 'fiction',
      buyer: chain.buyer,
      title: '【虚构】K区居家养老服务项目（答疑示例）',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      lots: [{ no: 1, name: '第一包', ceiling: '480000.00', pricing: 'competitive' }],
    },
  });
  const path = { id: made.body.id };
  // How a draft comes to its issue is told elsewhere; here its documents are out.
  await dataSource.query(
    `UPDATE tender SET state = 'open', published = true, revision = 1, deadline_at = business_now() + interval '30 days'
     WHERE id = $1`,
    [path.id],
  );
  await dataSource.query(
    `INSERT INTO fact (subject_type, subject_id, kind, data, source, recorded_at)
     VALUES ('tender', $1, 'notice', '{"publishedOn":"2025-11-10"}', '{"kind":"notice","publishedOn":"2025-11-10"}', business_now())`,
    [path.id],
  );
  const user = await contract.ask<{ setupCode: string }>('createUser', {
    as: as.admin,
    body: {
      login: 'asking',
      name: '虚构机构负责人',
      seats: [{ organisation: chain.agency, role: 'agency_manager' }],
    },
  });
  await http.post('/api/v1/auth/setup').send({ code: user.body.setupCode, password: PASSWORDS.first }).expect(200);
  const session = await http
    .post('/api/v1/auth/sessions')
    .send({ login: 'asking', password: PASSWORDS.first })
    .expect(201);
  const agency = { Authorization: `Bearer ${(session.body as { accessToken: string }).accessToken}` };
  await contract.ask('requestDocuments', { as: agency, path, body: {} });
  await contract.ask('listDocumentRequests', { as: agency, path });
  const asked = await contract.ask<Asked>('askQuestion', {
    as: agency,
    path,
    body: { question: '服务时间是否含周末？' },
  });
  await contract.ask('answerQuestion', {
    as: as.officer,
    path: { ...path, clarification: asked.body.items[0]?.id ?? '' },
    body: { answer: '含周末，每日八时至十八时。', affectsPreparation: false },
  });
  await contract.ask('listClarifications', { path });
  await contract.ask('getNoticeText', { as: as.officer, path: { ...path, kind: 'tender' } });
  await contract.ask('getNotice', { as: as.officer, path: { ...path, kind: 'tender' } });
  await contract.ask('recordNoticeAddress', {
    as: as.officer,
    path,
    body: { kind: 'tender', url: 'https://example.org/notices/1', publishedOn: '2025-11-10', reference: '示例-1' },
  });
  await contract.ask('listDeadlines', { path: { id: chain.tender } });
  await contract.ask('copyTender', { as: as.officer, path: { id: chain.tender }, body: { year: 2026 } });
};
