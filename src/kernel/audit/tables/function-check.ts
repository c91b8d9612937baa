import type { QueryRunner } from 'typeorm';
import { listToldFunctions } from '../../../../migrations/told-functions.js';

/** A function of the database that is not the one that this version ships. */
interface FunctionFinding {
  what: 'altered' | 'missing';
  signature: string;
}

const DEFINITIONS = `
  SELECT p.proname || '(' || coalesce(
      (SELECT string_agg(format_type(a.type, NULL), ', ' ORDER BY a.no) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a (type, no)),
      ''
    ) || ')' AS signature,
    pg_get_functiondef(p.oid) AS definition
  FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND p.proname = ANY ($1::text[])`;

/**
 * Compares the functions by which rows are told and compared with what the migrations of this version make: who may replace
 * one could have it say what an altered row said before.
 */
export async function findAlteredFunctions(runner: QueryRunner): Promise<FunctionFinding[]> {
  const shipped = listToldFunctions();
  const names = [...new Set(shipped.map(({ signature }) => signature.split('(', 1)[0]))];
  const rows = (await runner.query(DEFINITIONS, [names])) as { signature: string; definition: string }[];
  const found = new Map(rows.map(({ signature, definition }) => [signature, definition]));
  return shipped.flatMap(({ signature, definition }): FunctionFinding[] => {
    const there = found.get(signature);
    if (there === definition) return [];
    return [{ what: there === undefined ? 'missing' : 'altered', signature }];
  });
}
