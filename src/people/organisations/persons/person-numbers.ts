import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import { forPurpose, Keys, type Key, type KeyRing } from '../../../kernel/config/keys.js';
import {
  attachExternalId,
  loadRootsByExternalIds,
  isNamedBySystems,
  removeIdsOfSystems,
  type ExternalId,
} from '../../../kernel/database/external-ids/external-ids.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { PROBLEMS } from '../../../kernel/errors/codes.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { pseudonym } from '../../../kernel/identity/pseudonym.js';

/** People whom bodies call by numbers of their own. */
export type NumberedType = 'worker' | 'recipient';

/** A number as a body of its own has it. */
interface OwnNumber {
  body: string;
  number: ExternalId;
}

/** What later rooms hold of a person under the numbers that bodies gave goes with them. */
type RemoveNumberTraces = (tx: Tx, type: NumberedType, person: string, bodies: readonly string[]) => Promise<unknown>;

/**
 * What a body calls its people in its own system. Such a number may say who somebody is: it stands here as a keyed hash, beside the
 * body whose it is, so that nobody learns by trying whom others serve.
 */
@Injectable()
export class PersonNumbers {
  private readonly ring: KeyRing;
  private readonly traces: RemoveNumberTraces[] = [];

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'person number');
  }

  hash(number: ExternalId): string {
    return hashNumber(this.ring[0], number);
  }

  /** The same under every key there is. */
  listHashes(number: ExternalId): string[] {
    return this.ring.map((key) => hashNumber(key, number));
  }

  /** Where each stands among the external ids: where it was stored under an older key, by that one. */
  async locate(tx: Tx, type: NumberedType, dataset: string, numbers: readonly OwnNumber[]): Promise<ExternalId[]> {
    const places = numbers.map((number) => this.listPlaces(number));
    const known = await loadRootsByExternalIds(tx, type, dataset, places.flat());
    return places.map((each) => each.find((place) => known.has(formatPlace(place))) ?? (each[0] as ExternalId));
  }

  /** Those whom the caller's bodies call so, by `system:id`. */
  async loadRoots(
    tx: Tx,
    type: NumberedType,
    dataset: string,
    numbers: readonly ExternalId[],
  ): Promise<Map<string, string>> {
    const bodies = listPermittedBodies(tx.principal, 'service.record');
    const places = numbers.map((number) => bodies.flatMap((body) => this.listPlaces({ body, number })));
    const known = await loadRootsByExternalIds(tx, type, dataset, places.flat());
    const roots = new Map<string, string>();
    for (const [i, number] of numbers.entries()) {
      const root = places[i]?.map((place) => known.get(formatPlace(place))).find((found) => found !== undefined);
      if (root !== undefined) roots.set(formatPlace(number), root);
    }
    return roots;
  }

  /** It goes first, while it can still be told what the number was. */
  contributeNumberTraces(remove: RemoveNumberTraces): void {
    this.traces.push(remove);
  }

  /**
   * A locked person is no longer called by the number that one of these bodies gave: it is free for another. Answers whose it was.
   * @throws Problem `not_found`
   */
  async takeBack(tx: Tx, type: NumberedType, person: string, bodies: readonly string[]): Promise<string[]> {
    // Looking for traces takes long where many rows were refused.
    if (!(await isNamedBySystems(tx, type, person, bodies))) throw new Problem('not_found');
    for (const removeNumberTraces of this.traces) await removeNumberTraces(tx, type, person, bodies);
    return removeIdsOfSystems(tx, type, person, bodies);
  }

  private listPlaces({ body, number }: OwnNumber): ExternalId[] {
    return this.listHashes(number).map((id) => ({ system: body, id }));
  }
}

/**
 * A locked person is called so from now on, by a number as it stands here. Answers whether it is new.
 * @throws Problem `external_id_taken`, `other_number`
 */
export async function attachNumber(
  tx: Tx,
  type: NumberedType,
  person: { id: string; dataset: string },
  number: ExternalId,
): Promise<boolean> {
  const others = await tx.query(
    `SELECT FROM external_id WHERE root_type = $1 AND root_id = $2 AND system = $3 AND value <> $4`,
    [type, person.id, number.system, number.id],
  );
  if (others.length > 0) throw Problem.ofField('other_number', '/id', PROBLEMS.other_number.title);
  return attachExternalId(tx, type, person, number);
}

const formatPlace = ({ system, id }: ExternalId): string => `${system}:${id}`;

const hashNumber = ({ id, bytes: secret }: Key, number: ExternalId): string =>
  pseudonym({ id, purpose: 'person number', secret }, formatPlace(number));
