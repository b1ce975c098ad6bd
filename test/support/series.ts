import {test} from 'vitest';

/** `npm test` takes a part of each long series of like tests; `npm run test:long` (K0S_TUI_WHOLE=1) takes all of it. */
export const whole = process.env['K0S_TUI_WHOLE'] === '1';

/** The short set on one more Debian: only what its tools do or print in another way (scripts/test.mjs, `--also`). */
export const short = process.env['TESTHOST_SHORT'] !== undefined;

/** Every nth of a series and its last one; all of it where the whole is asked for. */
export const partOf = <T>(series: readonly T[], nth: number): readonly T[] =>
	whole ? series : series.filter((_, index) => index % nth === 0 || index === series.length - 1);

/** Where it does not belong to the run a test is not there, rather than skipped: nothing that it needs is missing. */
const only = (wanted: boolean): ((title: string, run: () => void | Promise<void>, timeout?: number) => void) =>
	wanted ? test : () => undefined;

/** A test of the whole series alone. */
export const longTest = only(whole);

/** A test that no tool of another Debian can change. */
export const anyDebianTest = only(!short);
