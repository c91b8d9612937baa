import type { TestApp } from '../support/app.js';
import {
  Bidding,
  documentOf,
  issueTender,
  makeBidder,
  offer,
  OPEN_TENDER,
  openTenderBids,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { pdf } from '../support/files.js';
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
    await app.dataSource.query(`UPDATE tender SET deadline_at = business_now() WHERE id = $1`, [tender]);
    await app.dataSource.query(
      `INSERT INTO tender_witness (tender_id, user_id, appointed_at) VALUES ($1, $2, business_now())`,
      [tender, people.tied.community_worker.id],
    );
    await openTenderBids(app, bureau, tender);
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
  return {
    'opened offer': () => make(OPEN_TENDER),
    'opened response': () => make({}),
    'opened tender': ofTender,
  };
}
