/** Stands for one character that was taken out: visible, of width 1. */
export const mark = '\uFFFD';
/** The same where only ASCII can be shown. */
export const asciiMark = '?';
