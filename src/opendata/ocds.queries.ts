import { Injectable } from '@nestjs/common';
import { Settings } from '../kernel/config/settings.js';
import type { Reader } from '../kernel/database/reader.js';
import { Sql } from '../kernel/database/sql.js';
import { Transactions } from '../kernel/database/transactions.js';
import { Problem } from '../kernel/errors/problem.js';
import { keyset } from '../kernel/http/lists/list.js';
import { keyColumns } from '../kernel/http/lists/root-order.js';
import { PAGE_EXTENSIONS } from './codes.js';
import { Losses } from './losses.js';
import {
  toJsonRelease,
  type PackagesQuery,
  type RecordPackageDto,
  type ReleasePackageDto,
  type ReleasePackagePageDto,
} from './ocds.dto.js';
import type { OcdsRelease } from './ocds-types.js';
import { listNamedBodies } from './parties.js';
import { describePackage, toRecord } from './package.rules.js';
import { findPublisher, parseOcid, type Publisher } from './publisher.js';
import { loadNamedBodies, loadPublishedPurchases } from './published-purchases.queries.js';
import { toRelease } from './release.rules.js';

/** The releases of these purchases, in the order in which they were put on record: two statements for any number. */
export async function loadReleases(
  reader: Reader,
  ids: readonly string[],
  prefix: string,
  losses: Losses,
): Promise<OcdsRelease[]> {
  const purchases = await loadPublishedPurchases(reader, ids);
  const bodies = await loadNamedBodies(reader, [...new Set(purchases.flatMap(listNamedBodies))]);
  return purchases.map((purchase) => toRelease(purchase, bodies, prefix, losses));
}

@Injectable()
export class OcdsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly settings: Settings,
  ) {}

  async releases(ocid: string, uri: string): Promise<ReleasePackageDto> {
    const publisher = findPublisher(this.settings);
    const release = await this.loadOne(ocid, publisher);
    return { ...describePackage(publisher, uri, [release.date]), releases: [toJsonRelease(release)] };
  }

  async records(ocid: string, uri: string): Promise<RecordPackageDto> {
    const publisher = findPublisher(this.settings);
    const release = await this.loadOne(ocid, publisher);
    return { ...describePackage(publisher, uri, [release.date]), records: [toRecord(release)] };
  }

  async packages(query: PackagesQuery, url: string, origin: string): Promise<ReleasePackagePageDto> {
    const publisher = findPublisher(this.settings);
    const sql = new Sql();
    sql.and(`p.dataset = ${sql.p(query.dataset ?? this.settings.defaultDataset)}`);
    const page = keyset(query, keyColumns('p.created_at', 'p.id'), 'ASC', sql);
    const rows = await this.transactions.reader.query<{ id: string; page_key: string }[]>(
      `SELECT p.id, ${page.select} FROM public_tender p WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const { items, next } = page.list(rows, url, ({ id }) => id);
    const releases = await loadReleases(this.transactions.reader, items, publisher.prefix, new Losses());
    return {
      ...describePackage(
        publisher,
        `${origin}${url}`,
        releases.map(({ date }) => date),
      ),
      releases: releases.map(toJsonRelease),
      // A package names the extensions that it uses; the last one has no links.
      ...(next !== null && { extensions: [...PAGE_EXTENSIONS], links: { next: `${origin}${next}` } }),
    };
  }

  private async loadOne(ocid: string, { prefix }: Publisher): Promise<OcdsRelease> {
    const [release] = await loadReleases(this.transactions.reader, [parseOcid(prefix, ocid)], prefix, new Losses());
    if (!release) throw new Problem('not_found');
    return release;
  }
}
