/**
 * SQL: the business key of the body that a name alone means in a dataset, as when a fact names it: the body that has only that
 * name, else the one identified body of that name. Where nobody or several are called so, the name stands for itself.
 */
export const bodyKeyOfNameSql = (dataset: string, name: string): string => `
  coalesce((SELECT CASE WHEN bool_or(n.credit_code IS NULL) THEN NULL WHEN count(*) = 1 THEN min(n.credit_code) END
    FROM organisation n WHERE n.dataset = ${dataset} AND n.name = ${name}), ${name})`;
