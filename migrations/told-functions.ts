import { readSql } from './files.js';
import { BEYOND_ENTITIES } from './index.js';

/** A function as the migrations make it, and as PostgreSQL prints it (`pg_get_functiondef`). */
interface ShippedFunction {
  /** Name and types of its arguments, as `pg_proc` has them: `row_content(seat)`. */
  signature: string;
  definition: string;
}

const FUNCTION =
  /^CREATE (?:OR REPLACE )?FUNCTION (\w+)\(([^)]*)\) RETURNS (\w+) LANGUAGE (\w+)([A-Z ]*) AS \$\$([\s\S]*?)\$\$;/gm;

/** The functions that a text of SQL makes, where they take named arguments and answer a plain type. */
function readFunctions(sql: string): ShippedFunction[] {
  return [...sql.matchAll(FUNCTION)].map(
    ([, name = '', args = '', result = '', language = '', marks = '', body = '']) => ({
      signature: `${name}(${args
        .split(', ')
        .map((each) => each.split(' ').slice(1).join(' '))
        .join(', ')})`,
      definition: [
        `CREATE OR REPLACE FUNCTION public.${name}(${args})`,
        ` RETURNS ${result}`,
        ` LANGUAGE ${language}`,
        ...(marks.trim() === '' ? [] : [` ${marks.trim()}`]),
        `AS $function$${body}$function$\n`,
      ].join('\n'),
    }),
  );
}

const TELLING = /^(row_content|row_digest|told_rows|tell_\w+)\(/;

/** The functions by which rows are told and compared with the audit, each as the last file has it. */
export function listToldFunctions(): ShippedFunction[] {
  const made = BEYOND_ENTITIES.flatMap((file) => readFunctions(readSql(file)));
  const telling = made.filter(({ signature }) => TELLING.test(signature));
  return [...new Map(telling.map((each) => [each.signature, each])).values()];
}
