import type { Tx } from '../../../kernel/database/transactions.js';
import type { Indicator } from '../../rules/indicator-types.js';
import { findIndicator } from '../../rules/registry.js';
import { formatInputs, listFields } from '../../runs/assess.rules.js';
import { omitBodyNames } from '../corrections/body-names.rules.js';
import type { Inputs } from '../corrections/correction.rules.js';
import { listRecordedFields } from '../disclosure/changed-facts.queries.js';
import { haveSharedValuesChanged } from '../disclosure/shared-values.rules.js';
import { READ_RETURNS } from './flag-keeper-statements.js';
import type { TurnRow } from './flag-steps.rules.js';

/** A subject of a flag, with what its rule is given now. */
interface GivenTurn<T> {
  turn: T;
  rule: string;
  /** Null where the rule is given nothing. */
  inputs: object | null;
}

/** What the rule was given of subjects when they were asked about or decided on, else when they were found. */
const READ_GIVEN = `
  SELECT s.flag_id AS flag, s.subject_id AS id, coalesce(s.held_finding -> 'inputs', s.inputs) AS inputs
  FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS g(flag, type, id)
  JOIN flag_subject s ON s.flag_id = g.flag AND s.subject_type = g.type AND s.subject_id = g.id`;

type Given = Pick<
  TurnRow,
  'flag' | 'type' | 'id' | 'hash' | 'was_hash' | 'version' | 'was_version' | 'was_active' | 'held'
>;

const isOfOtherVersion = ({ version, was_version: was }: Pick<Given, 'version' | 'was_version'>): boolean =>
  version !== null && was !== null && version !== was;

/** What was held of subjects has the hash of the same facts with another name. */
const HOLD_HASH = `
  UPDATE flag_subject s SET held = s.held || jsonb_build_object('inputsHash', g.hash)
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) AS g(flag, type, id, hash)
  WHERE s.flag_id = g.flag AND s.subject_type = g.type AND s.subject_id = g.id`;

/** What was held of a flag, and is found again by another hash. */
interface ReturnRow {
  flag: string;
  assessment: string;
  id: string;
  indicator: string;
  was: Inputs;
  version: number;
  was_version: number | null;
}

/** A subject of a flag, with what was held of it and what is found of it now. */
export interface FoundAgain extends Pick<Given, 'flag' | 'type' | 'id' | 'hash' | 'version' | 'was_version'> {
  was: Inputs;
  now: Inputs;
}

/**
 * Of assessments that trigger, those that find the facts again which a flag was asked about or decided on, though the hash is another
 * one: by a version of the rule that reads more, or under another name. Flags and assessments, pair by pair.
 * @param findInputs what the rule is given now of a subject
 */
export async function findReturns(
  tx: Tx,
  assessments: readonly string[],
  findInputs: (indicator: string, id: string) => object | undefined,
): Promise<[flags: string[], assessments: string[]]> {
  const rows = await tx.query<ReturnRow>(READ_RETURNS, [assessments]);
  const same = rows.filter((row) => areSameFacts(row.indicator, row, row.was, findInputs(row.indicator, row.id)));
  return [same.map(({ flag }) => flag), same.map(({ assessment }) => assessment)];
}

/** What was held of a part, which is locked, has the hash by which its facts are found again. */
export async function alignReturns(tx: Tx, indicator: string, found: readonly FoundAgain[]): Promise<void> {
  await holdHashes(
    tx,
    found.filter((row) => areSameFacts(indicator, row, row.was, row.now)),
  );
}

/**
 * Of equal facts two versions of a rule may make two hashes, as one of them reads more; so do the facts before and after a body
 * was renamed. Where the version has changed and no fact that both were given, or nothing but a name, a turn has the hash of the
 * facts as they are now on both sides; where a fact has, it stays as it is. What was held and is found again has that hash from then on.
 */
export async function alignVersions<T extends Given>(tx: Tx, given: readonly GivenTurn<T>[]): Promise<T[]> {
  const others = given.filter(
    ({ turn, inputs }) => inputs !== null && (turn.held || (turn.was_active === true && isOfOtherVersion(turn))),
  );
  const before = await loadGivenInputs(
    tx,
    others.filter(({ turn }) => turn.hash !== turn.was_hash).map(({ turn }) => turn),
  );
  const same = new Set(
    others
      .filter(({ turn, rule, inputs }) => areSameFacts(rule, turn, before.get(nameTurn(turn)), inputs ?? undefined))
      .map(({ turn }) => turn),
  );
  await holdHashes(
    tx,
    [...same].filter((turn) => turn.held && (turn.was_active !== true || !isOfOtherVersion(turn))),
  );
  return given.map(({ turn }) => (same.has(turn) ? { ...turn, was_hash: turn.hash } : turn));
}

/** Whether a rule was given the same before and now, of two versions as far as both read it, and whatever bodies are called. */
function areSameFacts(
  rule: string,
  versions: Pick<Given, 'version' | 'was_version'>,
  was: Inputs | undefined,
  now: object | undefined,
): boolean {
  const indicator = findIndicator(rule);
  if (was === undefined || now === undefined || indicator === undefined) return false;
  return isOfOtherVersion(versions)
    ? isSameOfVersions(indicator, was, { ...now })
    : formatWithoutNames(indicator, was) === formatWithoutNames(indicator, now);
}

function isSameOfVersions(indicator: Indicator, was: Inputs, now: Inputs): boolean {
  // A group is given its bids only where it stands out; the hashes of its lots tell of them.
  const fields = listRecordedFields(indicator).filter((name) => indicator.facts !== 'group' || name !== 'bids');
  return !haveSharedValuesChanged(pickFields(was, fields), pickFields(now, fields));
}

/** What the hash is of, without the names of bodies. */
const formatWithoutNames = (indicator: Indicator, inputs: object): string =>
  formatInputs(omitBodyNames(inputs) as object, listFields(indicator));

async function holdHashes(tx: Tx, turns: readonly Pick<Given, 'flag' | 'type' | 'id' | 'hash'>[]): Promise<void> {
  if (turns.length === 0) return;
  await tx.query(HOLD_HASH, [
    turns.map(({ flag }) => flag),
    turns.map(({ type }) => type),
    turns.map(({ id }) => id),
    turns.map(({ hash }) => hash),
  ]);
}

async function loadGivenInputs(tx: Tx, turns: readonly Given[]): Promise<Map<string, Inputs>> {
  if (turns.length === 0) return new Map();
  const rows = await tx.query<{ flag: string; id: string; inputs: Inputs }>(READ_GIVEN, [
    turns.map(({ flag }) => flag),
    turns.map(({ type }) => type),
    turns.map(({ id }) => id),
  ]);
  return new Map(rows.map((row) => [nameTurn(row), row.inputs]));
}

const nameTurn = ({ flag, id }: { flag: string; id: string }): string => `${flag} ${id}`;

/** As it would be stored: what is undefined is not there. */
const pickFields = (inputs: Inputs, fields: readonly string[]): Inputs =>
  Object.fromEntries(fields.flatMap((name) => (inputs[name] === undefined ? [] : [[name, inputs[name]]])));
