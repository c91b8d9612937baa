/**
 * SQL: the contract (its alias) was rescinded. Its state does not tell for ever: a rescinded contract goes on to `settled` when
 * it is closed, or to `part_accepted` when what was delivered is accepted.
 */
export const wasRescindedSql = (contract: string): string =>
  `(${contract}.state = 'rescinded' OR EXISTS (SELECT FROM contract_ending e
     WHERE e.contract_id = ${contract}.id AND e.kind = 'rescission' AND e.state = 'carried_out'))`;
