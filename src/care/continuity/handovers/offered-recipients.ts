import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { wasRescindedSql } from '../../../purchase/contracts/ending/rescinded.queries.js';
import type { Served } from './handover-root.js';
import type { NameBasisDto } from './handover.dto.js';

/** Whom they go to under a contract: a signed one of that body, for this line. */
export async function assertReceiverContract(
  tx: Tx,
  contract: ConductedContract,
  line: string,
  receiver: string,
  to: string | null,
): Promise<void> {
  if (to === null) return;
  const found = await tx.query(
    `SELECT FROM contract s JOIN contract_service_line x ON x.contract_id = s.id AND x.service_line_id = $2
     WHERE s.id = $1 AND s.supplier_id = $3 AND s.dataset = $4
       AND s.state NOT IN ('draft', 'void', 'terminated') AND NOT ${wasRescindedSql('s')}`,
    [to, line, receiver, contract.dataset],
  );
  if (found.length === 0)
    throw invalid('/toContract', 'unknown_reference', {
      en: 'No contract of theirs for this line',
      zh: '不是接收方该服务线的合同',
    });
}

/** Those who are offered, each with what the name goes with. */
export async function listRecipients(
  tx: Tx,
  handover: string,
  served: readonly Served[],
  names: readonly NameBasisDto[],
  today: PlainDate,
): Promise<void> {
  const ids = new Set(served.map(({ id }) => id));
  const errors = names.flatMap(({ recipient, consentOn, legalBasis }, i): FieldError[] => {
    const wrong = (field: string, code: string, en: string, zh: string): FieldError[] => [
      { pointer: `/names/${i}/${field}`, code, text: { en, zh } },
    ];
    if (!ids.has(recipient.toLowerCase()))
      return wrong('recipient', 'unknown_reference', 'Not among those who are offered', '不在移交名单中');
    if (!consentOn === !legalBasis)
      return wrong('consentOn', 'required', 'A consent, or another basis', '请填写同意日期或其他法定依据');
    return consentOn && consentOn > today ? wrong('consentOn', 'in_future', 'Lies ahead', '晚于今日') : [];
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  const basis = new Map(names.map((name) => [name.recipient.toLowerCase(), name]));
  const rows = served.map(({ id }) => ({
    id,
    consent: basis.get(id)?.consentOn ?? null,
    legal: basis.get(id)?.legalBasis ?? null,
  }));
  await tx.query(
    `INSERT INTO handover_recipient (handover_id, recipient_id, consent_on, legal_basis)
     SELECT $1, g.id, g.consent, g.legal FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, consent date, legal text)`,
    [handover, JSON.stringify(rows)],
  );
}
