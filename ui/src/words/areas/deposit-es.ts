/** The Spanish words of the deposit screen. */
import type { DepositWords } from './deposit-en';

export const depositEs: DepositWords = {
  steps: [
    'Elija qué depositar y cuéntelo; su efectivo y sus cheques deben ser los de los recibos.',
    'Otra persona cuenta de nuevo; con su bolsa el depósito es definitivo.',
    'Tesorería anota las cifras del banco.',
  ],
};
