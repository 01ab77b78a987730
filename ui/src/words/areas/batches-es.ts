/** The Spanish words of the batches screen. */
import type { BatchesWords } from './batches-en';

export const batchesEs: BatchesWords = {
  steps: [
    'Correo: dé las cifras de control, anote cada pieza y cierre el lote cuando coincidan.',
    'Los archivos de pagos se miran primero; se toman enteros o no se toman.',
    'Las entregas las cuentan ambos y deben coincidir con su relación.',
  ],
};
