/** The English words of the supervisor screen. */
export const supervisorEn = {
  /** The help panel's steps. */
  steps: [
    'Arrow keys go through the drawers and batches; what does not agree is explained on the right.',
    'Enter opens the sheet: receipts, counts, the tape. F5 sends it back to be counted again.',
    'F12 approves what is chosen. When all are approved, close the day.',
  ],
};

export type SupervisorWords = typeof supervisorEn;
