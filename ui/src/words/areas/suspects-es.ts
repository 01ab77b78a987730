/** A suspect in Spanish, from its pattern and facts; nothing where the pattern is not known here. */
import { money } from '../../desk/money';
import type { SuspectView } from '../../generated/rpc';
import { fact, type Facts } from '../refusals';

/** How many receipts a sentence names one by one. */
const MOST_NAMED = 5;

const clock = (f: Facts) => /(?:T|^)0?(\d{1,2}:\d{2})/.exec(String(f.at ?? ''))?.[1] ?? '';
const numbered = (f: Facts) => (f.number ? ` ${String(f.number)}` : '');
const apart = (one: unknown, other: unknown) => money(Math.abs(Number(one) - Number(other)));
const movement = (f: Facts) => (f.kind === 'pick_up' ? 'El retiro' : 'El pedido de cambio');
const beside = (f: Facts) =>
  `${apart(f.float, f.usual)} ${Number(f.float) > Number(f.usual) ? 'más' : 'menos'} que los ${fact(f, 'usual')} usuales`;

function oneOf(f: Facts): string {
  const receipts = (f.receipts as string[] | undefined) ?? [];
  if (receipts.length === 1) return `el recibo ${receipts[0]}`;
  const more = receipts.length - MOST_NAMED;
  return `uno de los recibos ${receipts.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` y ${more} más` : ''}`;
}

function same(f: Facts): string {
  if (f.account) return `Misma cuenta ${String(f.account)}`;
  if (f.reference) return `Misma referencia ${String(f.reference)}`;
  return f.check ? `Mismo cheque ${String(f.check)}` : 'Mismo cargo';
}

