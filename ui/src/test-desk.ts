/** A scripted workstation for the tests of single screens: believable replies, and a record of what was asked. */
import { desk } from './desk/desk.svelte';
import type { AccountView, Catalog, Commands, Payment, Quote, State } from './generated/rpc';
import { useHost, type Command } from './host';

type Script = Partial<{
  [C in Command]: (req: Commands[C]['request']) => Commands[C]['reply'] | Promise<Commands[C]['reply']>;
}>;

export const account: AccountView = {
  account: {
    number: '20-04127-03',
    name: 'Okafor, Ngozi',
    address: '412 Palm Ave',
    phone: '',
    flags: {},
    charges: [
      {
        id: 'U1',
        code: 'UTILITY',
        description: 'Utility bill',
        reference: '',
        due_date: '2026-11-30',
        due: 18462,
      },
      {
        id: 'D1',
        code: 'DOG1',
        description: 'Dog licence',
        reference: 'DL-26',
        due_date: '2026-12-31',
        due: 2500,
      },
    ],
  },
  flags: [],
  due: 20962,
};

export const catalog: Catalog = {
  charges: [
    { code: 'COPY', name: 'Copies', name_es: 'Copias', department: 'Clerk', price: 25, reference: null },
    {
      code: 'PERMIT',
      name: 'Permit',
      name_es: 'Permiso',
      department: 'Planning',
      price: null,
      reference: 'Permit number',
    },
  ],
  tenders: [
    {
      code: 'CASH',
      name: 'Cash',
      name_es: 'Efectivo',
      kind: 'cash',
      needs: [],
      counted: 'denominations',
      key: 'F5',
    },
    {
      code: 'CHECK',
      name: 'Check',
      name_es: 'Cheque',
      kind: 'check',
      needs: ['number'],
      counted: 'items',
      key: 'F6',
    },
    {
      code: 'CARD',
      name: 'Card',
      name_es: 'Tarjeta',
      kind: 'card',
      needs: ['last_four'],
      counted: 'total',
      key: 'F7',
    },
  ],
  denominations: [
    { cents: 2000, label: '$20', kind: 'note', bundle: 100 },
    { cents: 1, label: '1¢', kind: 'coin', bundle: 50 },
  ],
  reasons: ['Wrong account'],
  correction_reasons: [],
  blind_count: true,
  overpayment_allowed: true,
  language: 'en',
  columns: 32,
  waived: [],
};

export const state: State = {
  city: 'Alder Creek',
  site: 'Customer Service',
  station: 'W3',
  window: 'Window 3',
  drawer: 'Drawer 3',
  business_date: '2026-11-21',
  user: {
    id: 'alvarez',
    name: 'R. Alvarez',
    roles: ['cashier'],
    rights: ['take_payments', 'work_drawer', 'read_receipts', 'reprint'],
  },
  locked: false,
  lock_after_minutes: 10,
  closing_desk: false,
  session: null,
  central: { state: 'alone' },
  printer: { condition: 'ready', waiting: 0, unknown: 0, jobs: [] },
  demo: null,
};

/** Prices a payment roughly as the station would: enough for the screens, no rules. */
export function quoted(payment: Payment): Quote {
  const lines = payment.lines.flatMap((line, of) => {
    if (line.on !== 'account') {
      const amount = Math.round(Number(line.amount ?? '0.25') * 100);
      const code = line.on === 'charge' ? line.code : 'SUSPENSE';
      return [{ of, line: { code, description: code, department: 'Clerk', amount, split: [] } }];
    }
    return line.charges.map((id) => {
      const charge = account.account.charges.find((each) => each.id === id);
      const amount = line.amount === undefined ? (charge?.due ?? 0) : Math.round(Number(line.amount) * 100);
      const { account: number } = line;
      return {
        of,
        line: { code: 'U', description: id, department: 'U', account: number, charge: id, amount, split: [] },
      };
    });
  });
  const total = lines.reduce((sum, each) => sum + each.line.amount, 0);
  const tendered = payment.tenders.reduce((sum, each) => sum + Math.round(Number(each.amount) * 100), 0);
  const short = tendered < total;
  return {
    lines,
    total,
    tendered,
    remaining: Math.max(0, total - tendered),
    change: Math.max(0, tendered - total),
    change_in: [],
    balances: [],
    tape: [{ text: 'CITY OF ALDER CREEK', bold: true }],
    refusal: short ? { code: 'tender_below_total', message: '', facts: { missing: total - tendered } } : null,
  };
}

/** Puts the scripted host in place; answers with the record of calls. */
export function scriptedHost(script: Script): { cmd: string; req: unknown }[] {
  const asked: { cmd: string; req: unknown }[] = [];
  const usual: Script = {
    state: () => state,
    catalog: () => catalog,
    draft: () => ({ draft: null, taken: null }),
    save_draft: () => ({}),
    discard_draft: () => ({}),
    find_accounts: () => ({
      accounts: [
        {
          number: '20-04127-03',
          name: 'Okafor, Ngozi',
          address: '412 Palm Ave',
          phone: '',
          due: 20962,
          flags: [],
        },
      ],
      more: false,
    }),
    account: () => structuredClone(account),
    quote: quoted,
  };
  const answers = { ...usual, ...script } as Record<string, (req: unknown) => unknown>;
  useHost(async (cmd, req) => {
    asked.push({ cmd, req });
    const answer = answers[cmd];
    if (!answer) throw { code: 'unknown_command', message: cmd, facts: {} };
    return answer(req);
  });
  desk.state = state;
  desk.catalog = catalog;
  return asked;
}
