/** The Spanish words of the supervisor screen. */
import type { SupervisorWords } from './supervisor-en';

export const supervisorEs: SupervisorWords = {
  steps: [
    'Las flechas recorren los cajones y lotes; a la derecha se explica lo que no coincide.',
    'Entrar abre la hoja: recibos, conteos, cinta. F5 lo devuelve para contarlo de nuevo.',
    'F12 aprueba lo elegido. Cuando todo está aprobado, cierre el día.',
  ],
};
