import process from 'node:process';

/** Whether commands run as root here: what refuses root refuses everybody. */
export const isRoot = (): boolean => process.geteuid?.() === 0;