function between(f: Facts): string {
  const seconds = Number(f.seconds);
  if (seconds < 120) return `${seconds} segundos`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} minutos` : `${Math.floor(seconds / 3600)} horas`;
}

const due = (f: Facts) => (f.due ? ' Es exactamente lo que se debía.' : '');

type Sentence = (f: Facts, name: string, nameOf: (code: string) => string) => string;

/** By pattern, as the station names it. */
export const suspectSentences: Record<string, Sentence> = {
  missing_piece: (f, name) =>
    `${name}${numbered(f)} del recibo ${fact(f, 'receipt')}, ${fact(f, 'amount')}: no está en el cajón.`,
  extra_piece: (f, name) =>
    `${name}${numbered(f)}, ${fact(f, 'amount')}: está en el cajón y en ningún recibo.`,
  misread_piece: (f, name) =>
    `${name}${numbered(f)} del recibo ${fact(f, 'receipt')}: se anotó ${fact(f, 'recorded')} y dice ${fact(f, 'found')}${
      { swapped: '; dos cifras están cambiadas', slid: '; el punto decimal se corrió' }[String(f.slip)] ?? ''
    }.`,
  swapped_digits: (f, name) =>
    `${name}: se tecleó ${fact(f, 'keyed')}; con dos cifras cambiadas son ${fact(f, 'likely')}, exactamente ${apart(f.keyed, f.likely)} de diferencia.${due(f)}`,
  slid_point: (f, name) =>
    `${name}: se tecleó ${fact(f, 'keyed')}, ${String(f.factor)} veces ${Number(f.keyed) > Number(f.likely) ? 'de más' : 'de menos'}; ${fact(f, 'likely')} da exactamente ${apart(f.keyed, f.likely)} de diferencia.${due(f)}`,
  duplicate: (f, name) =>
    `${same(f)}, ${fact(f, 'amount')} cada uno en ${name}, con ${between(f)} entre ambos: uno puede ser repetido.`,
  no_sale: (f) =>
    `Se abrió sin venta a las ${clock(f)}: ${fact(f, 'reason')}. Pregunte qué se sacó o se puso.`,
  wrong_tender: (f, name, nameOf) =>
    `En ${name} faltan y en ${nameOf(String(f.to))} sobran ${fact(f, 'amount')}: ${oneOf(f)}, exactamente de ese importe, puede haberse pagado con ${nameOf(String(f.to))}.${f.on_tape ? ' La cinta muestra la pieza.' : ''}`,
  void_paid_otherwise: (f, name) =>
    `En ${name} faltan y en ${fact(f, 'paid_name')} sobran ${fact(f, 'amount')}: el recibo anulado ${fact(f, 'receipt')} se pagó con ${fact(f, 'paid_name')} y puede haberse devuelto en ${name}.`,
  other_note: (f) =>
    `Se dio cambio como de ${fact(f, 'handed')} en ${oneOf(f)}; de ${fact(f, 'likely')} da exactamente ${apart(f.handed, f.likely)} de diferencia.`,
  change: (f) =>
    `Un cambio de exactamente ${fact(f, 'change')} en ${oneOf(f)} puede ${f.slip === 'twice' ? 'haberse dado dos veces' : 'no haberse dado'}.`,
  not_received: (f, name) =>
    `${name} de exactamente ${fact(f, 'amount')} en ${oneOf(f)}: puede no haber entrado nunca.`,
  not_recorded: (f, name) => `Un pago de ${fact(f, 'amount')} en ${name} puede no haberse anotado.`,
  receipt_on_wrong_side: (f, name) =>
    `${name} de ${fact(f, 'amount')}, exactamente la mitad de la diferencia, en ${oneOf(f)}: puede haberse pagado en vez de cobrado.`,
  void_kept: (f, name) =>
    `El recibo anulado ${fact(f, 'receipt')} tenía ${fact(f, 'amount')} en ${name}: puede no haberse devuelto.`,
  movement_on_wrong_side: (f) =>
    `${movement(f)} de ${fact(f, 'amount')} a las ${clock(f)} es exactamente la mitad de la diferencia: puede haberse anotado al revés.`,
  movement_not_made: (f) =>
    `${movement(f)} de ${fact(f, 'amount')} a las ${clock(f)} es exactamente la diferencia: puede haberse anotado sin hacerse.`,
  missed_pick_up: (f) =>
    `${fact(f, 'amount')} pueden haber ido a la bóveda sin anotarse un retiro${f.like_another ? '; otro retiro fue del mismo importe' : ''}.`,
  other_drawer: (f, name) =>
    `A ${fact(f, 'drawer')} de ${fact(f, 'cashier')} le ${Number(f.difference) < 0 ? 'faltan' : 'sobran'} ${money(Math.abs(Number(f.difference)))} en ${name}, exactamente lo contrario.`,
  own_float: (f) => `Su fondo se aceptó en ${fact(f, 'float')}, ${beside(f)}, a las ${clock(f)}.`,
  other_float: (f) =>
    `El fondo de ${fact(f, 'drawer')} se aceptó en ${fact(f, 'float')}, ${beside(f)}, a las ${clock(f)}.`,
  off_at_hand_over: (f) =>
    `Ya difería exactamente en esto cuando ${fact(f, 'to')} lo recibió a las ${clock(f)}: mire antes de eso.`,
  bundle: (f) =>
    `Un ${f.kind === 'coin' ? 'rollo' : 'fajo'} de ${fact(f, 'label')} vale ${fact(f, 'worth')}: se contaron ${String(f.counted)}; con ${String(f.likely)} no habría diferencia.`,
  piece: (f) =>
    `Puede haberse contado ${fact(f, 'label')} una vez ${f.too_many ? 'de más' : 'de menos'}; ${String(f.counted)} sueltos en el conteo.`,
  exchanged: (f) =>
    `Se contaron ${String(f.counted)} × ${fact(f, 'label')} y ${String(f.other_counted)} × ${fact(f, 'other_label')}; al revés no habría diferencia.`,
};

/** The suspect's sentence; the station's English where there is no Spanish one. */
export function suspectInSpanish(suspect: SuspectView, nameOf: (code: string) => string): string {
  const say = suspectSentences[suspect.pattern];
  return say ? say(suspect.facts, nameOf(suspect.tender), nameOf) : suspect.says;
}
