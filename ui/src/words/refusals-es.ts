/** The Spanish words for every refusal. */
import type { RefusalWords } from './refusals';
import { fact } from './refusals';

/** The names of fields, as the station gives them. */
const fields: Record<string, string> = {
  amount: 'el importe',
  payer: 'el nombre',
  note: 'la nota',
  reason: 'el motivo',
  reference: 'la referencia',
  'routing number': 'el número de ruta',
  'account number': 'el número de cuenta',
  number: 'el número',
  brand: 'la marca',
  'last four digits': 'los últimos cuatro dígitos',
  'approval code': 'el código de aprobación',
  'terminal reference': 'la referencia de la terminal',
};

const field = (facts: Record<string, unknown>) => {
  const name = fact(facts, 'field');
  return fields[name] ?? name;
};
/** A place in a list, counted from one: no amount. */
const place = (facts: Record<string, unknown>, name: string) => String(Number(facts[name]) + 1);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const refusalsEs: RefusalWords = {
  no_answer: () =>
    'El programa de la estación no respondió. Nada se ha perdido: intente de nuevo, se hará una sola vez.',
  amount_malformed: (f) =>
    `${capital(field(f))}: «${fact(f, 'given')}» no es un importe. Escríbalo como 1234.56.`,
  amount_zero: (f) => `${capital(field(f))} debe ser más que nada.`,
  amount_out_of_range: () => 'El importe es demasiado grande. Revise lo que escribió.',
  over_receipt_limit: (f) =>
    `El recibo sería de ${fact(f, 'total')}; el límite es ${fact(f, 'limit')}. Pregunte a un supervisor o divida el pago.`,
  text_too_long: (f) => `${capital(field(f))} tiene más de ${String(f.limit)} caracteres. Acórtelo.`,
  text_missing: (f) => `Falta ${field(f)}. Escríbalo.`,
  card_number_in_text: (f) =>
    `${capital(field(f))} contiene un número de tarjeta. Quítelo: nunca se guardan números de tarjeta.`,
  configuration_invalid: (f) => `La configuración no se puede usar: ${fact(f, 'problem')}.`,
  unknown_station: (f) => `No hay una estación «${fact(f, 'station')}» en la configuración.`,
  unknown_charge: (f) => `No hay un cargo «${fact(f, 'charge')}». Búsquelo de nuevo.`,
  unknown_tender: (f) => `No hay una forma de pago «${fact(f, 'tender')}».`,
  accounts_on_their_way: () =>
    'Las cuentas aún no han llegado del registro central. Búsquela de nuevo en un momento.',
  unknown_account: (f) => `No hay una cuenta «${fact(f, 'account')}». Búsquela de nuevo.`,
  second_person_needed: (f) => `Otra persona debe autorizar: ${fact(f, 'statement')}`,
  second_person_same: (f) => `La segunda persona debe ser alguien distinto de ${fact(f, 'user')}.`,
  second_person_no_right: (f) => `${fact(f, 'user')} no puede ser la segunda persona. Llame a un supervisor.`,
  not_your_drawer: (f) =>
    `Este cajón lo tiene ${fact(f, 'cashier_name')}. Solo esa persona puede hacerlo, o entréguelo primero.`,
  no_open_drawer: () => 'No hay un cajón abierto. Pulse Alt+2 y abra el suyo; el pago espera aquí.',
  drawer_closed: () => 'El cajón está cerrado. Pulse Alt+2 y ábralo; el pago espera aquí.',
  drawer_counting: () => 'El cajón se está contando. Pulse Alt+2 y termine el cierre; el pago espera aquí.',
  drawer_not_counting: () => 'El cajón no se está contando. Comience primero el conteo.',
  drawer_already_open: (f) =>
    `Ya hay un cajón abierto aquí, de ${fact(f, 'cashier_name')}. Ciérrelo primero.`,
  drawer_of_another_day: (f) =>
    `Este cajón se abrió el ${fact(f, 'opened')}. Cuéntelo y ciérrelo antes de cobrar hoy.`,
  drawer_over_ceiling: (f) =>
    `El cajón pasa de su tope de ${fact(f, 'ceiling')} en efectivo. Pulse Alt+2, lleve dinero a la bóveda y cobre después.`,
  drawer_too_little_cash: (f) =>
    `${fact(f, 'wanted')} es más de lo que el cajón tiene. Cuente de nuevo lo que sale.`,
  nothing_counted: () => 'Aún no se ha contado nada. Cuente primero el cajón.',
  reason_needed: () => 'Hace falta un motivo. Escríbalo.',
  counts_differ: (f) =>
    `Los dos conteos difieren: ${fact(f, 'first')} y ${fact(f, 'second')}. Cuenten ambos de nuevo.`,
  unknown_session: () => 'No hay tal sesión de cajón. Búsquela de nuevo.',
  unknown_denomination: (f) => `No hay billete ni moneda de ${fact(f, 'cents')}. Cuente con los de la lista.`,
  denomination_twice: (f) =>
    `${fact(f, 'cents')} está dos veces en el conteo. Anote cada billete o moneda una vez.`,
  tape_item_not_ticked: (f) => `Falta marcar ${fact(f, 'receipt')} en la cinta. Diga si está.`,
  tape_item_unknown: (f) => `${fact(f, 'receipt')} no está en la cinta, o se marcó dos veces.`,
  counted_otherwise: (f) => `${fact(f, 'tender')} no se cuenta así. Anótelo en su lugar.`,
  total_missing: (f) => `Falta el total de ${fact(f, 'tender')}. Escriba 0 si no hay.`,
  nothing_to_pay: () => 'Aún no hay nada que pagar. Busque una cuenta, escanee una factura o pulse F3.',
  tender_below_total: (f) =>
    `Aún faltan ${fact(f, 'missing')}. Anótelos con F5 efectivo, F6 cheque o F7 tarjeta.`,
  change_on_non_cash: (f) =>
    `Sobran ${fact(f, 'excess')}, y solo se da cambio del efectivo. Baje el importe de ${fact(f, 'tender')}.`,
  cash_not_needed: () => 'Las otras formas pagan todo. Devuelva el efectivo y quítelo.',
  cash_twice: () => 'El efectivo está dos veces. Anótelo una vez con todo el importe.',
  stale_price: (f) =>
    `Lo que se debe en ${fact(f, 'what')} es ahora ${fact(f, 'now')}; la pantalla mostraba ${fact(f, 'seen')}. Revíselo.`,
  charge_twice: (f) => `${fact(f, 'charge')} está dos veces en este pago. Quite uno.`,
  charge_needs_account: (f) => `${fact(f, 'charge')} solo se paga en una cuenta. Busque la cuenta.`,
  price_fixed: (f) => `${fact(f, 'charge')} tiene precio fijo. Anote cuántos, no cuánto.`,
  quantity_unwanted: (f) => `${fact(f, 'charge')} tiene importe abierto. Anote cuánto, no cuántos.`,
  amount_needed: (f) => `${fact(f, 'charge')} tiene importe abierto. Anote cuánto.`,
  reference_needed: (f) => `${fact(f, 'charge')} necesita su referencia (${fact(f, 'reference')}). Anótela.`,
  nothing_due: (f) => `No se debe nada en la cuenta ${fact(f, 'account')}.`,
  overpayment_refused: (f) =>
    `${fact(f, 'paid')} es más que los ${fact(f, 'due')} que se deben en la cuenta ${fact(f, 'account')}; no se aceptan pagos de más.`,
  cash_only_payer: (f) =>
    `La cuenta ${fact(f, 'account')} paga solo con efectivo o tarjeta hasta el ${fact(f, 'until')}. No se aceptan cheques.`,
  account_stopped: (f) =>
    `No se cobra en la cuenta ${fact(f, 'account')}. Mande al cliente con un supervisor.`,
  tender_field_missing: (f) => `${fact(f, 'tender')}: falta ${field(f)}. Anótelo.`,
  tender_field_unwanted: (f) => `${fact(f, 'tender')} no lleva ${field(f)}. Déjelo vacío.`,
  routing_checksum: (f) =>
    `El número de ruta ${fact(f, 'routing')} no pasa su control. Lea el cheque de nuevo.`,
  tender_field_malformed: (f) =>
    `${capital(field(f))} «${fact(f, 'given')}» no es correcto. Revíselo en el papel.`,
  check_seen_before: (f) =>
    `Este cheque ya se tomó: recibo ${fact(f, 'receipt')} del ${fact(f, 'date')}. Mire ambos y confirme si es otro.`,
  check_twice: () => 'El mismo cheque está dos veces en este pago. Quite uno.',
  unknown_receipt: (f) => `No hay un recibo ${fact(f, 'receipt')}.`,
  already_void: (f) => `El recibo ${fact(f, 'receipt')} ya está anulado.`,
  receipt_not_in_session: (f) =>
    `El recibo ${fact(f, 'receipt')} es de una sesión que no está abierta. Se puede revertir después del cierre, no anular.`,
  unknown_tender_of_receipt: (f) => `El recibo ${fact(f, 'receipt')} no tiene esa forma de pago.`,
  reclass_to_same: (f) => `La forma de pago ya es ${fact(f, 'from')}. Elija otra.`,
  reclass_amount: (f) => `El importe no cambia: es ${fact(f, 'from')}, no ${fact(f, 'to')}.`,
  scan_unknown: () => 'Esta no es una factura que se pueda escanear aquí. Busque la cuenta.',
  scan_check_digit: () =>
    'El dígito de control de la factura no es correcto. Escanéela de nuevo o busque la cuenta.',
  micr_malformed: () => 'Esta no es la línea de un cheque. Léala de nuevo o escriba los campos.',
  postings_unbalanced: () => 'Los asientos no suman cero. No se escribió nada; avise al administrador.',
  clock_set_back: (f) =>
    `El reloj dice ${fact(f, 'now')}, y lo último se escribió ${fact(f, 'last')}. Ajuste el reloj.`,
  request_reused: () => 'Esta solicitud se envió antes con otro contenido. Comience de nuevo.',

  workstation_stopped: (f) => `Esta estación no escribe nada: ${fact(f, 'why')}`,
  epoch_not_acknowledged: (f) =>
    `El registro central no confirmó el asiento ${fact(f, 'seq')}, tras el cual comenzaría la próxima época. Regístrela de nuevo.`,
  lost_receipts_wrong: (f) =>
    `${fact(f, 'given')} no es un número de recibo de ${fact(f, 'station')} posterior a ${fact(f, 'last')}. Anote el último que está en papel.`,
  lost_receipts_too_many: (f) =>
    `Con ${fact(f, 'given')} se perderían ${fact(f, 'count')} recibos, más de los que tiene ningún día. Anote el último tal como está impreso.`,

  not_closing_desk: (f) =>
    `${fact(f, 'station')} no es la mesa de cierre. Hágalo en ${fact(f, 'closing_desk')}.`,
  closing_desk_after_start: (f) =>
    `${fact(f, 'station')} es la mesa de cierre a partir de su próximo inicio. Cierre el programa y ábralo de nuevo.`,
  control_missing: () => 'Faltan las cifras de control. Cuente y sume las piezas antes de anotarlas.',
  control_differs: (f) =>
    `El lote difiere de sus cifras de control: ${fact(f, 'differences')}. Anote lo que falta o dé un motivo.`,
  batch_closed: (f) => `El lote ${fact(f, 'name')} está cerrado. Comience otro, o pida que lo devuelvan.`,
  change_in_batch: (f) =>
    `Sobran ${fact(f, 'excess')}, y en un lote no se da cambio. Póngalo en la cuenta o en suspenso.`,
  suspense_not_set_up: () =>
    'Esta oficina no tiene cuenta de suspenso. Devuelva la pieza o pida que se configure.',
  suspense_in_batch_only: () =>
    'Solo desde un lote se pone dinero en suspenso. En la ventanilla, pregunte al cliente.',
  not_in_suspense: (f) => `La línea ${String(f.line)} del recibo ${fact(f, 'receipt')} no está en suspenso.`,
  already_placed: (f) => `La línea ${String(f.line)} del recibo ${fact(f, 'receipt')} ya se asignó.`,
  placed_otherwise: (f) =>
    `Lo elegido suma ${fact(f, 'placed')} y allí deben ir ${fact(f, 'amount')}. Elija esa cantidad.`,
  transmittal_differs: (f) =>
    `La relación dice ${fact(f, 'transmittal')} y se contaron ${fact(f, 'counted')}. Cuenten ambos de nuevo.`,
  unknown_department: (f) => `No hay un departamento «${fact(f, 'department')}».`,
  unknown_layout: (f) => `No hay un formato «${fact(f, 'layout')}» para archivos de pagos.`,
  file_taken_in_before: (f) =>
    `Este archivo ya se tomó, como ${fact(f, 'name')} del ${fact(f, 'date')}. No se tomó de nuevo.`,
  batch_file_malformed: (f) =>
    `Línea ${String(f.line)}: ${fact(f, 'problem')}. No se tomó nada; pida que escriban el archivo de nuevo.`,
  batch_file_truncated: () => 'El archivo está cortado. No se tomó nada; pida que lo envíen de nuevo.',
  batch_file_totals: (f) =>
    `El archivo dice ${fact(f, 'said')} (${fact(f, 'what')}) y contiene ${fact(f, 'found')}. No se tomó nada; pida que lo escriban de nuevo.`,
  bundle_of_stranger: (f) =>
    `Estos asientos son de ${fact(f, 'given')}, que no es una estación de esta oficina.`,
  bundle_damaged: (f) =>
    `Este archivo de asientos está dañado: ${fact(f, 'problem')}. Pida que lo escriban de nuevo.`,
  entries_missing: (f) =>
    `Faltan asientos de ${fact(f, 'station')} desde el ${String(f.expected)}. Tome primero el archivo que comienza ahí.`,
  bundle_other_key: (f) =>
    `${fact(f, 'station')} firma con otra clave que antes. No tome estos asientos; llame al administrador.`,
  entries_forked: (f) =>
    `El asiento ${String(f.seq)} de ${fact(f, 'station')} no es el que tiene la mesa de cierre. Llame al administrador.`,
  entry_unread: (f) =>
    `El asiento ${String(f.seq)} de ${fact(f, 'station')} no se puede leer aquí: está guardado y no figura en ninguna cifra. Haga actualizar este programa.`,
  session_not_closed: (f) => `${fact(f, 'name')} aún no está cerrado. Pida que lo cuenten y lo cierren.`,
  session_approved: (f) => `${fact(f, 'name')} ya fue aprobado por ${fact(f, 'by')}.`,
  own_session: (f) => `${fact(f, 'user')} trabajó en ${fact(f, 'name')}. Otra persona debe aprobarlo.`,
  figures_changed: (f) => `Las cifras de ${fact(f, 'name')} cambiaron desde que se mostraron. Revíselas.`,
  unknown_bank_account: (f) => `No hay una cuenta bancaria «${fact(f, 'account')}» en la configuración.`,
  nothing_to_deposit: () => 'No se eligió nada que depositar. Elija cajones y lotes aprobados.',
  session_not_approved: (f) => `${fact(f, 'name')} no está aprobado. Apruébelo primero o déjelo fuera.`,
  already_in_deposit: (f) => `${fact(f, 'name')} ya está en el depósito ${fact(f, 'number')}.`,
  deposit_cash: (f) =>
    `El efectivo aprobado es ${fact(f, 'expected')} y el del depósito ${fact(f, 'given')}. En un depósito nada se sustituye.`,
  deposit_checks: (f) =>
    `Los cheques aprobados son ${fact(f, 'expected')} y los del depósito ${fact(f, 'given')}. En un depósito nada se sustituye.`,
  deposit_check_unknown: (f) =>
    `El cheque ${fact(f, 'check')} no está entre los de los recibos, o está dos veces.`,
  unknown_deposit: () => 'No hay tal depósito. Búsquelo de nuevo.',
  deposit_final: (f) =>
    `El depósito ${fact(f, 'number')} es definitivo y nunca se altera. Anote una corrección del banco.`,
  deposit_not_final: (f) =>
    `El depósito ${fact(f, 'number')} aún no es definitivo. Pida que lo cuenten de nuevo.`,
  deposit_withdrawn: (f) => `El depósito ${fact(f, 'number')} se deshizo. Prepare otro.`,
  own_deposit: (f) => `${fact(f, 'user')} preparó este depósito. Otra persona debe contarlo de nuevo.`,
  second_count_differs: (f) =>
    `El segundo conteo (${fact(f, 'what')}: ${fact(f, 'given')}) no es como el primero. Cuenten ambos de nuevo.`,
  bank_figures_missing: (f) =>
    `Aún no se anotaron las cifras del banco del depósito ${fact(f, 'number')}. Anótelas primero.`,
  bank_figures_entered: (f) =>
    `El banco ya corrigió el depósito ${fact(f, 'number')} con estas cifras; no se cambian.`,
  nothing_to_correct: (f) =>
    `El banco y el depósito ${fact(f, 'number')} coinciden. No hay nada que corregir.`,
  day_not_ready: (f) =>
    `El ${fact(f, 'date')} aún no se puede cerrar: ${fact(f, 'what')}. Termínelo o páselo al día siguiente.`,
  day_closed: (f) => `El ${fact(f, 'date')} está cerrado. Solo cambia con correcciones fechadas.`,
  earlier_day_open: (f) =>
    `Un día anterior, el ${fact(f, 'open')}, no está cerrado. Ciérrelo antes que el ${fact(f, 'date')}.`,
  later_day_closed: (f) =>
    `El ${fact(f, 'date')} es anterior al ${fact(f, 'closed')}, que ya está cerrado; lo suyo queda en el día siguiente.`,
  day_not_over: (f) =>
    `El ${fact(f, 'date')} no ha terminado: hoy es ${fact(f, 'today')}; ciérrelo cuando termine.`,
  counted_before_void: (f) =>
    `El recibo ${fact(f, 'receipt')} se anuló después del conteo de ${fact(f, 'name')}, que no cuadra; devuélvalo para que se cuente otra vez.`,
  transmittal_taken_before: (f) =>
    `La remesa ${fact(f, 'transmittal')} de este departamento ya se recibió como ${fact(f, 'name')} el ${fact(f, 'date')}.`,
  bank_date_wrong: (f) =>
    `El banco no pudo abonar el depósito ${fact(f, 'number')} el ${fact(f, 'given')}; anote el día de su aviso.`,
  nothing_to_close: (f) => `No hay nada del ${fact(f, 'date')} que cerrar.`,
  ledger_differs: (f) =>
    `El lote contable del ${fact(f, 'date')} ya no resulta como se emitió. No se escribe; llame al administrador.`,

  returns_not_set_up: () =>
    'Esta oficina no tiene reglas para partidas devueltas. Pida al administrador que las anote.',
  holds_open_drawer: (f) =>
    `${fact(f, 'drawer')} está abierto a su nombre; las partidas devueltas las trabaja quien no tiene un cajón abierto.`,
  not_returnable: (f) =>
    `${fact(f, 'tender')} no es algo que un banco devuelva. Elija el cheque o el pago electrónico.`,
  already_returned: (f) =>
    `Este pago del recibo ${fact(f, 'receipt')} ya se devolvió, como ${fact(f, 'number')}. El mismo nunca se devuelve dos veces.`,
  not_deposited: (f) =>
    `Este pago del recibo ${fact(f, 'receipt')} aún no ha ido al banco, así que el banco no puede haberlo devuelto.`,
  returned_tenders_differ: (f) =>
    `El recibo ${fact(f, 'receipt')} no se pagó con el mismo cheque. Devuelva su pago por separado.`,
  return_amount_differs: (f) =>
    `El banco dice ${fact(f, 'given')} y esto es de ${fact(f, 'expected')}. Busque el correcto, o pida que se corrija el depósito.`,
  unknown_return_reason: (f) =>
    `No hay un motivo «${fact(f, 'reason')}» para una partida devuelta. Elija uno de la lista.`,
  return_reason_unfit: (f) =>
    `«${fact(f, 'reason')}» no es un motivo para ${fact(f, 'tender')}. Elija uno que lo sea.`,
  unknown_return: (f) => `No hay una partida devuelta ${fact(f, 'number')}. Búsquela de nuevo.`,
  already_reinstated: (f) => `La partida ${fact(f, 'number')} ya se restituyó.`,
  return_not_open: (f) =>
    `En la partida ${fact(f, 'number')} no queda nada pendiente; no hay nada que pedir.`,
  collections_too_early: (f) =>
    `La partida ${fact(f, 'number')} puede ir a cobranza a partir del ${fact(f, 'from')}.`,
  already_in_collections: (f) =>
    `La partida ${fact(f, 'number')} ya está en la lista de cobranza ${fact(f, 'list')}.`,
  nothing_to_list: () => 'No se eligió nada para la lista. Elija al menos una partida.',
  unknown_list: (f) => `No hay una lista ${fact(f, 'number')}. Búsquela de nuevo.`,
  unknown_file_item: (f) =>
    `No hay una partida ${place(f, 'item')} en el archivo ${fact(f, 'file')}. Mire el archivo de nuevo.`,
  file_item_done: (f) => `La partida ${place(f, 'item')} del archivo ${fact(f, 'file')} ya se trabajó.`,
  file_item_represented: (f) =>
    `La partida ${place(f, 'item')} del archivo ${fact(f, 'file')} se presentó otra vez y se pagó; no es una devolución. Restablezca su pago devuelto.`,
  file_item_returned: (f) =>
    `La partida ${place(f, 'item')} del archivo ${fact(f, 'file')} se devolvió; el banco no dice que se pagó. Trabájela como devolución.`,
  file_item_of_other: (f) =>
    `La partida ${place(f, 'item')} del archivo ${fact(f, 'file')} es de otro cheque. Elija el que describe el banco.`,
  check_account_marked: (f) =>
    `No se aceptan cheques de esta cuenta bancaria hasta el ${fact(f, 'until')}, después de cheques devueltos. Cobre en efectivo o con tarjeta.`,

  corrections_not_set_up: () =>
    'Esta oficina no tiene reglas para correcciones después del cierre. Pida al administrador que las anote.',
  reason_not_listed: (f) =>
    `«${fact(f, 'given')}» no es uno de los motivos para esto. Elija uno de: ${fact(f, 'listed')}.`,
  receipt_not_closed: (f) =>
    `El recibo ${fact(f, 'receipt')} es de una sesión que aún no está aprobada. Anúlelo ahí, o devuelva la sesión.`,
  already_reversed: (f) => `El recibo ${fact(f, 'receipt')} ya se revirtió.`,
  unknown_line_of_receipt: (f) =>
    `El recibo ${fact(f, 'receipt')} no tiene una línea ${String(f.line)}. Mírelo de nuevo.`,
  no_tender_chosen: () => 'No se eligió ningún pago devuelto. Elija uno.',
  nothing_stands: (f) => `Del recibo ${fact(f, 'receipt')} ya no queda nada en pie; no hay nada que quitar.`,
  more_than_stands: (f) =>
    `${fact(f, 'given')} es más que los ${fact(f, 'standing')} que quedan en pie. Quite eso o menos.`,
  stands_in_suspense: () => 'Este dinero está en suspenso. Asígnelo desde ahí.',
  transfer_to_same: (f) => `El pago ya está en ${fact(f, 'what')}. Elija adónde debe ir.`,
  unknown_refund: (f) => `No hay una solicitud de reembolso ${fact(f, 'number')}. Búsquela de nuevo.`,
  refund_listed: (f) =>
    `El reembolso ${fact(f, 'number')} ya está en la lista ${fact(f, 'list')}. Avise a cuentas por pagar.`,
  refund_withdrawn: (f) => `El reembolso ${fact(f, 'number')} ya se retiró.`,
  refund_stopped: (f) =>
    `El reembolso ${fact(f, 'number')} no se paga en lo que el banco devolvió; lo que quede va en una lista.`,
  refund_not_due: (f) =>
    `Lo que el reembolso ${fact(f, 'number')} dejó adeudado en ${fact(f, 'account')} ya no se debe ahí; solo se puede pagar.`,
  return_fee_paid: (f) =>
    `Ya se pagaron ${fact(f, 'amount')} del cargo de ${fact(f, 'number')}, con el recibo ${fact(f, 'receipt')}. Solicite primero su reembolso; después se deshace con la devolución.`,
  refund_of_reversal: (f) =>
    `El reembolso ${fact(f, 'number')} es parte de una reversión, que se queda. Pida a cuentas por pagar que lo retenga.`,

  not_signed_in: () => 'Inicie sesión primero.',
  screen_locked: (f) => `La pantalla está bloqueada. ${fact(f, 'user')} la desbloquea con su contraseña.`,
  no_right: (f) => `${fact(f, 'user')} no puede hacer esto. Pida a quien pueda.`,
  wrong_password: () => 'El usuario o la contraseña no es correcto. Intente de nuevo.',
  user_locked: (f) =>
    `${fact(f, 'user')} está bloqueado por contraseñas equivocadas. Intente de nuevo en ${String(f.seconds)} segundos.`,
  someone_signed_in: (f) => `${fact(f, 'user')} tiene la sesión abierta aquí. Ciérrela primero.`,
  unknown_command: () => 'La estación no conoce este pedido. Avise al administrador.',
  bad_request: (f) => `La estación no entendió el pedido: ${fact(f, 'problem')}.`,
  second_instance: () => 'Counterfoil ya está abierto en esta estación. Use esa ventana.',
  not_initialised: () => 'La carpeta no contiene una estación.',
  already_initialised: () => 'La carpeta ya contiene una estación. No se cambió nada.',
  read_only: () => 'La carpeta de la estación no se puede escribir. Avise al administrador.',
  disk_full: () => 'El disco está lleno; no se escribió nada. Haga espacio e intente de nuevo.',
  journal_damaged: () => 'El diario está dañado. No se escribe nada en él; restáurelo de su copia.',
  store_unsuited: () => 'El almacén local no es fiable aquí. Avise al administrador.',
  unreadable: () => 'Un archivo no se puede leer. Avise al administrador.',
  import_refused: () => 'El archivo de cuentas no se puede importar.',
  paper_not_written: (f) =>
    `El asiento ${String(f.seq)} quedó escrito, pero su documento no se pudo crear. Haga sitio o avise al administrador, y envíelo otra vez.`,
  store_failed: () => 'El almacén local falló. Intente de nuevo; si sigue, avise al administrador.',
  file_failed: () => 'Un archivo no se pudo usar. Intente de nuevo; si sigue, avise al administrador.',
  printer_port_malformed: () => 'El puerto de la impresora no está bien configurado. Avise al administrador.',
  unknown_print_job: () => 'No hay tal impresión. Mire la lista de nuevo.',
  print_job_not_unknown: () => 'De esta impresión ya se sabe si salió.',
  print_job_not_open: () => 'Esta impresión ya terminó.',
  kick_not_repeated: () => 'La apertura del cajón no se repite.',
  printer_not_started: () => 'La impresora no arrancó. Avise al administrador.',
};
