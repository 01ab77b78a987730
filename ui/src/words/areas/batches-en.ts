/** The English words of the batches screen. */
export const batchesEn = {
  /** The help panel's steps. */
  steps: [
    'Mail: give the control figures, key each item, close the batch when both agree.',
    'Files of payments are looked at first; they are taken in whole or not at all.',
    'Turn-ins are counted by both and balanced to their transmittal.',
  ],
};

export type BatchesWords = typeof batchesEn;
