import { makeUser } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  documentOf,
  issueTender,
  moveDeadline,
  makeBidder,
  offer,
  OPEN_TENDER,
  openTenderBids,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { haveDrawn } from '../support/experts.js';
import { pdf } from '../support/files.js';
import { Reviewing } from '../support/reviews.js';
import type { People } from './people.js';
import type { Makers, Resource } from './places.js';

interface Ways {
  app: TestApp;
  people: People;
  bureau: Bureau;
  /** The bidder's request for the documents, by its id. */
  asked: (path: string, body: object) => Promise<string>;
}

/**
 * Bids that were sealed and have been opened: the agency's own, one of the agency of the other district, which so is its
 * rival, and a third. The community worker has witnessed the opening; one of the panel is appointed.
 */
export function openedMakers({ app, people, bureau, asked }: Ways): Makers {
  const make = async (method: { method?: string; plan?: object }): Promise<Resource> => {
    const { tender, lots } = await issueTender(app, bureau, { ...method, agent: people.bodies.agent });
    const request = await asked(`tenders/${tender}/document-requests`, {});
    const own = { body: people.bodies.agency, user: people.tied.agency_manager };
    const rival = { body: people.others.agency, user: people.other.agency_manager };
    const bids: string[] = [];
    for (const bidder of [own, rival, await makeBidder(app)]) {
      const bid = await Bidding.begin(app, bidder, lots[0] ?? '');
      const documents = [await documentOf(bid, pdf(), 'x.pdf')];
      const { status, text } = await bid.act('submit', { content: { ...offer('180000.00'), documents } });
      if (status !== 200) throw new Error(`${status} ${text}`);
      bids.push(bid.id);
    }
    await moveDeadline(app, tender);
    await app.dataSource.query(
      `INSERT INTO tender_witness (tender_id, user_id, appointed_at) VALUES ($1, $2, business_now())`,
      [tender, people.tied.community_worker.id],
    );
    await openTenderBids(app, bureau, tender);
    await haveDrawn(app, tender, bureau.officer, [people.tied.panel_member.id]);
    const { headers } = await app.http.get(`/api/v1/tenders/${tender}`).set(bureau.officer.auth);
    const appointed = await app.http
      .post(`/api/v1/tenders/${tender}/review/members`)
      .set({ ...bureau.officer.auth, 'If-Match': headers.etag ?? '' })
      .send({ lot: 1, user: people.tied.panel_member.id, kind: 'expert' });
    if (appointed.status !== 200) throw new Error(`${appointed.status} ${appointed.text}`);
    const id = bids[0] ?? '';
    return {
      params: { id, tender, no: '1' },
      markers: { listDocumentRequests: request },
      view: `bids/${id}`,
      reader: bureau.officer,
      bodies: { 'POST /bids/{id}/actions/restore': { content: offer('180000.00') } },
    };
  };
  const ofTender = async (): Promise<Resource> => {
    const made = await make(OPEN_TENDER);
    const id = made.params.tender ?? '';
    return { ...made, params: { id }, view: `tenders/${id}` };
  };
  /** An open tender that failed, with another method asked for. */
  const failed = async (): Promise<Resource> => {
    const { draft, tender } = await issueTender(app, bureau, { ...OPEN_TENDER, agent: people.bodies.agent });
    const unlawful = { reason: '理由', ground: 'unlawful_acts', reference: '监〔2025〕9号' };
    await draft.must('post', 'actions/fail', unlawful);
    const [fact] = await app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM fact WHERE subject_id = $1 AND kind = 'failure'`,
      [tender],
    );
    const body = { method: 'COMPETITIVE_CONSULTATION', cause: 'market', reason: '理由', failures: [fact?.id] };
    const made = await app.http
      .post(`/api/v1/tenders/${tender}/method-changes`)
      .set(bureau.officer.auth)
      .send(body)
      .expect(201);
    const change = (made.body as { id: string }).id;
    return {
      params: { id: tender, no: '1', change },
      markers: { listMethodChanges: change },
      view: `tenders/${tender}/method-changes/${change}`,
      reader: bureau.officer,
      bodies: { requestMethodChange: body },
    };
  };
  /** A lot under review, whose experts are to be drawn from a pool of one. */
  const lotToDraw = async () => {
    const user = await makeUser(app, 'panel_member');
    const body = { organisation: people.bodies.finance, user: user.id, fields: ['ELDERLY_HOME_CARE'] };
    const added = await app.http.post('/api/v1/experts').set(people.tied.finance_authority.auth).send(body);
    if (added.status !== 201) throw new Error(added.text);
    const review = await Reviewing.begin(app, bureau, [], undefined, { agent: people.bodies.agent });
    // Its bids were handed in by today, so that it is reviewed tomorrow.
    const due = `UPDATE lot SET deadline_at = business_now() - interval '1 minute' WHERE tender_id = $1`;
    await app.dataSource.query(due, [review.id]);
    return { review, expert: (added.body as { id: string }).id, more: { ...body, user: people.tied.panel_member.id } };
  };
  const drawOfExperts = async (): Promise<Resource> => {
    const { review } = await lotToDraw();
    const asked = { lot: 1, source: 'pool', size: 1, reviewOn: '2025-11-04' };
    const path = `tenders/${review.id}/review/draws`;
    const made = await app.http.post(`/api/v1/${path}`).set(bureau.officer.auth).send(asked);
    if (made.status !== 201) throw new Error(made.text);
    const { id: draw } = made.body as { id: string };
    return {
      params: { id: review.id, draw },
      view: `${path}/${draw}`,
      reader: bureau.officer,
      bodies: {
        addExpertDraw: asked,
        drawExperts: {},
        inviteNextExpert: { reason: 'x' },
        withdrawExpertDraw: { reason: 'x' },
      },
    };
  };
  const invitation = async (): Promise<Resource> => {
    const { review } = await lotToDraw();
    await haveDrawn(app, review.id, bureau.officer, [people.tied.panel_member.id]);
    const [row] = await app.dataSource.query<{ id: string }[]>(
      `WITH asked AS (UPDATE expert_place p SET state = 'invited' FROM expert_draw d JOIN lot l ON l.id = d.lot_id
         WHERE d.id = p.draw_id AND l.tender_id = $1 RETURNING p.id) SELECT id FROM asked`,
      [review.id],
    );
    const id = row?.id ?? '';
    return {
      params: { id },
      view: `expert-invitations/${id}`,
      reader: people.tied.panel_member,
      markers: { listExpertInvitations: id },
      bodies: { acceptExpertInvitation: {}, refuseExpertInvitation: { reason: 'x' } },
    };
  };
  const expert = async (): Promise<Resource> => {
    const { expert: id, more } = await lotToDraw();
    return {
      params: { id },
      view: `experts/${id}`,
      reader: people.tied.finance_authority,
      markers: { listExperts: id },
      bodies: { addExpert: more, changeExpert: { active: true } },
    };
  };
  return {
    'draw of experts': drawOfExperts,
    invitation,
    expert,
    'opened offer': () => make(OPEN_TENDER),
    'opened response': () => make({}),
    'opened tender': ofTender,
    'failed tender': failed,
  };
}
