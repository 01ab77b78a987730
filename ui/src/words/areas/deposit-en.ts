/** The English words of the deposit screen. */
export const depositEn = {
  /** The help panel's steps. */
  steps: [
    'Choose what to deposit and count it; its cash and checks must be those of the receipts.',
    'A second person counts again; with its bag the deposit is final.',
    "Treasury enters the bank's figures.",
  ],
};

export type DepositWords = typeof depositEn;
