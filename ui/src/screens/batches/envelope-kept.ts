/** The envelope at hand, kept in the window over a crash and a restart; never a check's account number. */
import { call } from '../../host';
import { forget, keep, kept } from '../../desk/kept';
import { looksLikeMicr } from '../../desk/scanner';
import type { TenderForm } from '../../parts/tender-form';
import { pieceOf, type Held, type Piece } from './envelope';

interface Envelope {
  pieces: Piece[];
  held: Held | null;
  form: TenderForm | null;
}

/** An account is looked up again, so only its number and what is paid on it are kept. */
type KeptPiece = { account: string; charges: string[]; amount: string } | Extract<Piece, { on: 'charge' }>;

interface KeptEnvelope {
  session: string;
  pieces: KeptPiece[];
  held: Held | null;
  form: TenderForm | null;
}

const nameOf = (user: string) => `envelope.${user}`;

function keepable(form: TenderForm): TenderForm {
  const { account: _account, number, ...fields } = form.fields;
  const plain = number !== undefined && !looksLikeMicr(number) ? { ...fields, number } : fields;
  return { tender: form.tender, amount: form.amount, fields: plain };
}

export function keepEnvelope(user: string, session: string, { pieces, held, form }: Envelope): void {
  if (pieces.length === 0 && !held) return forget(nameOf(user));
  const envelope: KeptEnvelope = {
    session,
    pieces: pieces.map((piece) =>
      piece.on === 'charge'
        ? piece
        : { account: piece.view.account.number, charges: piece.charges, amount: piece.amount },
    ),
    held,
    form: form ? keepable(form) : null,
  };
  keep(nameOf(user), envelope);
}

/** What was kept of a batch's envelope, with accounts as they stand now. */
export async function keptEnvelope(user: string, session: string): Promise<Envelope | null> {
  const envelope = kept<KeptEnvelope>(nameOf(user));
  if (envelope?.session !== session) return null;
  const pieces: Piece[] = [];
  for (const piece of envelope.pieces) {
    if ('on' in piece) {
      pieces.push(piece);
      continue;
    }
    const view = await call('account', { number: piece.account }).catch(() => null);
    if (view) pieces.push({ ...pieceOf(view, piece.charges), amount: piece.amount });
  }
  return { pieces, held: envelope.held, form: envelope.form };
}
