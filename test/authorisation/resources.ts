import { randomUUID } from 'node:crypto';
import { Accepting, registered, upload } from '../support/acceptances.js';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Bidding, documentOf, issueTender, offer, type Bidder } from '../support/bidding.js';
import { CONTENT, Contracting } from '../support/contracts.js';
import { Drafting } from '../support/drafts.js';
import { pdf } from '../support/files.js';
import { Resulting } from '../support/results.js';
import { Reviewing } from '../support/reviews.js';
import { RiskWorld } from '../support/risk-world.js';
import { makeBar } from './bars.js';
import { makeMerge } from './merges.js';
import { makeRemedies } from './remedies.js';
import { continuityMakers } from './continuity.js';
import { evaluationMakers } from './evaluations.js';
import { raiseFlag } from './flags.js';
import { openedMakers } from './opened.js';
import type { People } from './people.js';
import { makeGround, Places, type Made, type Makers, type Resource } from './places.js';

const CORRECTED = { reason: '理由', correction: { plan: { deadlineAt: '2025-11-18T09:30:00+08:00' } } };
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };

/** A number of the own body, which can be taken back. */
async function giveNumber(app: TestApp, person: string, { auth }: TestAccount): Promise<void> {
  await app.http.post(`/api/v1/${person}/external-ids`).set(auth).send({ system: 'oa', id: randomUUID() }).expect(200);
}

/** Those, and every step of a purchase: what was done to the last one is nobody's concern. */
export class Resources extends Places {
  private world: RiskWorld | null = null;

  static async of(app: TestApp, people: People): Promise<Resources> {
    return new Resources(app, people, await makeGround(app, people));
  }

  make(name: string): Promise<Resource> {
    const more = this.evaluations[name] ?? this.continuity[name] ?? this.opened[name];
    const maker = this.purchases[name] ?? this.places[name] ?? more;
    if (maker === undefined) throw new Error(`no resource ${name}`);
    return maker();
  }

  /** The bidder's question, or request for the documents, by its id. */
  private async asked(path: string, body: object): Promise<string> {
    const { auth } = this.people.tied.agency_manager;
    const answer = await this.app.http.post(`/api/v1/${path}`).set(auth).send(body);
    const [first] = (answer.body as { items?: Made[] }).items ?? [];
    if (first === undefined) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return first.id;
  }

  private async issued(): Promise<{ draft: Drafting; tender: string; lot: string }> {
    const { draft, tender, lots } = await issueTender(this.app, this.bureau);
    await draft.must('put', 'mandate', { agent: this.people.bodies.agent });
    return { draft, tender, lot: lots[0] ?? '' };
  }

  private bidder(): Bidder {
    return { body: this.people.bodies.agency, user: this.people.tied.agency_manager };
  }

  private readonly parties = () => ({
    bureau: this.bureau,
    agency: this.people.bodies.agency,
    manager: this.people.tied.agency_manager,
  });

  /** A result of an agent's purchase, published days ago. */
  private async awarded(): Promise<{ tender: string; award: string }> {
    const recent = { decidedOn: '2025-10-28', publishedOn: '2025-10-29' };
    const made = await Contracting.awarded(this.app, this.parties(), {}, recent);
    await this.app.dataSource.query(`UPDATE tender SET agent_id = $2 WHERE id = $1`, [
      made.tender,
      this.people.bodies.agent,
    ]);
    return made;
  }

  /** A lot whose report waits for its delivery; the agency's offer is the first. */
  private async reported(method?: string): Promise<Resulting> {
    const more = { agent: this.people.bodies.agent, bidBond: '2000.00', ...(method && { method }) };
    const result = await Resulting.begin(this.app, this.bureau, more);
    await this.app.dataSource.query(`UPDATE bid SET bidder_id = $2 WHERE id = $1`, [
      result.bid(0),
      this.people.bodies.agency,
    ]);
    await this.app.dataSource.query(
      `INSERT INTO review_member (review_id, user_id, kind, appointed_at)
       SELECT id, $2, 'expert', business_now() FROM review WHERE tender_id = $1`,
      [result.id, this.people.tied.panel_member.id],
    );
    return result;
  }

  /** The agency's bid is the first; the panel of the first lot is appointed. */
  private async underReview(review: Reviewing): Promise<Resource> {
    const bid = review.offers[0]?.bid ?? '';
    await this.app.dataSource.query(`UPDATE bid SET bidder_id = $2 WHERE id = $1`, [bid, this.people.bodies.agency]);
    const member = (await review.read()).members[1]?.id ?? '';
    const whole = review.results();
    return this.seen('tenders', review.id, {
      params: { id: review.id, bid, member },
      bodies: {
        qualifyBidders: { lot: 1, ...whole },
        checkConformity: { lot: 1, ...whole },
        declareTies: { lot: 1, declarations: review.bids.map((each) => ({ bid: each })) },
        correctScore: { lot: 1, bid, criterion: 2, points: '1', ground: 'extreme', reason: 'x' },
        askExplanation: { lot: 1, bid, dueAt: '2030-01-01T00:00:00Z', reason: 'x' },
        appointPanelMember: { lot: 1, user: this.reviewers[0]?.id, kind: 'expert' },
        replacePanelMember: { lot: 1, ground: 'health', reason: 'x', user: this.reviewers[0]?.id },
        noteUnsigned: { lot: 1, member, reason: 'x' },
      },
    });
  }

  /** A contract that both parties have signed and that has begun. */
  private async running(): Promise<string> {
    const { award } = await this.awarded();
    const { id } = await this.post('contracts', { award, ...CONTENT });
    await new Contracting(this.app, this.parties(), id).signBoth();
    await this.app.dataSource.query(
      `UPDATE contract SET state = 'active', content = jsonb_set(content, '{window}', $2) WHERE id = $1`,
      [id, { start: '2025-09-01', end: '2026-08-31' }],
    );
    return id;
  }

  /** A settlement that waits for the buyer's word. */
  private async settled(contract: string): Promise<string> {
    const [made] = await this.app.dataSource.query<Made[]>(
      `INSERT INTO settlement (dataset, contract_id, no, period_from, period_to, items, units_total, deducted, carried, total,
         proposed_at, proposed_by, confirm_by)
       SELECT dataset, id, 1, '2025-09-01', '2025-09-30', '[]', 0, 0, 0, 0, business_now(), buyer_id, '2025-10-30'
       FROM contract WHERE id = $1 RETURNING id`,
      [contract],
    );
    return made?.id ?? '';
  }

  /** A survey of a contract; a second contract is there to begin another one. */
  private async surveyed(contract: string): Promise<Resource> {
    const words = { purpose: 'acceptance', title: '受益人意见', opensOn: '2025-11-01', closesOn: '2026-08-31' };
    const { id } = await this.post('surveys', { contract, ...words });
    return this.seen('surveys', id, {
      bodies: {
        createSurvey: { contract, ...words, purpose: 'line' },
        'POST /surveys/{id}/actions/draw': { size: 1 },
        'POST /surveys/{id}/actions/print-again': { reason: '纸条遗失', slip: 1 },
        'POST /surveys/{id}/actions/extend': { reason: '回收不足', closesOn: '2026-09-30' },
      },
      marker: id,
    });
  }

  /** A survey of a published contract that has been opened. */
  private async askedBy(state: 'open' | 'closed'): Promise<Resource> {
    const contract = await this.running();
    await this.app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [contract]);
    const survey = await this.surveyed(contract);
    await this.app.dataSource.query(
      `WITH stratum AS (INSERT INTO survey_stratum (survey_id, no, population, sampled) VALUES ($1, 1, 1, 1)),
       opened AS (UPDATE survey SET state = $2, size = 1, drawn_at = business_now(), opened_at = business_now(),
         closed_at = CASE WHEN $2 = 'closed' THEN business_now() END,
         questions = '[{"kind": "yes_no", "text": {"zh": "收到服务了吗？", "en": null}, "options": []}]' WHERE id = $1)
       INSERT INTO survey_slip (survey_id, no, stratum) VALUES ($1, 1, 1)`,
      [survey.params.id, state],
    );
    return survey;
  }

  private readonly continuity = continuityMakers({
    app: this.app,
    people: this.people,
    line: this.bureau.line,
    post: (path, body) => this.post(path, body),
    running: () => this.running(),
  });

  private readonly opened = openedMakers({
    app: this.app,
    people: this.people,
    bureau: this.bureau,
    asked: (path, body) => this.asked(path, body),
  });

  private readonly evaluations = evaluationMakers({
    app: this.app,
    people: this.people,
    post: (path, body) => this.post(path, body),
    running: () => this.running(),
  });

  /** A round of acceptance of a contract that was delivered. */
  private async round(): Promise<Accepting> {
    const id = await this.running();
    await this.app.dataSource.query(`UPDATE contract SET state = 'delivered' WHERE id = $1`, [id]);
    return Accepting.of(this.app, new Contracting(this.app, this.parties(), id));
  }

  private readonly purchases: Makers = {
    draft: async () => {
      const draft = await Drafting.begin(this.app, this.bureau);
      await draft.must('put', 'mandate', { agent: this.people.bodies.agent });
      const { id } = draft;
      return this.seen('tenders', id, {
        params: { id, no: '1', kind: 'tender', subject: `tender:${id}` },
        query: { listHistory: `subject=tender:${id}` },
        bodies: {
          previewRisks: { tenderId: id },
          mandateAgent: { agent: null },
          'POST /tenders/{id}/actions/correct': CORRECTED,
        },
      });
    },
    'open tender': async () => {
      const { tender, lot } = await this.issued();
      const question = await this.asked(`tenders/${tender}/clarifications`, { question: '服务对象多少人？' });
      const asked = await this.asked(`tenders/${tender}/document-requests`, {});
      return this.seen('tenders', tender, {
        bodies: { 'POST /tenders/{id}/actions/correct': CORRECTED },
        params: { id: tender, lot, clarification: question, kind: 'tender' },
        markers: { listDocumentRequests: asked },
      });
    },
    'sealed bid': async () => {
      const { tender, lot } = await this.issued();
      const bid = await Bidding.begin(this.app, this.bidder(), lot);
      const documents = [await documentOf(bid, pdf(), 'x.pdf')];
      await bid.act('submit', { content: { ...offer('180000.00'), documents } });
      return this.seen('bids', bid.id, {
        params: { id: bid.id, tender, no: '1' },
        reader: this.people.tied.agency_manager,
        bodies: { restoreBid: {}, restoreFinalOffer: {} },
      });
    },
    'opened bid': async () => {
      const review = await Reviewing.begin(this.app, this.bureau, this.reviewers, undefined, {
        method: 'COMPETITIVE_CONSULTATION',
      });
      const id = review.offers[0]?.bid ?? '';
      await this.app.dataSource.query(`UPDATE bid SET bidder_id = $2 WHERE id = $1`, [id, this.people.bodies.agency]);
      return {
        params: { id },
        view: `bids/${id}/consultation`,
        reader: this.people.tied.agency_manager,
        bodies: Object.fromEntries(
          ['submitFinalOffer', 'submitBid', 'restoreBid', 'restoreFinalOffer'].map((operation) => [
            operation,
            { content: offer('180000.00') },
          ]),
        ),
      };
    },
    'lots under review': async () => {
      const review = await Reviewing.begin(this.app, this.bureau, this.reviewers, undefined, {
        agent: this.people.bodies.agent,
      });
      await review.appointAll();
      return this.underReview(review);
    },
    // Whose panel the caller does not sit in, though in that of the second lot.
    'lot of another panel': async () => {
      const review = await Reviewing.begin(this.app, this.bureau, this.reviewers.slice(1), undefined, {
        agent: this.people.bodies.agent,
      });
      await review.appointAll(['expert', 'expert', 'expert', 'buyer_representative']);
      await this.app.dataSource.query(
        `WITH made AS (INSERT INTO lot (tender_id, no, ceiling, pricing, state)
           SELECT tender_id, 2, ceiling, pricing, 'opened' FROM lot WHERE tender_id = $1 RETURNING id),
         panel AS (INSERT INTO review (tender_id, lot_id, created_at) SELECT $1, id, business_now() FROM made RETURNING id)
         INSERT INTO review_member (review_id, user_id, kind, appointed_at) SELECT id, $2, 'expert', business_now() FROM panel`,
        [review.id, this.people.tied.panel_member.id],
      );
      return this.underReview(review);
    },
    // Whose opening the community worker witnessed.
    'witnessed lots': async () => {
      const review = await Reviewing.begin(this.app, this.bureau, this.reviewers, undefined, {
        agent: this.people.bodies.agent,
      });
      await review.appointAll();
      await this.app.dataSource.query(
        `INSERT INTO tender_witness (tender_id, user_id, appointed_at) VALUES ($1, $2, business_now())`,
        [review.id, this.people.tied.community_worker.id],
      );
      return this.underReview(review);
    },
    'reported lot': async () => {
      const result = await this.reported();
      const said = { lot: 1, reason: '理由' };
      const actions = [
        'recordReportReceipt',
        'recordReportObjection',
        'settleTie',
        'proposeReplacement',
        'replaceAward',
      ];
      const bodies = {
        ...Object.fromEntries(actions.map((operation) => [operation, said])),
        confirmResult: { ...said, bid: result.bid(0) },
        recordBondRefunds: { ...said, bids: [result.bid(0)] },
      };
      return this.seen('tenders', result.id, { bodies });
    },
    'reported consultation': async () => this.seen('tenders', (await this.reported('COMPETITIVE_CONSULTATION')).id),
    'published award': async () => {
      const result = await this.reported();
      await result.must('deliver-report', {}, this.people.tied.procurement_agent);
      await result.must('confirm', { bid: result.bid(0) });
      const { id } = await result.publish();
      return { ...this.seen('awards', id), reader: this.people.tied.agency_manager };
    },
    'recorded tender': async () => {
      const made = await this.post('tenders', { buyer: this.bureau.id, title: '居家养老服务' });
      const contract = { tender: made.id, data: { number: '1号' }, source: { kind: 'statement' } };
      return this.seen('tenders', made.id, {
        params: { id: made.id, system: 'erp', externalId: randomUUID() },
        bodies: { putContract: contract },
      });
    },
    award: async () => {
      const { tender, award } = await this.awarded();
      return {
        params: { id: tender },
        view: `tenders/${tender}`,
        reader: this.bureau.officer,
        bodies: {
          draftContract: { award },
          fileChallenge: { tender, stage: 'result', ...WORDS },
          fileComplaint: { tender, ...WORDS },
        },
      };
    },
    'contract draft': async () => {
      const { award } = await this.awarded();
      return this.seen('contracts', (await this.post('contracts', { award, ...CONTENT })).id);
    },
    'running contract': async () => {
      const contract = await this.running();
      const { auth } = this.people.tied.agency_worker;
      const body = { servedOn: '2025-10-15', form: 'visit', minutes: 1, workers: {}, participants: 1 };
      const answer = await this.app.http.post(`/api/v1/contracts/${contract}/service-records`).set(auth).send(body);
      const record = (answer.body as Made).id;
      return this.seen('contracts', contract, {
        params: { id: contract, record },
        markers: { listServiceRecords: record },
        bodies: { recordService: body },
      });
    },
    milestone: async () => {
      const contract = await this.running();
      const [row] = await this.app.dataSource.query<Made[]>(
        `INSERT INTO milestone (dataset, contract_id, no, name, due_on, final)
         VALUES ('live', $1, 1, '中期目标', '2026-06-30', true) RETURNING id`,
        [contract],
      );
      const milestone = row?.id ?? '';
      return this.seen('contracts', contract, {
        params: { id: contract, milestone },
        marker: milestone,
        view: `contracts/${contract}/milestones/${milestone}`,
      });
    },
    'progress report': async () => {
      const contract = await this.running();
      const { auth } = this.people.tied.agency_manager;
      const answer = await this.app.http.post(`/api/v1/contracts/${contract}/reports`).set(auth).send({});
      const { id: report } = answer.body as Made;
      return this.seen('contracts', contract, {
        params: { id: contract, report },
        marker: report,
        view: `contracts/${contract}/reports/${report}`,
      });
    },
    visit: async () => {
      const contract = await this.running();
      const visit = await this.post(`contracts/${contract}/visits`, { plannedOn: '2025-10-30', purpose: '查看服务' });
      const [row] = await this.app.dataSource.query<Made[]>(
        `INSERT INTO visit_finding (visit_id, no, text) VALUES ($1, 1, '签到表缺页') RETURNING id`,
        [visit.id],
      );
      const finding = row?.id ?? '';
      return this.seen('contracts', contract, {
        params: { id: contract, visit: visit.id, finding },
        marker: visit.id,
        view: `contracts/${contract}/visits/${visit.id}`,
      });
    },
    delivered: async () => {
      const contract = await this.running();
      await this.app.dataSource.query(`UPDATE contract SET state = 'delivered' WHERE id = $1`, [contract]);
      return this.seen('contracts', contract);
    },
    acceptance: async () => {
      const round = await this.round();
      const recipient = await registered(this.app, this.parties(), round.contract.id);
      const documents = [await upload(this.app, this.bureau.officer)];
      return this.seen('acceptances', round.id, {
        bodies: {
          recordRecipientOpinions: {
            form: 'meeting',
            heldOn: '2025-11-03',
            documents,
            voices: [{ recipient, verdict: 'satisfied' }],
          },
          'POST /acceptances/{id}/actions/invite': { until: '2025-12-01' },
        },
      });
    },
    'rounds of a contract': async () => {
      const { id, contract } = await this.round();
      return this.seen('contracts', contract.id, { marker: id });
    },
    'published round': async () => {
      const round = await this.round();
      await round.prepared();
      await round.conclude({ result: 'passed' });
      await round.must('publish');
      return this.seen('acceptances', round.id);
    },
    recipient: async () => {
      const contract = await this.running();
      const { auth } = this.people.tied.agency_worker;
      const body = { contract, displayName: '示例对象' };
      const line = this.bureau.line;
      const answer = await this.app.http.post(`/api/v1/service-lines/${line}/recipients`).set(auth).send(body);
      const { id } = answer.body as Made;
      await giveNumber(this.app, `service-lines/${line}/recipients/${id}`, this.people.tied.agency_worker);
      return {
        params: { id: line, recipient: id },
        markers: { listRecipients: id },
        query: { listRecipients: `contract=${contract}` },
        bodies: { registerRecipient: body },
      };
    },
    bar: () => makeBar(this.app, this.people),
    merge: () => makeMerge(this.app, this.people),
    worker: async () => {
      const { agency } = this.people.bodies;
      const body = { name: '示例员工', kind: 'assistant' };
      const { id } = await this.post(`organisations/${agency}/workers`, body, this.people.tied.agency_manager);
      await giveNumber(this.app, `organisations/${agency}/workers/${id}`, this.people.tied.agency_manager);
      return {
        params: { id: agency, worker: id },
        view: `organisations/${agency}/workers/${id}`,
        reader: this.people.tied.agency_manager,
        markers: { listWorkers: id },
        bodies: { registerWorker: body },
      };
    },
    'scheme draft': async () =>
      this.seen('evaluation-schemes', (await this.post('evaluation-schemes', { template: 'ELDERLY_HOME_CARE' })).id),
    'survey draft': async () => this.surveyed(await this.running()),
    'running survey': async () => this.askedBy('open'),
    'closed survey': async () => this.askedBy('closed'),
    "contract's money": async () => {
      const contract = await this.running();
      const { auth } = this.people.tied.agency_manager;
      const path = `/api/v1/contracts/${contract}`;
      const read = await this.app.http.get(`${path}/payments`).set(auth);
      const [first] = (read.body as { items: (Made & { payable: string })[] }).items;
      const payment = first?.id;
      const body = { payment, number: randomUUID(), amount: first?.payable, issuedOn: '2025-10-15' };
      const answer = await this.app.http.post(`${path}/invoices`).set(auth).send(body);
      const invoice = (answer.body as Made).id;
      const settlement = await this.settled(contract);
      return {
        params: { id: contract, payment: payment ?? '', invoice, settlement },
        view: `contracts/${contract}`,
        markers: { listPayments: payment ?? '', listInvoices: invoice, listSettlements: settlement },
        bodies: { submitInvoice: { ...body, number: randomUUID() } },
      };
    },
    payee: async () => {
      await this.running();
      const { agency } = this.people.bodies;
      const { auth } = this.people.tied.agency_manager;
      const { headers } = await this.app.http.get(`/api/v1/organisations/${agency}`).set(auth);
      await this.app.http
        .put(`/api/v1/organisations/${agency}/payee-account`)
        .set({ ...auth, 'If-Match': headers.etag ?? '' })
        .send({ account: '6222020000000000018', holder: '示例', bank: '示例银行' });
      return this.seen('organisations', agency);
    },
    "buyer's levels": () => Promise.resolve(this.seen('organisations', this.bureau.id)),
    ...makeRemedies(this.people, () => this.awarded(), {
      post: (path, body, by) => this.post(path, body, by),
      seen: this.seen,
    }),
    flag: async () => {
      this.world ??= new RiskWorld(this.app, 'live');
      const { id, more } = await raiseFlag(this.world, this.bureau.id, this.people);
      return this.seen('risk/flags', id, more);
    },
  };
}
